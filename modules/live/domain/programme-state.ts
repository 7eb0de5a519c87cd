// The life of a programme, as a table: what is paused keeps its rooms and is on at no date; what is ended stays ended.
export const PROGRAMME_STATES = ['active', 'paused', 'ended'] as const
export type ProgrammeState = (typeof PROGRAMME_STATES)[number]
export const PROGRAMME_ACTIONS = ['pause', 'resume', 'end'] as const
export type ProgrammeAction = (typeof PROGRAMME_ACTIONS)[number]

const TRANSITIONS: Record<ProgrammeState, Partial<Record<ProgrammeAction, ProgrammeState>>> = {
  active: { pause: 'paused', end: 'ended' },
  paused: { resume: 'active', end: 'ended' },
  ended: {},
}

/** The state after `action`, or null when it is not possible in `state`. */
export const nextProgrammeState = (state: ProgrammeState, action: ProgrammeAction): ProgrammeState | null =>
  TRANSITIONS[state][action] ?? null

export const programmeActionsIn = (state: ProgrammeState): ProgrammeAction[] =>
  PROGRAMME_ACTIONS.filter((a) => TRANSITIONS[state][a] !== undefined)
