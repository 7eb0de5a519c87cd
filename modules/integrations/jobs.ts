// What is kept only for a while: deliveries thirty days, calls with keys half a year.
import { DAY_MS } from '#kernel/clock'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import { purgeCalls } from './repository/keys.ts'
import { purgeDeliveries } from './repository/webhooks.ts'

const DELIVERIES_MS = 30 * DAY_MS
const CALLS_MS = 180 * DAY_MS
const BATCH = 500

export const purgeJob = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Job => ({
  name: 'purge-integrations',
  everyMs: 600_000,
  run: () => {
    const before = (ms: number) => new Date(clock.now().getTime() - ms)
    return db.transaction(
      async (tx) =>
        (await purgeDeliveries(tx, before(DELIVERIES_MS), BATCH)) +
        (await purgeCalls(tx, before(CALLS_MS), BATCH)),
    )
  },
})
