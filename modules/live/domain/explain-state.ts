// Explaining (讲解) of a product in the bag, as a table: waiting → explaining → explained, and again. One at a time: to
// explain the next is to finish the one before.
import type { ExplainState } from '#kernel/room-event'

export const EXPLAIN_ACTIONS = ['explain', 'finish'] as const
export type ExplainAction = (typeof EXPLAIN_ACTIONS)[number]

const TRANSITIONS: Record<ExplainState, Partial<Record<ExplainAction, ExplainState>>> = {
  waiting: { explain: 'explaining' },
  explaining: { finish: 'explained' },
  explained: { explain: 'explaining' },
}

export const nextExplainState = (state: ExplainState, action: ExplainAction): ExplainState | null =>
  TRANSITIONS[state][action] ?? null
