// What a label says: enough for whoever sorts and delivers, masked for everybody else who sees the parcel. The carrier has the whole address
// with the waybill; how much of the street it prints is the carrier's own policy.
import { carrierOf } from '#kernel/carriers'
import { maskName, maskPhone, type DeliveryAddress } from './mask.ts'

export type LabelItem = { title: string; skuName: string; qty: number }
export type Label = {
  carrier: string
  trackingNo: string
  sortCode: string | null
  sender: DeliveryAddress
  receiver: DeliveryAddress
  items: readonly LabelItem[]
  note: string | null
  orderId: string
  shop: string
}

/** The road without its numbers: 文三路 478 号 3 幢 → 文三路***. A carrier that we do not know gets no street. */
export function maskStreet(detail: string, carrier: string): string {
  if (carrierOf(carrier)?.street !== 'road') return '***'
  const road = detail.split(/[\d０-９#]/u)[0]!.trim()
  return `${[...road].slice(0, 12).join('')}***`
}

export const maskForLabel = (a: DeliveryAddress, carrier: string): DeliveryAddress => ({
  name: maskName(a.name),
  phone: maskPhone(a.phone),
  region: a.region,
  detail: maskStreet(a.detail, carrier),
})
