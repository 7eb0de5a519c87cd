// Orders as trade tells of them, for tests.
import type { Id, Ids } from '#kernel/ids'

export type AnOrder = ReturnType<typeof anOrder>

export function anOrder(
  ids: Ids,
  shopId: Id<'shp'>,
  at: Date,
  lines: {
    paidMinor: bigint
    productId: Id<'prd'>
    contentId?: Id<'cnt'> | null
    creatorId?: Id<'crt'> | null
  }[],
) {
  return {
    orderId: ids.next('ord'),
    checkoutId: ids.next('chk'),
    shopId,
    buyerId: ids.next('usr'),
    currency: 'CNY' as const,
    paidMinor: lines.reduce((sum, l) => sum + l.paidMinor, 0n).toString(),
    at: at.toISOString(),
    lines: lines.map((l) => ({
      lineId: ids.next('oln'),
      productId: l.productId,
      skuId: ids.next('sku'),
      categoryId: 'kitchen',
      qty: 1,
      paidMinor: l.paidMinor.toString(),
      contentId: l.contentId ?? null,
      creatorId: l.creatorId ?? null,
      slateId: null,
      position: null,
    })),
  }
}
