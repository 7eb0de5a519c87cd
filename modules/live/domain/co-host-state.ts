// The life of a co-host (连麦) of a room, as a table: state × action → next state. Service, clock and tests read the same rows; a pair that
// is not here is refused. A stream that drops stays `onAir` for the time of resuming: viewers fall back to one picture by themselves.

export const CO_HOST_STATES = ['invited', 'accepted', 'onAir', 'left', 'removed', 'expired'] as const
export type CoHostState = (typeof CO_HOST_STATES)[number]

/** `start`: the first picture · `lose`: it stayed away too long · `remove`: by the host, or the room's end · `expire`: nobody came. */
export const CO_HOST_ACTIONS = ['accept', 'start', 'leave', 'lose', 'remove', 'expire'] as const
export type CoHostAction = (typeof CO_HOST_ACTIONS)[number]

const TRANSITIONS: Record<CoHostState, Partial<Record<CoHostAction, CoHostState>>> = {
  invited: { accept: 'accepted', remove: 'removed', expire: 'expired' },
  accepted: { start: 'onAir', leave: 'left', remove: 'removed', expire: 'expired' },
  onAir: { leave: 'left', lose: 'left', remove: 'removed' },
  left: {},
  removed: {},
  expired: {},
}

export const nextCoHostState = (state: CoHostState, action: CoHostAction): CoHostState | null =>
  TRANSITIONS[state][action] ?? null

/** A room has one co-host at most in these. */
export const isOpenCoHost = (state: CoHostState): boolean => Object.keys(TRANSITIONS[state]).length > 0

/** An invitation nobody took, and one that was taken and sent no picture, end after so long. */
export const CO_HOST_WAIT_MS = 10 * 60_000
/** A picture may be away for so long. */
export const CO_HOST_RESUME_MS = 10_000
