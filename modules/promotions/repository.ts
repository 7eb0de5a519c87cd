// SQL of coupons and their claims. Never more claims than units, nor more a person than the coupon says: a conditional UPDATE, a
// unique key, and the CHECKs behind them.
import { sql, type Selectable } from 'kysely'
import type { Funder } from '#kernel/funder'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { ClaimTable, CouponTable, PromotionsTables } from './tables.ts'

const q = (tx: Tx) => tables<PromotionsTables>(tx)

export type CouponRow = Selectable<CouponTable>
export type ClaimRow = Selectable<ClaimTable>
export type ClaimedCoupon = CouponRow & ClaimRow
export type CouponWithUse = CouponRow & { used: number }

const used = sql<number>`(select count(*)::int from promotions.claim cl where cl.coupon_id = c.coupon_id and cl.checkout_id is not null)`

export async function insertCoupon(tx: Tx, coupon: CouponRow): Promise<void> {
  await q(tx).insertInto('promotions.coupon').values(coupon).execute()
}

export async function listCoupons(
  tx: Tx,
  f: { funder: Funder; funderId: string; before: Id<'cpn'> | null; limit: number },
): Promise<CouponWithUse[]> {
  let query = q(tx)
    .selectFrom('promotions.coupon as c')
    .selectAll('c')
    .select(used.as('used'))
    .where('funder', '=', f.funder)
    .where('funder_id', '=', f.funderId)
    .orderBy('coupon_id', 'desc')
    .limit(f.limit)
  if (f.before) query = query.where('coupon_id', '<', f.before)
  return query.execute()
}

export async function findCoupon(tx: Tx, couponId: string): Promise<CouponWithUse | undefined> {
  return q(tx)
    .selectFrom('promotions.coupon as c')
    .selectAll('c')
    .select(used.as('used'))
    .where('coupon_id', '=', couponId as Id<'cpn'>)
    .executeTakeFirst()
}

/** False when it was closed before. */
export async function closeCoupon(tx: Tx, couponId: Id<'cpn'>, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('promotions.coupon')
    .set({ closed_at: at })
    .where('coupon_id', '=', couponId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type OfferedCoupon = CouponRow & { mine: number }

/** Running ones that these goods could be bought with, and how many of each the person has: the largest first. */
export async function findOffered(
  tx: Tx,
  p: {
    shopId: Id<'shp'>
    productId: Id<'prd'>
    categoryId: string
    creatorId: Id<'crt'> | null
    accountId: Id<'usr'>
    now: Date
    limit: number
  },
): Promise<OfferedCoupon[]> {
  const { rows } = await sql<OfferedCoupon>`
    select c.*, (select count(*)::int from promotions.claim cl
        where cl.coupon_id = c.coupon_id and cl.account_id = ${p.accountId}) as mine
    from promotions.coupon c
    where c.closed_at is null and c.starts_at <= ${p.now} and c.ends_at > ${p.now}
      and ((c.funder = 'shop' and c.funder_id = ${p.shopId}) or (c.funder = 'platform' and c.funder_id = 'platform')
        or (c.funder = 'creator' and c.funder_id = ${p.creatorId}))
      and (c.category_id is null or c.category_id = ${p.categoryId})
      and (c.product_ids is null or ${p.productId} = any(c.product_ids))
    order by c.off_minor desc, c.coupon_id limit ${p.limit}`.execute(q(tx))
  return rows
}

/** Null when this person has all of it they may have. The caller counts it next, in the same transaction. */
export async function insertClaim(
  tx: Tx,
  c: { claimId: Id<'clm'>; couponId: Id<'cpn'>; accountId: Id<'usr'>; now: Date },
): Promise<ClaimRow | null> {
  const { rows } = await sql<ClaimRow>`
    insert into promotions.claim (claim_id, coupon_id, account_id, nth, claimed_at)
    select ${c.claimId}, c.coupon_id, ${c.accountId}, mine.n + 1, ${c.now}::timestamptz
    from promotions.coupon c,
      lateral (select count(*)::int as n from promotions.claim where coupon_id = c.coupon_id and account_id = ${c.accountId}) mine
    where c.coupon_id = ${c.couponId} and mine.n < c.per_person
    on conflict do nothing returning *`.execute(q(tx))
  return rows[0] ?? null
}

/** False when none is left, or it is not running. */
export async function countClaim(tx: Tx, couponId: Id<'cpn'>, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update promotions.coupon set claimed = claimed + 1
    where coupon_id = ${couponId} and claimed < units and closed_at is null and starts_at <= ${now} and ends_at > ${now}
    returning 1`.execute(q(tx))
  return rows.length > 0
}

export async function findClaim(tx: Tx, claimId: string): Promise<ClaimedCoupon | undefined> {
  const { rows } = await sql<ClaimedCoupon>`
    select c.*, cl.* from promotions.claim cl join promotions.coupon c using (coupon_id)
    where cl.claim_id = ${claimId}`.execute(q(tx))
  return rows[0]
}

export type ClaimFilter = {
  accountId: Id<'usr'>
  state: 'usable' | 'used' | 'expired'
  now: Date
  before: Id<'clm'> | null
  limit: number
}

export async function listClaims(tx: Tx, f: ClaimFilter): Promise<ClaimedCoupon[]> {
  const state = {
    usable: sql`cl.checkout_id is null and c.ends_at > ${f.now}`,
    used: sql`cl.checkout_id is not null`,
    expired: sql`cl.checkout_id is null and c.ends_at <= ${f.now}`,
  }[f.state]
  const { rows } = await sql<ClaimedCoupon>`
    select c.*, cl.* from promotions.claim cl join promotions.coupon c using (coupon_id)
    where cl.account_id = ${f.accountId} and ${state} and (${f.before}::text is null or cl.claim_id < ${f.before})
    order by cl.claim_id desc limit ${f.limit}`.execute(q(tx))
  return rows
}

/** What this person could pay with now, soonest to end first. */
export async function usableClaims(
  tx: Tx,
  p: { accountId: Id<'usr'>; now: Date; limit: number },
): Promise<ClaimedCoupon[]> {
  const { rows } = await sql<ClaimedCoupon>`
    select c.*, cl.* from promotions.claim cl join promotions.coupon c using (coupon_id)
    where cl.account_id = ${p.accountId} and cl.checkout_id is null and c.starts_at <= ${p.now} and c.ends_at > ${p.now}
    order by c.ends_at, cl.claim_id limit ${p.limit}`.execute(q(tx))
  return rows
}

/** How many of these were free and are now this checkout's. */
export async function holdClaims(
  tx: Tx,
  p: { claimIds: readonly Id<'clm'>[]; accountId: Id<'usr'>; checkoutId: Id<'chk'> },
): Promise<number> {
  const { rows } = await sql`
    update promotions.claim set checkout_id = ${p.checkoutId}
    where claim_id = any(${p.claimIds as string[]}::text[]) and account_id = ${p.accountId} and checkout_id is null
    returning 1`.execute(q(tx))
  return rows.length
}

export async function freeClaims(tx: Tx, checkoutId: Id<'chk'>): Promise<void> {
  await sql`update promotions.claim set checkout_id = null where checkout_id = ${checkoutId}`.execute(q(tx))
}
