// The turnstile before guests and sign-ups. It counts before any work is done and in a transaction of its own: an attempt
// that is refused later (an e-mail that somebody has) was an attempt.
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import { arrivalSubject, hourOf, isLoopback, secondsLeft, type ArrivalKind } from '../domain/arrivals.ts'
import { countArrival } from '../repository/arrivals.ts'

export function createArrivals({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>) {
  const { guestsPerHour, signUpsPerHour, limitLoopback } = config.arrivals
  const limits: Record<ArrivalKind, number> = { guest: guestsPerHour, signUp: signUpsPerHour }
  /** Calls inside the process (the demo world) have no address; the demo on one's own machine is not limited unless asked. */
  const isExempt = (ip: string) => ip === '' || (config.demo && !limitLoopback && isLoopback(ip))

  return {
    /** @throws AppError RATE_LIMITED{retryAfterSeconds} */
    async arrive(kind: ArrivalKind, ip: string): Promise<void> {
      if (isExempt(ip)) return
      const now = clock.now()
      const welcome = await db.transaction((tx) =>
        countArrival(tx, arrivalSubject(kind, ip), hourOf(now), limits[kind]),
      )
      if (!welcome) throw new AppError('RATE_LIMITED', { retryAfterSeconds: secondsLeft(now) })
    },
  }
}
export type Arrivals = ReturnType<typeof createArrivals>
