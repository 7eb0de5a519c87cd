// The same courier without a process: for the world's parcels and for tests. Nothing is delivered by itself; the caller takes what it would have
// told and hands it on.
import { AppError } from '#kernel/errors'
import type { Clock } from '#kernel/clock'
import type { Courier, ProviderCallback } from '#platform/providers/courier'
import { COURIER_SANDBOX, eventsOfWire, verifyCourierCallback } from '#platform/providers/sandbox-courier'
import { signCallback } from '#platform/providers/sandbox-wire'
import { createCourierCore, NotTaken, type Entry } from './core.ts'

export type InProcessCourier = {
  courier: Courier
  /** Takes what waits to be told by now. */
  takeCallbacks(): ProviderCallback[]
  /** As on a day when nobody answers. */
  breakDown(broken: boolean): void
}

export function createInProcessCourier(options: {
  secret: string
  clock: Clock
  adopts?: boolean
  mischief?: boolean
}): InProcessCourier {
  const { secret, clock, adopts = false, mischief = false } = options
  const core = createCourierCore({ adopts, mischief })
  const now = () => clock.now().getTime()
  let broken = false
  const record = (entries: Entry[]) => {
    for (const e of entries) core.apply(e)
    return entries.length > 0
  }
  const answering = <T>(run: () => T): Promise<T> =>
    Promise.resolve().then(() => {
      if (broken) throw new AppError('COURIER_UNAVAILABLE')
      return run()
    })
  const callbackUrl = 'http://127.0.0.1/'

  return {
    breakDown: (is) => void (broken = is),
    takeCallbacks() {
      record(core.tick(now(), now()))
      return core
        .waiting()
        .toSorted((a, b) => a.dueAt - b.dueAt)
        .map((d) => {
          record([core.delivered(d, true, now())])
          return {
            headers: signCallback(secret, d.body, d.eventId, now()),
            body: new TextEncoder().encode(d.body),
          }
        })
    },
    courier: {
      name: COURIER_SANDBOX,
      can: { book: true, intercept: true },
      book: (r) =>
        answering(() => {
          try {
            record(core.book({ ...r, callbackUrl }, now()))
          } catch (error) {
            if (error instanceof NotTaken) throw new AppError('COURIER_REFUSED', { reason: error.message })
            throw error
          }
          const { trackingNo, sortCode } = core.byKey(r.packageId)!
          return { trackingNo, sortCode }
        }),
      cancel: (_packageId, p) =>
        answering(() => {
          const w = core.find(p.carrier, p.trackingNo)
          if (!w) return true
          record(core.cancel(w, now()))
          return w.cancelledMs !== null
        }),
      intercept: (p) =>
        answering(() => {
          const w = core.find(p.carrier, p.trackingNo)
          if (!w) return false
          record(core.intercept(w, now()))
          return w.turnedMs !== null
        }),
      follow: (p) =>
        answering(() => void record(core.follow({ ...p, shippedMs: p.shippedAt.getTime(), callbackUrl }))),
      track: (p) =>
        answering(() => {
          const w = core.find(p.carrier, p.trackingNo)
          return w ? eventsOfWire(core.events(w, now())) : null
        }),
      verifyCallback: (callback) => verifyCourierCallback(secret, clock, callback),
    },
  }
}
