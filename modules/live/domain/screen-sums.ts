// From counts to the rates, curves and medians of the big screen. Pure: what is not a count of rows is worked out here.
import type { RoomEvent } from '#kernel/room-event'

export const MINUTE = 60_000
/** A room longer than this is drawn by its first minutes; the rest is in `outside`. */
export const MAX_MINUTES = 2_880

/** Basis points, cut to what a share can be; null of nothing. */
export const shareBps = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.min(10_000, Math.max(0, Math.round((part / whole) * 10_000)))

/** `minor × times ÷ by`, rounded down; null by nothing. */
export const perCount = (minor: bigint, by: number, times = 1n): bigint | null =>
  by === 0 ? null : (minor * times) / BigInt(by)

export type StepCount = { people: number; fromPrevious: number }
export const withRates = <S extends StepCount>(steps: readonly S[]): (S & { rateBps: number | null })[] =>
  steps.map((s, i) => ({
    ...s,
    rateBps: i === 0 ? null : shareBps(s.fromPrevious, steps[i - 1]!.people),
  }))

export type MinuteCount = {
  entries: number
  chats: number
  likes: number
  orders: number
  paid: bigint
  refunded: bigint
}
export type MinuteRow = MinuteCount & { at: Date; online: number | null }

const NOTHING: MinuteCount = { entries: 0, chats: 0, likes: 0, orders: 0, paid: 0n, refunded: 0n }
const add = (a: MinuteCount, b: MinuteCount): MinuteCount => ({
  entries: a.entries + b.entries,
  chats: a.chats + b.chats,
  likes: a.likes + b.likes,
  orders: a.orders + b.orders,
  paid: a.paid + b.paid,
  refunded: a.refunded + b.refunded,
})

/** Every minute of [from, to], and the sum of what lies outside; nothing is lost between the two. */
export function curveOf(
  rows: readonly MinuteRow[],
  fromMs: number | null,
  toMs: number,
): { minutes: MinuteRow[]; outside: MinuteCount } {
  const first = fromMs === null ? 0 : Math.floor(fromMs / MINUTE)
  const n = fromMs === null ? 0 : Math.min(MAX_MINUTES, Math.floor(toMs / MINUTE) - first + 1)
  const minutes: MinuteRow[] = Array.from({ length: Math.max(0, n) }, (_, i) => ({
    ...NOTHING,
    at: new Date((first + i) * MINUTE),
    online: null,
  }))
  let outside = NOTHING
  for (const row of rows) {
    const i = Math.floor(row.at.getTime() / MINUTE) - first
    if (i >= 0 && i < minutes.length) minutes[i] = { ...row, at: minutes[i]!.at }
    else outside = add(outside, row)
  }
  return { minutes, outside }
}

type Told = { at: Date; event: RoomEvent }

/** Seconds each product was explained, within the room's time. */
export function explainedSeconds(events: readonly Told[], fromMs: number, toMs: number): Map<string, number> {
  const ms = new Map<string, number>()
  let current: { productId: string; sinceMs: number } | null = null
  const close = (atMs: number) => {
    if (!current) return
    const spent = Math.min(atMs, toMs) - Math.max(current.sinceMs, fromMs)
    if (spent > 0) ms.set(current.productId, (ms.get(current.productId) ?? 0) + spent)
  }
  for (const { at, event } of events) {
    if (event.kind !== 'explain') continue
    close(at.getTime())
    current = event.productId === null ? null : { productId: event.productId, sinceMs: at.getTime() }
  }
  close(toMs)
  return new Map([...ms].map(([id, spent]) => [id, Math.round(spent / 1000)]))
}

/** How often the picture went away, and for how long in all. */
export function interruptionsOf(
  events: readonly Told[],
  toMs: number,
): { interruptions: number; awayMs: number } {
  let [interruptions, awayMs] = [0, 0]
  let since: number | null = null
  for (const { at, event } of events) {
    if (event.kind !== 'state') continue
    if (since !== null) awayMs += at.getTime() - since
    since = event.state === 'interrupted' ? at.getTime() : null
    if (since !== null) interruptions++
  }
  if (since !== null) awayMs += Math.max(0, toMs - since)
  return { interruptions, awayMs }
}

/** Of an even number the mean of the two in the middle; nulls are left out. */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null).toSorted((a, b) => a - b)
  if (known.length === 0) return null
  const half = known.length >> 1
  return known.length % 2 === 1 ? known[half]! : (known[half - 1]! + known[half]!) / 2
}
export function medianMinor(values: readonly bigint[]): bigint {
  const known = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const half = known.length >> 1
  return known.length % 2 === 1 ? known[half]! : (known[half - 1]! + known[half]!) / 2n
}
