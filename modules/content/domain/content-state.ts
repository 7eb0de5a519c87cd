// The life of a piece of content, as a table: state × action → next state. Why data: the desk, the service and the property
// test read the same rows, and a pair that is not here is refused.

export const CONTENT_STATES = [
  'draft',
  'processing',
  'reviewing',
  'scheduled',
  'published',
  'withdrawn',
  'rejected',
] as const
export type ContentState = (typeof CONTENT_STATES)[number]

/**
 * - `submit`: hand it to review · `revise`: save other words or goods · `withdraw`: take it back
 * - `wait`: hand it in while its clip is still in work · `ready`: the clip is there · `lose`: it never will be
 * - `pass`, `reject`: the reviewer's verdict; `reject` also takes down what was published
 * - `defer`: passed, to be seen at a later time · `release`: that time has come
 */
export const CONTENT_ACTIONS = [
  'submit',
  'revise',
  'wait',
  'ready',
  'lose',
  'pass',
  'defer',
  'release',
  'reject',
  'withdraw',
] as const
export type ContentAction = (typeof CONTENT_ACTIONS)[number]

const TRANSITIONS: Record<ContentState, Partial<Record<ContentAction, ContentState>>> = {
  draft: { submit: 'reviewing', wait: 'processing', revise: 'draft' },
  processing: { ready: 'reviewing', lose: 'draft', revise: 'processing', withdraw: 'withdrawn' },
  // The open review shows the newest words; its version says so to whoever is deciding.
  reviewing: {
    revise: 'reviewing',
    wait: 'processing',
    pass: 'published',
    defer: 'scheduled',
    reject: 'rejected',
    withdraw: 'withdrawn',
  },
  scheduled: {
    revise: 'reviewing',
    wait: 'processing',
    release: 'published',
    reject: 'rejected',
    withdraw: 'withdrawn',
  },
  // What the reviewer passed is what viewers see: a change of it passes review again.
  published: { revise: 'reviewing', wait: 'processing', reject: 'rejected', withdraw: 'withdrawn' },
  withdrawn: { submit: 'reviewing', wait: 'processing', revise: 'withdrawn' },
  rejected: { submit: 'reviewing', wait: 'processing', revise: 'rejected' },
}

/** The state after `action`, or null when `action` is not possible in `state`. */
export const nextState = (state: ContentState, action: ContentAction): ContentState | null =>
  TRANSITIONS[state][action] ?? null

/** What the clock and the queue of clips do; nobody's button. */
const BY_THEMSELVES: ReadonlySet<ContentAction> = new Set(['wait', 'ready', 'lose', 'defer', 'release'])

/** What people can do in `state`; the desk shows those of a creator as buttons. */
export const actionsIn = (state: ContentState): ContentAction[] =>
  CONTENT_ACTIONS.filter((a) => TRANSITIONS[state][a] !== undefined && !BY_THEMSELVES.has(a))
