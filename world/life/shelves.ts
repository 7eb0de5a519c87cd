// What the demo's shop has beside plain stock: a second warehouse near its buyers, a variant sold in advance because it is out, and a set
// of two things it sells alone too.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { createWarehouse, setPresale, transferStock } from '#modules/shop/contract'
import type { Story } from './cast.ts'

export async function arrangeShelves({ cast, platform, untilMs }: Story): Promise<void> {
  const own = cast.goods.filter((g) => g.merchant.isDemo)
  const [first, second, , soldOut, stocked] = own
  if (!first || !second || !soldOut || !stocked) return
  const { shopId, owner } = first.merchant
  await platform.scenes.play('second warehouse', untilMs - 30 * HOUR_MS, async () => {
    const name = '广州仓 Guangzhou'
    const made = await platform.call(
      createWarehouse,
      { shopId, name, provinces: ['guangdong', 'guangxi', 'hainan'] },
      owner,
    )
    for (const { skuId } of stocked.skus)
      await platform.call(transferStock, { shopId, skuId, toWarehouseId: made.warehouseId, units: 3 }, owner)
  })
  await platform.scenes.play('sold in advance', untilMs - HOUR_MS, async () => {
    const shipsAt = new Date(untilMs + 20 * DAY_MS).toISOString()
    const balanceFrom = new Date(untilMs + 3 * DAY_MS).toISOString()
    const balanceUntil = new Date(untilMs + 5 * DAY_MS).toISOString()
    for (const { skuId, priceMinor } of soldOut.skus) {
      const minor = (priceMinor / 5n).toString()
      const deposit = { minor, balanceFrom, balanceUntil }
      await platform.call(setPresale, { shopId, skuId, left: 60, shipsAt, deposit }, owner)
    }
  })
  const parts = [first, second].map((g) => ({ skuId: g.skus[0]!.skuId, qty: 1 }))
  const draft = first.plan.draft
  const price = [first, second].reduce((sum, g) => sum + g.skus[0]!.priceMinor, 0n)
  await platform.scenes.play('a set of two', untilMs - 29 * HOUR_MS, () =>
    platform.db.transaction(async (tx) => {
      const product = {
        ...draft,
        title: { zh: '店主精选两件套', en: 'Two of the shop’s favourites' },
        skus: [
          {
            name: { zh: '两件套', en: 'Set of two' },
            priceMinor: String((price * 9n) / 10n),
            listPriceMinor: String(price),
            parts,
          },
        ],
      }
      await platform.server.flows.products.publishAll(tx, shopId, [{ product, emerging: false }])
    }),
  )
}
