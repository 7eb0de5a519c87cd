// The demo's 'advance 7 days': moves the platform's time and at once does what has become due, so that the answer can say
// what happened.
import { DAY_MS } from '#kernel/clock'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { PlatformClock } from '#platform/demo-clock'
import type { advanceClock, getClock } from '#modules/ledger/contract'

/** Each runs one batch of what is due and answers how many it did. */
export type DueWork = {
  expireUnpaid(): Promise<number>
  receiveSilent(): Promise<number>
  approveSilent(): Promise<number>
  settleDue(): Promise<number>
  releaseReserves(): Promise<number>
  runAgreements(): Promise<number>
  reconcileDays(): Promise<number>
}

const MAX_BATCHES = 1000

export function createAdvanceClock({ clock }: { clock: PlatformClock }, due: DueWork) {
  const now = () => ({ now: clock.now().toISOString(), offsetMs: clock.offsetMs() })

  async function all(run: () => Promise<number>): Promise<number> {
    let total = 0
    for (let i = 0; i < MAX_BATCHES; i++) {
      const did = await run()
      if (did === 0) break
      total += did
    }
    return total
  }

  return {
    getClock: (): Promise<OutputOf<typeof getClock>> => Promise.resolve(now()),

    async advanceClock({ days }: InputOf<typeof advanceClock>): Promise<OutputOf<typeof advanceClock>> {
      await clock.advance(days * DAY_MS)
      await all(due.expireUnpaid)
      // A day's deadlines in the order in which they fall: silence about a refund first, then receipt, then settlement.
      const refundsApproved = await all(due.approveSilent)
      const received = await all(due.receiveSilent)
      const settled = await all(due.settleDue)
      await all(due.releaseReserves)
      await all(due.runAgreements)
      await all(due.reconcileDays)
      return { ...now(), received, settled, refundsApproved }
    },
  }
}
