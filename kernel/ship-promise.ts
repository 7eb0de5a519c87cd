// When goods are promised to leave the shop. In the kernel because the shop promises it, trade keeps it and both show it.
import { DAY_MS, HOUR_MS } from './clock.ts'

export const SHIP_KINDS = ['hours', 'today', 'presale'] as const
export type ShipKind = (typeof SHIP_KINDS)[number]
/** `from`: of a presale alone, as ISO 8601. */
export type ShipPromise = { kind: ShipKind; hours: number; from: string | null }

/** Paid before this hour it leaves the same day, later the next. Days are those of China, where the shops are. */
export const TODAY_UNTIL_HOUR = 16
const CHINA_MS = 8 * HOUR_MS
/** A presale whose date has passed is sold like anything else. */
const AFTER_PRESALE_HOURS = 48

const hoursAfter = (at: Date, hours: number) => new Date(at.getTime() + hours * HOUR_MS)
const endOfDay = (at: Date) =>
  new Date((Math.floor((at.getTime() + CHINA_MS) / DAY_MS) + 1) * DAY_MS - CHINA_MS)

/** The last moment at which it is still on time. */
export function shipBy({ kind, hours, from }: ShipPromise, paidAt: Date): Date {
  if (kind === 'hours') return hoursAfter(paidAt, hours)
  if (kind === 'today') return endOfDay(hoursAfter(paidAt, 24 - TODAY_UNTIL_HOUR))
  const day = from === null ? paidAt : endOfDay(new Date(from))
  return day > paidAt ? day : hoursAfter(paidAt, AFTER_PRESALE_HOURS)
}
