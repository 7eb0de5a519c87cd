// Sales, coupons and lucky bags of rooms.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Tx } from '#platform/database'
import type { SaleState } from '../domain/sale-state.ts'
import { q, type CouponRow, type LuckyBagRow, type SaleRow } from './rows.ts'

const OPEN: SaleState[] = ['scheduled', 'running', 'soldOut']

// --- Sales -----------------------------------------------------------------------------------------------------------

export async function insertSale(tx: Tx, sale: SaleRow): Promise<void> {
  await q(tx).insertInto('live.sale').values(sale).execute()
}

export const findSales = (tx: Tx, saleIds: readonly string[]): Promise<SaleRow[]> =>
  q(tx)
    .selectFrom('live.sale')
    .selectAll()
    .where(sql<boolean>`sale_id = any(${saleIds as string[]}::text[])`)
    .execute()

export const findOpenSales = (tx: Tx, roomIds: readonly string[]): Promise<SaleRow[]> =>
  q(tx)
    .selectFrom('live.sale')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .where('state', 'in', OPEN)
    .orderBy('sale_id')
    .execute()

/** True when this call moved it. */
export async function moveSale(tx: Tx, saleId: Id<'sal'>, from: SaleState, to: SaleState): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('live.sale')
    .set({ state: to })
    .where('sale_id', '=', saleId)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Open ones whose clock has moved on: past their end, or past a start not told yet. */
export const findSalesDue = (tx: Tx, now: Date, limit: number): Promise<SaleRow[]> =>
  q(tx)
    .selectFrom('live.sale')
    .selectAll()
    .where('state', 'in', OPEN)
    .where((e) =>
      e.or([e('ends_at', '<=', now), e.and([e('state', '=', 'scheduled'), e('starts_at', '<=', now)])]),
    )
    .orderBy('ends_at')
    .limit(limit)
    .execute()

// --- Coupons ---------------------------------------------------------------------------------------------------------

export async function insertCoupon(tx: Tx, coupon: Omit<CouponRow, 'claimed'>): Promise<void> {
  await q(tx).insertInto('live.coupon').values(coupon).execute()
}

export async function countCoupons(tx: Tx, roomId: Id<'rom'>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from live.coupon where room_id = ${roomId}`.execute(q(tx))
  return rows[0]!.n
}

export const findOpenCoupons = (tx: Tx, roomIds: readonly string[]): Promise<CouponRow[]> =>
  q(tx)
    .selectFrom('live.coupon')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .where('closed_at', 'is', null)
    .execute()

export const findCoupons = (tx: Tx, roomId: Id<'rom'>): Promise<CouponRow[]> =>
  q(tx).selectFrom('live.coupon').selectAll().where('room_id', '=', roomId).execute()

/** True when this call closed it. */
export async function closeCoupon(tx: Tx, couponId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('live.coupon')
    .set({ closed_at: at })
    .where('coupon_id', '=', couponId as Id<'rcp'>)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const findCouponsDue = (tx: Tx, now: Date, limit: number): Promise<CouponRow[]> =>
  q(tx)
    .selectFrom('live.coupon')
    .selectAll()
    .where('closed_at', 'is', null)
    .where('ends_at', '<=', now)
    .limit(limit)
    .execute()

/**
 * `claimed`, or why not: 'gone' must be thrown by the caller, so that the claim goes with it. The claim comes first, for the
 * key of its table makes two tabs of one person wait for each other; then the counter, never past the units.
 */
export async function claimCoupon(
  tx: Tx,
  p: { couponId: string; roomId: string; buyerId: Id<'usr'>; now: Date },
): Promise<'claimed' | 'before' | 'gone'> {
  const { rows: claims } = await sql`
    insert into live.coupon_claim (coupon_id, buyer_id, claimed_at)
    select coupon_id, ${p.buyerId}, ${p.now}::timestamptz from live.coupon
    where coupon_id = ${p.couponId} and room_id = ${p.roomId}
    on conflict do nothing returning 1`.execute(q(tx))
  if (claims.length === 0) {
    const { rows } = await sql`
      select 1 from live.coupon_claim where coupon_id = ${p.couponId} and buyer_id = ${p.buyerId}`.execute(
      q(tx),
    )
    return rows.length > 0 ? 'before' : 'gone'
  }
  const { rows } = await sql`
    update live.coupon set claimed = claimed + 1
    where coupon_id = ${p.couponId} and closed_at is null and ends_at > ${p.now} and claimed < units
    returning 1`.execute(q(tx))
  return rows.length > 0 ? 'claimed' : 'gone'
}

export type OwnClaim = CouponRow & { order_id: Id<'ord'> | null }

/** What this person claimed in these rooms that is still good. */
export async function findClaims(
  tx: Tx,
  p: { roomIds: readonly string[]; buyerId: string; now: Date },
): Promise<OwnClaim[]> {
  return q(tx)
    .selectFrom('live.coupon_claim as m')
    .innerJoin('live.coupon as c', 'c.coupon_id', 'm.coupon_id')
    .selectAll('c')
    .select('m.order_id')
    .where('m.buyer_id', '=', p.buyerId as Id<'usr'>)
    .where(sql<boolean>`c.room_id = any(${p.roomIds as string[]}::text[])`)
    .where('c.ends_at', '>', p.now)
    .orderBy('c.off_minor', 'desc')
    .orderBy('c.coupon_id')
    .execute()
}

/** False when it was used meanwhile. */
export async function useClaim(
  tx: Tx,
  p: { couponId: string; buyerId: string; orderId: Id<'ord'> },
): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('live.coupon_claim')
    .set({ order_id: p.orderId })
    .where('coupon_id', '=', p.couponId as Id<'rcp'>)
    .where('buyer_id', '=', p.buyerId as Id<'usr'>)
    .where('order_id', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function freeClaim(tx: Tx, orderId: Id<'ord'>): Promise<void> {
  await q(tx)
    .updateTable('live.coupon_claim')
    .set({ order_id: null })
    .where('order_id', '=', orderId)
    .execute()
}

// --- Lucky bags ------------------------------------------------------------------------------------------------------

export async function insertLuckyBag(tx: Tx, bag: LuckyBagRow): Promise<void> {
  await q(tx)
    .insertInto('live.lucky_bag')
    .values({ ...bag, title: JSON.stringify(bag.title) })
    .execute()
}

export const findOpenLuckyBags = (tx: Tx, roomIds: readonly string[]): Promise<LuckyBagRow[]> =>
  q(tx)
    .selectFrom('live.lucky_bag')
    .selectAll()
    .where(sql<boolean>`room_id = any(${roomIds as string[]}::text[])`)
    .where('state', '=', 'open')
    .execute()

export const findLuckyBag = (tx: Tx, luckyBagId: string, lock = false): Promise<LuckyBagRow | undefined> => {
  const query = q(tx)
    .selectFrom('live.lucky_bag')
    .selectAll()
    .where('lucky_bag_id', '=', luckyBagId as Id<'lck'>)
  return (lock ? query.forUpdate() : query.forShare()).executeTakeFirst()
}

export const findLuckyBags = (tx: Tx, roomId: Id<'rom'>): Promise<LuckyBagRow[]> =>
  q(tx)
    .selectFrom('live.lucky_bag')
    .selectAll()
    .where('room_id', '=', roomId)
    .orderBy('lucky_bag_id', 'desc')
    .limit(100)
    .execute()

export const findWinners = (
  tx: Tx,
  luckyBagIds: readonly string[],
): Promise<(EntryRow & { lucky_bag_id: Id<'lck'> })[]> =>
  q(tx)
    .selectFrom('live.lucky_bag_entry')
    .select(['lucky_bag_id', 'person_id', 'name'])
    .where(sql<boolean>`lucky_bag_id = any(${luckyBagIds as string[]}::text[])`)
    .where('won', '=', true)
    .orderBy('person_id')
    .execute()

export const findLuckyBagsDue = (tx: Tx, now: Date, limit: number): Promise<LuckyBagRow[]> =>
  q(tx)
    .selectFrom('live.lucky_bag')
    .selectAll()
    .where('state', '=', 'open')
    .where('draws_at', '<=', now)
    .limit(limit)
    .execute()

export async function setLuckyBagState(tx: Tx, bag: LuckyBagRow): Promise<void> {
  await q(tx)
    .updateTable('live.lucky_bag')
    .set({ state: bag.state })
    .where('lucky_bag_id', '=', bag.lucky_bag_id)
    .execute()
}

export async function insertEntry(
  tx: Tx,
  e: { luckyBagId: Id<'lck'>; personId: Id<'usr'>; name: string; at: Date },
): Promise<void> {
  await q(tx)
    .insertInto('live.lucky_bag_entry')
    .values({ lucky_bag_id: e.luckyBagId, person_id: e.personId, name: e.name, joined_at: e.at })
    .onConflict((c) => c.doNothing())
    .execute()
}

export type EntryRow = { person_id: Id<'usr'>; name: string }

export const findEntries = (tx: Tx, luckyBagId: Id<'lck'>): Promise<EntryRow[]> =>
  q(tx)
    .selectFrom('live.lucky_bag_entry')
    .select(['person_id', 'name'])
    .where('lucky_bag_id', '=', luckyBagId)
    .orderBy('person_id')
    .execute()

export async function countEntries(tx: Tx, luckyBagIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select lucky_bag_id as id, count(*)::int as n from live.lucky_bag_entry
    where lucky_bag_id = any(${luckyBagIds as string[]}::text[]) group by 1`.execute(q(tx))
  return new Map(rows.map((r) => [r.id, r.n]))
}

export async function hasEntry(tx: Tx, luckyBagId: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from live.lucky_bag_entry where lucky_bag_id = ${luckyBagId} and person_id = ${personId}`.execute(
    q(tx),
  )
  return rows.length > 0
}

export async function setWinners(
  tx: Tx,
  luckyBagId: Id<'lck'>,
  personIds: readonly Id<'usr'>[],
): Promise<void> {
  await sql`update live.lucky_bag_entry set won = true
    where lucky_bag_id = ${luckyBagId} and person_id = any(${personIds as string[]}::text[])`.execute(q(tx))
}
