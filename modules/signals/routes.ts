// The operator's log. `signals.record` is bound to flows/record-signals.ts.
import type { Database } from '#platform/database'
import { route, type Route } from '#platform/http/dispatch'
import { getSlate, list } from './contract.ts'
import type { createSignalsService } from './service.ts'

export const signalsRoutes = (db: Database, s: ReturnType<typeof createSignalsService>): Route[] => [
  route(list, (input) => db.read((tx) => s.list(tx, input))),
  route(getSlate, ({ slateId }) => db.read((tx) => s.getSlate(tx, slateId))),
]
