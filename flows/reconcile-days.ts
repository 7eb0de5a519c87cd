// Each provider's yesterday beside the ledger, once a day as soon as the file is there; days that were missed come first.
import { addDays, chinaDay } from '#kernel/china-time'
import { MINUTE_MS } from '#kernel/clock'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Payments } from '#platform/providers/payments'
import type { Ledger } from '#modules/ledger'

export function createReconcileDays(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  { ledger }: { ledger: Pick<Ledger, 'reconcileDay' | 'lastReconciledDay' | 'beginReconciling'> },
  { payments }: { payments: Payments },
) {
  /** One day of each provider that has one due. */
  async function reconcileDays(): Promise<number> {
    const yesterday = addDays(chinaDay(clock.now()), -1)
    let did = 0
    for (const p of payments.all) {
      const last = await db.read((tx) => ledger.lastReconciledDay(tx, p.name))
      if (last === null) {
        // Transfers from before this was here carry no reference: comparing begins with tomorrow.
        await db.transaction((tx) => ledger.beginReconciling(tx, p.name, addDays(yesterday, 1)))
        continue
      }
      const day = addDays(last, 1)
      if (day > yesterday) continue
      try {
        const found = await ledger.reconcileDay(p, day)
        if (found > 0) log.error({ provider: p.name, day, found }, 'RECONCILIATION_DIFFERS')
        did += 1
      } catch (error) {
        log.warn({ provider: p.name, day, error: String(error) }, 'day not reconciled yet')
      }
    }
    return did
  }
  const jobs: Job[] = [{ name: 'reconcile-days', everyMs: 10 * MINUTE_MS, run: reconcileDays }]
  return { jobs, reconcileDays }
}
