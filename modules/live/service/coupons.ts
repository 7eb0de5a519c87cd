// Coupons of a room: the shop bears them, its people open them; one batch at a time, thirty a room, twenty minutes each. A claim is
// one a person; the order that uses it holds it, and lets it go when it is cancelled unpaid.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Currency } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import { MAX_COUPON_BATCHES, type claimCoupon } from '../contract.ts'
import { isOnAir } from '../domain/room-state.ts'
import * as repository from '../repository/offers.ts'
import type { CouponRow, RoomRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'
import type { Rooms } from './rooms.ts'
import { toRoomCoupon } from './views.ts'

export type GoodCoupon = {
  couponId: Id<'rcp'>
  roomId: Id<'rom'>
  shopId: Id<'shp'>
  offMinor: bigint
  overMinor: bigint
  currency: Currency
}

export function createCoupons(
  { db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>,
  { appendEvent }: Log,
  { roomOf }: Rooms,
) {
  async function close(tx: Tx, coupon: CouponRow, by: Teller): Promise<boolean> {
    if (!(await repository.closeCoupon(tx, coupon.coupon_id, clock.now()))) return false
    await appendEvent(tx, coupon.room_id, { kind: 'coupon', coupon: null }, by)
    return true
  }

  return {
    /** In a locked room. @throws AppError DUPLICATE while one is handed out · COUPON_LIMIT · AMOUNT_INVALID */
    async openCoupon(
      tx: Tx,
      room: RoomRow,
      c: Omit<GoodCoupon, 'couponId' | 'roomId'> & { units: number; minutes: number },
      by: Teller,
    ): Promise<void> {
      if (c.offMinor <= 0n || c.overMinor <= c.offMinor) throw new AppError('AMOUNT_INVALID')
      for (const old of await repository.findOpenCoupons(tx, [room.room_id]))
        if (old.ends_at <= clock.now()) await close(tx, old, 'clock')
      if ((await repository.countCoupons(tx, room.room_id)) >= MAX_COUPON_BATCHES)
        throw new AppError('COUPON_LIMIT', { limit: MAX_COUPON_BATCHES })
      const now = clock.now()
      const coupon = {
        coupon_id: ids.next('rcp'),
        room_id: room.room_id,
        shop_id: c.shopId,
        off_minor: c.offMinor,
        over_minor: c.overMinor,
        currency: c.currency,
        units: c.units,
        starts_at: now,
        ends_at: new Date(now.getTime() + c.minutes * 60_000),
        closed_at: null,
      }
      await repository.insertCoupon(tx, coupon).catch((error: unknown) => {
        if (sqlState(error) === '23505') throw new AppError('DUPLICATE')
        throw error
      })
      const view = toRoomCoupon({ ...coupon, claimed: 0 })
      await appendEvent(tx, room.room_id, { kind: 'coupon', coupon: view }, by)
    },

    async couponOf(tx: Tx, roomId: Id<'rom'>): Promise<CouponRow | null> {
      const [coupon] = await repository.findOpenCoupons(tx, [roomId])
      return coupon && coupon.ends_at > clock.now() ? coupon : null
    },
    couponView: toRoomCoupon,
    couponBatchesLeft: async (tx: Tx, roomId: Id<'rom'>) =>
      MAX_COUPON_BATCHES - (await repository.countCoupons(tx, roomId)),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT when it is closed */
    async closeCoupon(tx: Tx, room: RoomRow, couponId: string, by: Teller): Promise<void> {
      const coupon = (await repository.findCoupons(tx, room.room_id)).find((c) => c.coupon_id === couponId)
      if (!coupon) throw new AppError('NOT_FOUND')
      if (!(await close(tx, coupon, by))) throw new AppError('STATE_CONFLICT', { state: 'closed' })
    },
    endCoupon: close,
    couponsDue: (tx: Tx, limit: number) => repository.findCouponsDue(tx, clock.now(), limit),
    openCouponsOf: repository.findOpenCoupons,

    /** Again is the same as once. */
    claimCoupon: ({ roomId, couponId }: InputOf<typeof claimCoupon>, ctx: Ctx) =>
      db.transaction(async (tx): Promise<OutputOf<typeof claimCoupon>> => {
        const room = await roomOf(tx, roomId)
        if (!isOnAir(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
        const claim = { couponId, roomId, buyerId: personOf(ctx), now: clock.now() }
        if ((await repository.claimCoupon(tx, claim)) === 'gone') throw new AppError('COUPON_GONE')
        return { ok: true }
      }),

    /** Claimed in these rooms, still good and not used, the largest first. */
    async goodCoupons(tx: Tx, roomIds: readonly Id<'rom'>[], buyerId: Id<'usr'>): Promise<GoodCoupon[]> {
      if (roomIds.length === 0) return []
      const claims = await repository.findClaims(tx, { roomIds, buyerId, now: clock.now() })
      return claims
        .filter((c) => c.order_id === null)
        .map((c) => ({
          couponId: c.coupon_id,
          roomId: c.room_id,
          shopId: c.shop_id,
          offMinor: c.off_minor,
          overMinor: c.over_minor,
          currency: c.currency,
        }))
    },
    claimsOf: (tx: Tx, roomId: Id<'rom'>, buyerId: Id<'usr'>) =>
      repository.findClaims(tx, { roomIds: [roomId], buyerId, now: clock.now() }),

    /** @throws AppError COUPON_GONE when it was used in the same moment */
    async useCoupon(tx: Tx, p: { couponId: string; buyerId: Id<'usr'>; orderId: Id<'ord'> }): Promise<void> {
      if (!(await repository.useClaim(tx, p))) throw new AppError('COUPON_GONE')
    },
    /** The order that held it was cancelled unpaid: it can be used again while it is good. */
    freeCoupon: repository.freeClaim,
  }
}
