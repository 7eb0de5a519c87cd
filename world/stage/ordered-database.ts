// The database for scenes that run side by side and must still come out the same each time: answers are handed back in the
// order in which they were asked for, one at a time. So everything that happens in memory between two questions (what the
// feed learns, who comes next) happens in one order, while PostgreSQL works on many questions at once.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '#platform/database'

type Waiting = { settled: (() => void) | null }

export function orderedDatabase(db: Database): Database {
  const queue: Waiting[] = []
  const inside = new AsyncLocalStorage<true>()
  let handing = false

  /** Hands back what is ready at the head; what the receiver does next is done before the next one gets its answer. */
  function handBack(): void {
    const head = queue[0]
    if (handing || !head?.settled) return
    handing = true
    queue.shift()
    head.settled()
    setImmediate(() => {
      handing = false
      handBack()
    })
  }

  /** A question inside another's transaction is answered at once: that one already waits in the queue. */
  function inTurn<R>(ask: () => Promise<R>): Promise<R> {
    if (inside.getStore()) return ask()
    const place: Waiting = { settled: null }
    queue.push(place)
    return new Promise<R>((resolve, reject) => {
      const ready = (settle: () => void) => {
        place.settled = settle
        handBack()
      }
      inside.run(true, ask).then(
        (value) => ready(() => resolve(value)),
        (error: unknown) => ready(() => reject(error as Error)),
      )
    })
  }

  return {
    transaction: (fn, options) => inTurn(() => db.transaction(fn, options)),
    read: (fn) => inTurn(() => db.read(fn)),
    listen: db.listen,
    locks: db.locks,
    stats: db.stats,
    close: db.close,
  }
}
