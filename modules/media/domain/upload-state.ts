// The life of an upload, as a table: state × action → next state.

export const UPLOAD_STATES = ['receiving', 'processing', 'ready', 'failed', 'cancelled', 'expired'] as const
export type UploadState = (typeof UPLOAD_STATES)[number]

/** `receive`: the last byte is here · `finish`, `fail`: the ladder's end · `refuse`: the file itself is none of ours */
export const UPLOAD_ACTIONS = ['receive', 'refuse', 'finish', 'fail', 'cancel', 'retry', 'expire'] as const
export type UploadAction = (typeof UPLOAD_ACTIONS)[number]

const TRANSITIONS: Record<UploadState, Partial<Record<UploadAction, UploadState>>> = {
  receiving: { receive: 'processing', refuse: 'cancelled', cancel: 'cancelled', expire: 'expired' },
  processing: { finish: 'ready', fail: 'failed', cancel: 'cancelled' },
  ready: {},
  failed: { retry: 'processing', cancel: 'cancelled', expire: 'expired' },
  cancelled: {},
  expired: {},
}

export const nextUploadState = (state: UploadState, action: UploadAction): UploadState | null =>
  TRANSITIONS[state][action] ?? null

/** What the desk may offer. */
export const uploadActionsIn = (state: UploadState) =>
  (['cancel', 'retry'] as const).filter((a) => TRANSITIONS[state][a] !== undefined)
