// An account that speaks for a shop, as a table: state × action → next state. Service and tests read the same rows; a pair that is not
// here is refused.

/** 官方账号, one a shop · 员工账号 · 渠道账号, of a category or a place. */
export const ACCOUNT_KINDS = ['official', 'staff', 'category'] as const
export type AccountKind = (typeof ACCOUNT_KINDS)[number]

export const ACCOUNT_STATES = ['invited', 'linked', 'declined', 'withdrawn', 'ended'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** `accept` and `decline` are the account's, `end` is either side's: an invitation that the shop takes back is `withdrawn`. */
export const ACCOUNT_ACTIONS = ['accept', 'decline', 'end'] as const
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number]

const TRANSITIONS: Record<AccountState, Partial<Record<AccountAction, AccountState>>> = {
  invited: { accept: 'linked', decline: 'declined', end: 'withdrawn' },
  linked: { end: 'ended' },
  declined: {},
  withdrawn: {},
  ended: {},
}

export const nextAccountState = (state: AccountState, action: AccountAction): AccountState | null =>
  TRANSITIONS[state][action] ?? null
