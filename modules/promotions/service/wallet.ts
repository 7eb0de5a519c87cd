// A buyer's coupons: taken, held by a checkout, free again when it is cancelled unpaid or refunded before anything was sent.
import { encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { claimCoupon, type listMyCoupons, type listOffered } from '../contract.ts'
import * as repository from '../repository.ts'
import { after } from './coupons.ts'
import { claimView, offeredView } from './views.ts'

/** One that a quote may take off. */
export type UsableCoupon = {
  couponId: Id<'cpn'>
  claimId: Id<'clm'>
  funder: Funder
  shopId: Id<'shp'> | null
  creatorId: Id<'crt'> | null
  roomId: null
  categoryId: string | null
  productIds: Id<'prd'>[] | null
  offMinor: bigint
  overMinor: bigint
  currency: Currency
}

const OFFERED = 20
/** More than anybody chooses from; the soonest to end count. */
const USABLE = 100

export function createWallet({ db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>) {
  return {
    offeredFor: async (
      tx: Tx,
      goods: { shopId: Id<'shp'>; productId: Id<'prd'>; categoryId: string; creatorId: Id<'crt'> | null },
      accountId: Id<'usr'>,
    ): Promise<OutputOf<typeof listOffered>> => {
      const now = clock.now()
      const rows = await repository.findOffered(tx, { ...goods, accountId, now, limit: OFFERED })
      return {
        items: rows.map((c) => offeredView(c, now)).filter((c) => c.claimable > 0 || c.mine > 0),
      }
    },

    /** @throws AppError NOT_FOUND · COUPON_MINE {limit} · COUPON_GONE */
    claimCoupon: (
      { couponId }: InputOf<typeof claimCoupon>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof claimCoupon>> =>
      db.transaction(async (tx) => {
        const now = clock.now()
        const before = await madeBefore(tx, ctx, claimCoupon)
        if (before) return claimView((await repository.findClaim(tx, before))!, now)
        const found = await repository.findCoupon(tx, couponId)
        if (!found) throw new AppError('NOT_FOUND')
        const claim = { claimId: ids.next('clm'), couponId, accountId: personOf(ctx), now }
        const made = await repository.insertClaim(tx, claim)
        if (!made) throw new AppError('COUPON_MINE', { limit: found.per_person })
        if (!(await repository.countClaim(tx, couponId, now))) throw new AppError('COUPON_GONE')
        await keepMade(tx, ctx, claimCoupon, made.claim_id)
        return claimView({ ...found, ...made }, now)
      }),

    listMyCoupons: (
      { state, cursor, limit }: InputOf<typeof listMyCoupons>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof listMyCoupons>> =>
      db.read(async (tx) => {
        const now = clock.now()
        const rows = await repository.listClaims(tx, {
          accountId: personOf(ctx),
          state,
          now,
          before: after<'clm'>(cursor),
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: page.map((c) => claimView(c, now)),
          nextCursor: rows.length > limit && last ? encodeCursor([last.claim_id]) : null,
        }
      }),

    /** What the buyer could pay with now, soonest to end first. */
    async usableCoupons(tx: Tx, accountId: Id<'usr'>): Promise<UsableCoupon[]> {
      const rows = await repository.usableClaims(tx, { accountId, now: clock.now(), limit: USABLE })
      return rows.map((c) => ({
        couponId: c.coupon_id,
        claimId: c.claim_id,
        funder: c.funder,
        shopId: c.funder === 'shop' ? (c.funder_id as Id<'shp'>) : null,
        creatorId: c.funder === 'creator' ? (c.funder_id as Id<'crt'>) : null,
        roomId: null,
        categoryId: c.category_id,
        productIds: c.product_ids,
        offMinor: c.off_minor,
        overMinor: c.over_minor,
        currency: c.currency,
      }))
    },

    /** @throws AppError COUPON_USED when another order took one of them in the same moment */
    async holdCoupons(
      tx: Tx,
      p: { claimIds: readonly Id<'clm'>[]; accountId: Id<'usr'>; checkoutId: Id<'chk'> },
    ): Promise<void> {
      if (p.claimIds.length === 0) return
      if ((await repository.holdClaims(tx, p)) !== p.claimIds.length) throw new AppError('COUPON_USED')
    },
    freeCoupons: repository.freeClaims,
  }
}
