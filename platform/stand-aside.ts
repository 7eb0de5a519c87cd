// Whoever waits for an answer comes before work that can wait. Low priority alone does not do it: processors that work for two share
// their caches and, on a virtual machine, their very core. So a process that answers people says once a second that its loop is full,
// and while one on this machine does, the tools here work one step in four. They never starve, and nobody waits behind them.
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { tables, type Database } from './database.ts'

const CHANNEL = 'busy'
const MEASURE_MS = 1_000
/** Share of its time that a loop works. From here on what comes waits for what is there. */
const BUSY = 0.4
const BELIEVED_MS = 2_500
const STEP_MS = 1_000
const STEPS = 4

/** Starts telling the neighbours; answers the function that stops it. */
export function tellWhenBusy(db: Database): () => void {
  let from = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    if (performance.eventLoopUtilization(now, from).utilization >= BUSY) void tellBusy(db).catch(() => {}) // the next second says it again
    from = now
  }, MEASURE_MS)
  timer.unref()
  return () => clearInterval(timer)
}

export const tellBusy = (db: Database, machine = hostname()): Promise<unknown> =>
  db.read((tx) => sql`select pg_notify(${CHANNEL}, ${machine})`.execute(tables<unknown>(tx)))

/** Has `rest` called with true and false in turn while a process of this machine is busy. Answers the function that ends it, and the rest. */
export async function standAside(
  db: Database,
  rest: (on: boolean) => void,
  stepMs = STEP_MS,
): Promise<() => Promise<void>> {
  let believedUntilMs = 0
  let steps: NodeJS.Timeout | undefined
  let step = 0
  const go = () => {
    const busy = performance.now() < believedUntilMs
    rest(busy && step++ % STEPS !== 0)
    if (busy) return
    clearInterval(steps)
    steps = undefined
  }
  const unlisten = await db.listen(CHANNEL, (machine) => {
    if (machine !== hostname()) return
    believedUntilMs = performance.now() + BELIEVED_MS
    if (steps) return
    step = 1
    steps = setInterval(go, stepMs)
    go()
  })
  return async () => {
    clearInterval(steps)
    rest(false)
    await unlisten()
  }
}
