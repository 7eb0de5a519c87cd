// The turnstile before guests, sign-ups and questions about e-mails. It counts before any work is done and in a transaction of its own: an attempt
// that is refused later (an e-mail that somebody has) was an attempt.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import {
  arrivalSubject,
  hourOf,
  isLoopback,
  MEMBERS_PER_HOUR,
  secondsLeft,
  type ArrivalKind,
} from '../domain/arrivals.ts'
import { countArrival } from '../repository/arrivals.ts'

export function createArrivals({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>) {
  const { guestsPerHour, signUpsPerHour, limitLoopback } = config.arrivals
  const limits: Record<ArrivalKind, number> = { guest: guestsPerHour, signUp: signUpsPerHour }
  /** Calls inside the process (the demo world) have no address; the demo on one's own machine is not limited unless asked. */
  const isExempt = (ip: string) => ip === '' || (config.demo && !limitLoopback && isLoopback(ip))

  async function count(subject: string, limit: number): Promise<void> {
    const now = clock.now()
    if (!(await db.transaction((tx) => countArrival(tx, subject, hourOf(now), limit))))
      throw new AppError('RATE_LIMITED', { retryAfterSeconds: secondsLeft(now) })
  }

  return {
    /** @throws AppError RATE_LIMITED{retryAfterSeconds} */
    async arrive(kind: ArrivalKind, ip: string): Promise<void> {
      if (!isExempt(ip)) await count(arrivalSubject(kind, ip), limits[kind])
    },

    /** @throws AppError RATE_LIMITED{retryAfterSeconds} */
    askForMember: (accountId: Id<'usr'>): Promise<void> => count(`member:${accountId}`, MEMBERS_PER_HOUR),
  }
}
export type Arrivals = ReturnType<typeof createArrivals>
