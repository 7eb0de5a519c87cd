// The life of a piece of content, as a table: state × action → next state. Why data: the desk, the service and the property
// test read the same rows, and a pair that is not here is refused.

export const CONTENT_STATES = ['draft', 'reviewing', 'published', 'withdrawn', 'rejected'] as const
export type ContentState = (typeof CONTENT_STATES)[number]

/**
 * - `submit`: hand it to review · `revise`: save other words or goods · `withdraw`: take it back
 * - `pass`, `reject`: the reviewer's verdict; `reject` also takes down what was published
 */
export const CONTENT_ACTIONS = ['submit', 'revise', 'pass', 'reject', 'withdraw'] as const
export type ContentAction = (typeof CONTENT_ACTIONS)[number]

const TRANSITIONS: Record<ContentState, Partial<Record<ContentAction, ContentState>>> = {
  draft: { submit: 'reviewing', revise: 'draft' },
  // The open review shows the newest words; its version says so to whoever is deciding.
  reviewing: { revise: 'reviewing', pass: 'published', reject: 'rejected', withdraw: 'withdrawn' },
  // What the reviewer passed is what viewers see: a change of it passes review again.
  published: { revise: 'reviewing', reject: 'rejected', withdraw: 'withdrawn' },
  withdrawn: { submit: 'reviewing', revise: 'withdrawn' },
  rejected: { submit: 'reviewing', revise: 'rejected' },
}

/** The state after `action`, or null when `action` is not possible in `state`. */
export const nextState = (state: ContentState, action: ContentAction): ContentState | null =>
  TRANSITIONS[state][action] ?? null

/** What can be done in `state`; the desk shows exactly these buttons. */
export const actionsIn = (state: ContentState): ContentAction[] =>
  CONTENT_ACTIONS.filter((a) => TRANSITIONS[state][a] !== undefined)
