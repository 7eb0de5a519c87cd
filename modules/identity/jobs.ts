// What has lost its use: sessions a month after they expired, attempts to log in and arrivals after their
// window.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import { WINDOW_MS } from './domain/login-throttle.ts'
import { hourOf } from './domain/arrivals.ts'
import { deleteAttemptsBefore } from './repository/accounts.ts'
import { deleteArrivalsBefore } from './repository/arrivals.ts'
import { deleteSessionsExpiredBefore } from './repository/sessions.ts'

export const identityJobs = ({ db, clock }: Deps): Job[] => [
  {
    name: 'forget-old-sessions',
    everyMs: HOUR_MS,
    run: () =>
      db.transaction((tx) =>
        deleteSessionsExpiredBefore(tx, new Date(clock.now().getTime() - 30 * DAY_MS), 1_000),
      ),
  },
  {
    name: 'forget-login-attempts',
    everyMs: HOUR_MS,
    run: () => db.transaction((tx) => deleteAttemptsBefore(tx, new Date(clock.now().getTime() - WINDOW_MS))),
  },
  {
    name: 'forget-arrivals',
    everyMs: HOUR_MS,
    run: () => db.transaction((tx) => deleteArrivalsBefore(tx, hourOf(clock.now()))),
  },
]
