// The life of an agreement (domain.md §12) as data: who or what moves it on. `clock` and `measure` are the job's, the others people's.
export const AGREEMENT_STATES = [
  'draft',
  'signed',
  'active',
  'measured',
  'achieved',
  'missed',
  'rebated',
  'closed',
] as const
export type AgreementState = (typeof AGREEMENT_STATES)[number]
export type AgreementAction =
  'sign' | 'discard' | 'begin' | 'year-over' | 'reached' | 'not-reached' | 'credit' | 'close'

const MOVES: Record<AgreementState, Partial<Record<AgreementAction, AgreementState>>> = {
  draft: { sign: 'signed', discard: 'closed' },
  signed: { begin: 'active' },
  active: { 'year-over': 'measured' },
  measured: { reached: 'achieved', 'not-reached': 'missed' },
  achieved: { credit: 'rebated' },
  missed: { close: 'closed' },
  rebated: { close: 'closed' },
  closed: {},
}

export const nextAgreementState = (state: AgreementState, action: AgreementAction): AgreementState | null =>
  MOVES[state][action] ?? null

/** For so long after its year, refunds of that year's sales change what is given back; then it is closed. */
export const CLAW_BACK_DAYS = 90
