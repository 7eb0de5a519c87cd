// The door of signals: what people saw and did.
import type { Deps } from '#platform/context'
import { createConsumer } from './reactions.ts'
import { signalsRoutes } from './routes.ts'
import { createSignalsService } from './service.ts'

export { LOG_START, type NewSignal, type Signal, type SignalCursor } from './domain/signal.ts'
export {
  CLIENT_KINDS,
  MAX_BATCH,
  SIGNAL_KINDS,
  type ClientKind,
  type SignalKind,
} from './domain/signal-kinds.ts'
export type { SlateItemLog, SlateLog } from './contract.ts'
export type { CheckedBatch, RefusedSignal } from './service.ts'

export function createSignals(deps: Deps) {
  const service = createSignalsService(deps)
  return { ...service, routes: signalsRoutes(deps.db, service), consumer: createConsumer(service.append) }
}
export type Signals = ReturnType<typeof createSignals>
