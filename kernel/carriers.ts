// The carriers most parcels go with: what people call each, and what the services that speak for them do. A parcel keeps the Chinese name, as
// people typed it before there was a table; one that is not here can be typed, but not booked.

export type Carrier = {
  zh: string
  en: string
  /** Its name at Kuaidi100, and at AfterShip. */
  kuaidi100: string
  aftership: string
  /** What its e-waybill prints of the street: the courier has all of it on the handheld. */
  street: 'road' | 'hidden'
}

const carrier = (
  zh: string,
  en: string,
  kuaidi100: string,
  aftership: string,
  street: Carrier['street'],
): Carrier => ({ zh, en, kuaidi100, aftership, street })

export const CARRIERS: readonly Carrier[] = [
  carrier('顺丰速运', 'SF Express', 'shunfeng', 'sf-express', 'hidden'),
  carrier('中通快递', 'ZTO Express', 'zhongtong', 'zto-express', 'road'),
  carrier('圆通速递', 'YTO Express', 'yuantong', 'yto', 'road'),
  carrier('韵达快递', 'Yunda Express', 'yunda', 'yunda-express', 'road'),
  carrier('极兔速递', 'J&T Express', 'jtexpress', 'jtexpress-cn', 'road'),
  carrier('京东快递', 'JD Logistics', 'jd', 'jd-express', 'hidden'),
  carrier('邮政 EMS', 'China Post EMS', 'ems', 'china-ems', 'road'),
]

/** By either name or a service's code; undefined: not one of ours. */
export function carrierOf(written: string): Carrier | undefined {
  const name = written.trim().toLowerCase()
  return CARRIERS.find((c) => [c.zh, c.en, c.kuaidi100, c.aftership].some((n) => n.toLowerCase() === name))
}
