// What the matrix acts on in fulfilment: parcels that are booked, addresses that are to change; and what it says about them.
import type { Tenant } from '../support/tenant.ts'
import type { World } from './cases.ts'

type Things = Record<string, (t: Tenant, w: World) => Promise<Record<string, string>>>
type Bodies = Record<string, (t: Tenant) => Record<string, unknown>>

const order = async (t: Tenant) => ({ orderId: (await t.paidOrder()).orderId })

async function bookedParcel(t: Tenant, w: World) {
  const { orderId } = await t.paidOrder()
  const rows = [{ orderId, carrier: '中通快递', trackingNo: null }]
  const { results } = await w.house.must(
    'trade.shipBatch',
    { shopId: t.shopId, rows },
    t.shopStaff.owner!.token,
  )
  return { orderId, packageId: results[0].package?.packageId ?? 'pkg_x' }
}

/** While a waybill is being booked the shop is asked, whatever the freight. */
async function askedChange(t: Tenant, w: World) {
  const { orderId } = await t.paidOrder()
  const rows = [{ orderId, carrier: '中通快递', trackingNo: null }]
  w.house.carrier.breakDown(true)
  await w.house.must('trade.shipBatch', { shopId: t.shopId, rows }, t.shopStaff.owner!.token)
  w.house.carrier.breakDown(false)
  const wish = { orderId, addressId: t.address.id }
  const { addressChange } = await w.house.must('trade.changeAddress', wish, t.buyer.token)
  return { changeId: addressChange.changeId as string }
}

export const PARCEL_THINGS: Things = {
  'trade.interceptParcel': bookedParcel,
  'trade.interceptMine': bookedParcel,
  'trade.changeAddress': order,
  'trade.decideAddressChange': askedChange,
}

export const PARCEL_BODIES: Bodies = {
  'trade.shipBatch': () => ({ rows: [{ orderId: 'ord_x', carrier: 'SF', trackingNo: 'MATRIX-BATCH' }] }),
  'trade.printLabels': () => ({ packageIds: ['pkg_x'] }),
  'trade.changeAddress': (t) => ({ addressId: t.address.id }),
  'trade.decideAddressChange': () => ({ approve: false }),
  'trade.setSender': () => ({
    name: '仓',
    phone: '0571-88880000',
    region: '浙江省 杭州市',
    detail: '1 号库',
  }),
}
