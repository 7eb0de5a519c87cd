// A variant runs short: told once to the shop's programs that asked, and again only after it had been plentiful in between. A job, not a
// part of the sale: the shelf is the busiest row of the house, and a minute later is soon enough.
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { Integrations } from '#modules/integrations'
import type { Shop } from '#modules/shop'

export function createWarnLowStock(
  { db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>,
  { shop, integrations }: { shop: Shop; integrations: Integrations },
): { job: Job } {
  const warn = () =>
    db.transaction(async (tx) => {
      const now = clock.now()
      let told = 0
      for (const shopId of await integrations.shopsWanting(tx, 'stock.low')) {
        const low = await shop.lowSkus(tx, shopId)
        const fresh = await integrations.noteLowStock(
          tx,
          shopId,
          low.map((s) => s.skuId),
          now,
        )
        for (const s of low.filter((l) => fresh.has(l.skuId))) {
          const data = integrations.shapedAs('stock.low', { shopId, ...s })
          await integrations.tell(tx, { shopId, id: ids.next('evt'), type: 'stock.low', at: now, data })
          told++
        }
      }
      return told
    })
  return { job: { name: 'warn-low-stock', everyMs: 60_000, run: warn } }
}
