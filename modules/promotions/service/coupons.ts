// Giving coupons: the terms are checked once and never change; closing stops the handing out and takes nothing from anybody.
import { decodeCursor, encodeCursor, type Endpoint, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { createCreatorCoupon, MAX_DAYS, type listShopCoupons } from '../contract.ts'
import * as repository from '../repository.ts'
import { couponView } from './views.ts'

export type Giver = { funder: Funder; funderId: string }
export const PLATFORM: Giver = { funder: 'platform', funderId: 'platform' }

/** As it comes over the wire, and what it is bound to. */
export type CouponTerms = Pick<
  InputOf<typeof createCreatorCoupon>,
  'offMinor' | 'overMinor' | 'currency' | 'startsAt' | 'endsAt' | 'units' | 'perPerson'
>
export type CouponBounds = { categoryId: string | null; productIds: Id<'prd'>[] | null }
/** Who gives it, and how it is kept that their request made it. */
export type Asked = { givenBy: Id<'usr'>; keep: (tx: Tx, couponId: string) => Promise<void> }
export const askedBy = (ctx: Ctx, endpoint: Pick<Endpoint, 'id'>): Asked => ({
  givenBy: personOf(ctx),
  keep: (tx, couponId) => keepMade(tx, ctx, endpoint, couponId),
})
const UNBOUND: CouponBounds = { categoryId: null, productIds: null }
type Coupon = OutputOf<typeof createCreatorCoupon>
type Page = OutputOf<typeof listShopCoupons>

const DAY_MS = 86_400_000

export function createCoupons({ db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>) {
  async function own(tx: Tx, couponId: string, by: Giver): Promise<repository.CouponWithUse> {
    const found = await repository.findCoupon(tx, couponId)
    if (!found || found.funder !== by.funder || found.funder_id !== by.funderId)
      throw new AppError('NOT_FOUND')
    return found
  }

  /** @throws AppError AMOUNT_INVALID when nothing would be left to pay · DATE_INVALID */
  async function createCoupon(
    tx: Tx,
    by: Giver,
    t: CouponTerms,
    bounds: CouponBounds,
    { givenBy, keep }: Asked,
  ): Promise<Coupon> {
    const [off_minor, over_minor] = [BigInt(t.offMinor), BigInt(t.overMinor)]
    if (off_minor <= 0n || over_minor <= off_minor) throw new AppError('AMOUNT_INVALID')
    const [now, starts_at, ends_at] = [clock.now(), new Date(t.startsAt), new Date(t.endsAt)]
    const lasts = ends_at.getTime() - starts_at.getTime()
    if (lasts <= 0 || lasts > MAX_DAYS * DAY_MS || ends_at <= now) throw new AppError('DATE_INVALID')
    const row: repository.CouponRow = {
      coupon_id: ids.next('cpn'),
      funder: by.funder,
      funder_id: by.funderId,
      off_minor,
      over_minor,
      currency: t.currency,
      category_id: bounds.categoryId,
      product_ids: bounds.productIds,
      units: t.units,
      claimed: 0,
      per_person: t.perPerson,
      starts_at,
      ends_at,
      closed_at: null,
      created_by: givenBy,
      created_at: now,
    }
    await repository.insertCoupon(tx, row)
    await keep(tx, row.coupon_id)
    return couponView({ ...row, used: 0 }, now)
  }

  /** One piece, given to one person there and then: whoever bears it owes them something. Good for anything it covers. */
  async function giveCoupon(
    tx: Tx,
    by: Giver,
    t: { offMinor: bigint; currency: Currency; startsAt: Date; endsAt: Date },
    accountId: Id<'usr'>,
  ): Promise<Id<'cpn'>> {
    const terms = {
      offMinor: t.offMinor.toString(),
      overMinor: (t.offMinor + 1n).toString(),
      currency: t.currency,
      startsAt: t.startsAt.toISOString(),
      endsAt: t.endsAt.toISOString(),
      units: 1,
      perPerson: 1,
    }
    const nobodyAsks = { givenBy: accountId, keep: () => Promise.resolve() }
    const { couponId } = await createCoupon(tx, by, terms, UNBOUND, nobodyAsks)
    const now = clock.now()
    const claimed = await repository.insertClaim(tx, { claimId: ids.next('clm'), couponId, accountId, now })
    if (!claimed || !(await repository.countClaim(tx, couponId, now)))
      throw new Error(`giveCoupon: ${couponId} was not taken`)
    return couponId
  }

  /** The coupon that this request made before its answer was lost. */
  async function couponMade(tx: Tx, ctx: Ctx, endpoint: Pick<Endpoint, 'id'>): Promise<Coupon | null> {
    const made = await madeBefore(tx, ctx, endpoint)
    const found = made === null ? undefined : await repository.findCoupon(tx, made)
    return found ? couponView(found, clock.now()) : null
  }

  return {
    createCoupon,
    giveCoupon,
    couponMade,
    createCreatorCoupon: (by: Giver, terms: CouponTerms, ctx: Ctx): Promise<Coupon> =>
      db.transaction(
        async (tx) =>
          (await couponMade(tx, ctx, createCreatorCoupon)) ??
          createCoupon(tx, by, terms, UNBOUND, askedBy(ctx, createCreatorCoupon)),
      ),

    listCoupons: (
      by: Giver,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ): Promise<Page> =>
      db.read(async (tx) => {
        const rows = await repository.listCoupons(tx, {
          ...by,
          before: after<'cpn'>(cursor),
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: page.map((c) => couponView(c, clock.now())),
          nextCursor: rows.length > limit && last ? encodeCursor([last.coupon_id]) : null,
        }
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} when it is closed */
    closeCoupon: (by: Giver, couponId: Id<'cpn'>): Promise<Coupon> =>
      db.transaction(async (tx) => {
        const found = await own(tx, couponId, by)
        const now = clock.now()
        if (!(await repository.closeCoupon(tx, couponId, now)))
          throw new AppError('STATE_CONFLICT', { state: 'closed' })
        return couponView({ ...found, closed_at: now }, now)
      }),
  }
}

export function after<P extends 'cpn' | 'clm'>(cursor: string | undefined): Id<P> | null {
  if (cursor === undefined) return null
  const key = decodeCursor(cursor, 1)
  if (!key) throw new AppError('CURSOR_INVALID')
  return key[0] as Id<P>
}
