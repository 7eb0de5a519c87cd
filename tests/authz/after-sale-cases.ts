// What the matrix acts on in after-sale: cases that were asked for, refused, brought before the platform.
import type { Tenant } from '../support/tenant.ts'
import type { World } from './cases.ts'

type Things = Record<string, (t: Tenant, w: World) => Promise<Record<string, string>>>
type Bodies = Record<string, (t: Tenant) => Record<string, unknown>>

async function asked(t: Tenant, w: World) {
  const { orderId } = await t.receivedOrder()
  const { lines } = await w.house.must('trade.getOrder', { orderId }, t.buyer.token)
  const wish = { orderId, type: 'refund-only', reason: 'other', lines: [{ lineId: lines[0].lineId, qty: 1 }] }
  const { afterSaleId } = await w.house.must('trade.applyAfterSale', wish, t.buyer.token)
  return { afterSaleId: afterSaleId as string }
}
async function disputed(t: Tenant, w: World) {
  const { afterSaleId } = await asked(t, w)
  const shop = t.shopStaff.owner!.token
  await w.house.must(
    'trade.moveShopAfterSale',
    { shopId: t.shopId, afterSaleId, move: 'refuse', note: '已使用' },
    shop,
  )
  const say = (move: string) => ({ afterSaleId, move, note: '不服' })
  await w.house.must('trade.moveAfterSale', say('escalate'), t.buyer.token)
  await w.house.must('trade.moveAfterSale', say('give-evidence'), t.buyer.token)
  await w.house.must('trade.moveShopAfterSale', { shopId: t.shopId, ...say('give-evidence') }, shop)
  return { afterSaleId }
}
const shipped = async (t: Tenant, w: World) => {
  const { orderId } = await t.receivedOrder()
  const { lines } = await w.house.must('trade.getOrder', { orderId }, t.buyer.token)
  return { orderId, lineId: lines[0].lineId as string }
}

export const AFTER_SALE_THINGS: Things = {
  'trade.getAfterSaleOptions': async (t, w) => ({ orderId: (await shipped(t, w)).orderId }),
  'trade.applyAfterSale': async (t) => ({ orderId: (await t.paidOrder()).orderId }),
  'trade.getAfterSale': asked,
  'trade.moveAfterSale': asked,
  'trade.getShopAfterSale': asked,
  'trade.moveShopAfterSale': asked,
  'trade.getArbitration': disputed,
  'trade.decideArbitration': disputed,
}

export const AFTER_SALE_BODIES: Bodies = {
  'trade.applyAfterSale': () => ({
    // Of goods that have not been sent: refused for the order’s state, which only its owner is told.
    type: 'repair',
    reason: 'stopped-working',
    lines: [{ lineId: 'oln_x', qty: 1 }],
  }),
  'trade.moveAfterSale': () => ({ move: 'withdraw' }),
  'trade.moveShopAfterSale': () => ({ move: 'refuse', note: '已使用' }),
  'trade.approveAfterSales': () => ({ afterSaleIds: ['afs_x'] }),
  'trade.decideArbitration': () => ({ move: 'rule-for-shop', note: '证据不足' }),
}

export const AFTER_SALE_USES_UP = [
  'trade.moveAfterSale',
  'trade.moveShopAfterSale',
  'trade.decideArbitration',
] as const
