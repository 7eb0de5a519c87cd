// The cart as it is today: trade remembers the lines, the shop says what they cost and whether they can be had.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Shop, SkuForOrder } from '#modules/shop'
import type { Trade } from '#modules/trade'
import type { getCart, removeCartLine, setCartLine } from '#modules/trade/contract'

type Doors = { shop: Shop; trade: Trade }
type Cart = OutputOf<typeof getCart>
type CartLine = Awaited<ReturnType<Trade['cartLines']>>[number]

/** Present stock, a campaign's units or those sold in advance: a line is of one of them. */
const mostOf = ({ available, campaign, presale }: SkuForOrder) =>
  Math.max(available, campaign?.left ?? 0, presale?.left ?? 0)

export function createCart({ db }: Pick<Deps, 'db'>, { shop, trade }: Doors) {
  const show = async (
    tx: Tx,
    lines: readonly CartLine[],
    known: readonly SkuForOrder[] = [],
  ): Promise<Cart> => {
    const skus = new Map(known.map((s) => [s.skuId, s]))
    const others = lines.map((l) => l.sku_id).filter((id) => !skus.has(id))
    if (others.length > 0) for (const s of await shop.skusForOrder(tx, others)) skus.set(s.skuId, s)
    return trade.showCart(lines, new Map([...skus].map(([id, s]) => [id, { ...s, available: mostOf(s) }])))
  }

  return {
    getCart: (_: InputOf<typeof getCart>, ctx: Ctx): Promise<Cart> =>
      db.read(async (tx) => show(tx, await trade.cartLines(tx, personOf(ctx)))),

    /** @throws AppError NOT_FOUND · NOT_ON_SHELF · PURCHASE_LIMIT {limit} · STATE_CONFLICT when the cart is full */
    setCartLine: ({ skuId, qty, attribution }: InputOf<typeof setCartLine>, ctx: Ctx): Promise<Cart> =>
      // One line is one statement, so there is nothing to hold together.
      db.read(async (tx) => {
        const [sku] = await shop.skusForOrder(tx, [skuId])
        if (!sku) throw new AppError('NOT_FOUND')
        if (!sku.sellable) throw new AppError('NOT_ON_SHELF', { skuId })
        if (sku.purchaseLimit !== null && qty > sku.purchaseLimit)
          throw new AppError('PURCHASE_LIMIT', { skuId, limit: sku.purchaseLimit })
        const put = await trade.putCartLine(tx, personOf(ctx), {
          skuId,
          qty,
          priceMinor: sku.priceMinor,
          attribution: attribution ?? null,
        })
        if (!put) throw new AppError('STATE_CONFLICT', { state: 'cart-full' })
        return show(tx, put, [sku])
      }),

    removeCartLine: ({ skuId }: InputOf<typeof removeCartLine>, ctx: Ctx): Promise<Cart> =>
      db.transaction(async (tx) => {
        await trade.takeCartLines(tx, personOf(ctx), [skuId])
        return show(tx, await trade.cartLines(tx, personOf(ctx)))
      }),
  }
}
