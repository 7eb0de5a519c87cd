// What coupons take off a quote. Three funders, one after another: the shop's, the platform's, the creator's. Each is measured on
// what the one before has left, so together they can never take more than the price; of each kind the largest that is reached.
import { FUNDERS, type Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import { splitByWeights, sumMinor, type Currency, type Minor } from '#kernel/money'

/** Spend `overMinor` on what it is good for, pay `offMinor` less. Null: not bound to one. */
export type Coupon = {
  couponId: string
  /** The buyer's own piece of it, which an order holds; null for a room's, which live keeps. */
  claimId: Id<'clm'> | null
  funder: Funder
  shopId: Id<'shp'> | null
  creatorId: Id<'crt'> | null
  roomId: Id<'rom'> | null
  categoryId: string | null
  productIds: readonly Id<'prd'>[] | null
  offMinor: Minor
  overMinor: Minor
  currency: Currency
}

/** What one coupon took off one line. */
export type Cut = { couponId: string; funder: Funder; offMinor: Minor }

/** What a coupon has to know of a line. `subtotalMinor` is after the cuts so far. */
export type CuttableLine = {
  shopId: Id<'shp'>
  productId: Id<'prd'>
  categoryId: string
  roomId: Id<'rom'> | null
  /** Who is credited with the sale; a creator's coupon is good for no other. */
  creatorId: Id<'crt'> | null
  currency: Currency
  subtotalMinor: Minor
}

export const isGoodFor = (c: Coupon, l: CuttableLine): boolean =>
  c.currency === l.currency &&
  (c.shopId === null || c.shopId === l.shopId) &&
  (c.creatorId === null || c.creatorId === l.creatorId) &&
  (c.roomId === null || c.roomId === l.roomId) &&
  (c.categoryId === null || c.categoryId === l.categoryId) &&
  (c.productIds === null || c.productIds.includes(l.productId))

/** One coupon a shop, one of the platform in all, one a creator. */
const rivals = (c: Coupon): string =>
  c.funder === 'platform' ? 'platform' : `${c.funder} ${c.funder === 'shop' ? c.shopId : c.creatorId}`

/**
 * The cuts of each line, in the lines' order, and the coupons that were taken. Of rivals the largest that is reached; of equals
 * the first given.
 */
export function applyCoupons(
  lines: readonly CuttableLine[],
  coupons: readonly Coupon[],
): { cuts: Cut[][]; applied: Coupon[] } {
  const cuts: Cut[][] = lines.map(() => [])
  const left = lines.map((l) => l.subtotalMinor)
  const applied: Coupon[] = []
  for (const funder of FUNDERS) {
    const groups = Map.groupBy(
      coupons.filter((c) => c.funder === funder),
      rivals,
    )
    for (const [, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const largestFirst = group.toSorted((a, b) => Number(b.offMinor - a.offMinor))
      for (const coupon of largestFirst) {
        const here = lines.flatMap((l, i) => (isGoodFor(coupon, l) ? [i] : []))
        const parts = cutParts(
          coupon,
          here.map((i) => left[i]!),
        )
        if (parts === null) continue
        here.forEach((i, n) => {
          left[i]! -= parts[n]!
          if (parts[n]! > 0n) cuts[i]!.push({ couponId: coupon.couponId, funder, offMinor: parts[n]! })
        })
        applied.push(coupon)
        break
      }
    }
  }
  return { cuts, applied }
}

/**
 * A coupon over lines of these amounts, by the largest remainder; every line keeps a minor unit, so that each can be refunded. Null
 * when they do not reach it.
 */
function cutParts({ offMinor, overMinor }: Coupon, left: readonly Minor[]): Minor[] | null {
  const reached = sumMinor(left)
  if (left.length === 0 || reached < overMinor || reached - offMinor < BigInt(left.length)) return null
  const parts = splitByWeights(offMinor, left)
  let over = 0n
  parts.forEach((part, i) => {
    const most = left[i]! - 1n
    if (part <= most) return
    over += part - most
    parts[i] = most
  })
  for (let i = 0; over > 0n; i++) {
    const room = left[i]! - 1n - parts[i]!
    const more = room < over ? room : over
    parts[i]! += more
    over -= more
  }
  return parts
}

/** What one funder took off. */
export const offBy = (cuts: readonly Pick<Cut, 'funder' | 'offMinor'>[], funder: Funder): Minor =>
  sumMinor(cuts.filter((c) => c.funder === funder).map((c) => c.offMinor))
