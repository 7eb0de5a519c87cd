// The shop's offer: a commission plan and its versions, the rate that pays an order, the agency that shares in it.
import type { z } from 'zod'
import { decodeCursor, encodeCursor } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { MAX_RATE_SUM_BPS, type plan } from '../contract.ts'
import { LOCK_MS, payingVersion } from '../domain/rate.ts'
import { planChanged } from '../events.ts'
import * as repository from '../repository/offers.ts'
import type { PlanRow } from '../repository/offers.ts'

export type Plan = z.output<typeof plan>

export type PlanTerms = {
  shopId: Id<'shp'>
  productId: Id<'prd'>
  /** Null ends the plan. */
  rateBps: number | null
  recruiterOrgId?: Id<'org'> | null
  recruiterRateBps?: number
}

/** What checkout freezes into the order line. */
export type ResolvedRate = {
  planId: Id<'pln'>
  creatorRateBps: number
  recruiterOrgId: Id<'org'> | null
  recruiterRateBps: number
}

export function createPlans({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  const outbox = createOutbox(clock, ids)

  return {
    /**
     * Opens, changes or ends a product's plan; the same terms again change nothing. Who may and whose product it is, the
     * caller has checked. @throws AppError RATE_SUM · INPUT_INVALID when a fee has no recruiter
     */
    async setPlan(
      tx: Tx,
      { shopId, productId, rateBps, recruiterOrgId = null, recruiterRateBps = 0 }: PlanTerms,
    ): Promise<Plan | null> {
      if (rateBps !== null) refuseTerms(rateBps, recruiterOrgId, recruiterRateBps)
      await repository.lockPlan(tx, productId)
      const latest = await repository.latestVersion(tx, productId)
      const open = latest?.ended_at === null ? latest : undefined
      if (rateBps === null && !open) return null
      if (
        open &&
        open.rate_bps === rateBps &&
        open.recruiter_org_id === recruiterOrgId &&
        open.recruiter_rate_bps === recruiterRateBps
      )
        return toPlan(open)

      const now = clock.now()
      if (open) await repository.endVersion(tx, open.plan_id, now)
      await outbox.publish(tx, [event(planChanged, productId, { productId, shopId, rateBps })])
      if (rateBps === null) return null
      const row: PlanRow = {
        plan_id: ids.next('pln'),
        product_id: productId,
        shop_id: shopId,
        version: (latest?.version ?? 0) + 1,
        rate_bps: rateBps,
        recruiter_org_id: recruiterOrgId,
        recruiter_rate_bps: recruiterRateBps,
        from_at: now,
        ended_at: null,
      }
      await repository.insertVersion(tx, row)
      return toPlan(row)
    },

    /** What pays this creator for this product now; null when nothing does. */
    async resolveRate(
      tx: Tx,
      { productId, creatorId }: { productId: Id<'prd'>; creatorId: Id<'crt'> },
    ): Promise<ResolvedRate | null> {
      const now = clock.now()
      const versions = await versionsOf(tx, [productId], now)
      if (versions.length === 0) return null
      const [pick] = await repository.findPicks(tx, creatorId, [productId])
      const paying = payingVersion(versions, pick?.picked_at ?? null, now)
      if (!paying) return null
      const { planId, rateBps, recruiterOrgId, recruiterRateBps } = paying.version
      return { planId, creatorRateBps: rateBps, recruiterOrgId, recruiterRateBps }
    },

    /** The shop's open plans, newest first, with how many creators show the product. */
    async plansOfShop(
      tx: Tx,
      shopId: Id<'shp'>,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ) {
      const key = cursor === undefined ? null : decodeCursor(cursor, 1)
      if (cursor !== undefined && !key) throw new AppError('CURSOR_INVALID')
      const rows = await repository.openPlansOfShop(tx, shopId, (key?.[0] as Id<'pln'>) ?? null, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map((row) => ({ ...toPlan(row), creatorCount: row.creators })),
        nextCursor: rows.length > limit && last ? encodeCursor([last.plan_id]) : null,
      }
    },

    /** From now on this agency shares in the creator's commission; a binding before it ends. */
    bindAgency: (
      tx: Tx,
      { creatorId, agencyId, splitBps }: { creatorId: Id<'crt'>; agencyId: Id<'org'>; splitBps: number },
    ) => repository.replaceBinding(tx, creatorId, { agency_id: agencyId, split_bps: splitBps }, clock.now()),

    async agencyOf(tx: Tx, creatorId: Id<'crt'>): Promise<{ agencyId: Id<'org'>; splitBps: number } | null> {
      const row = await repository.openBinding(tx, creatorId)
      return row ? { agencyId: row.agency_id, splitBps: row.split_bps } : null
    },
  }
}

/** Every version that can still pay somebody, in the domain's words. */
export async function versionsOf(tx: Tx, productIds: readonly Id<'prd'>[], now: Date) {
  const rows = await repository.versionsSince(tx, productIds, new Date(now.getTime() - LOCK_MS))
  return rows.map((r) => ({
    planId: r.plan_id,
    productId: r.product_id,
    rateBps: r.rate_bps,
    recruiterOrgId: r.recruiter_org_id,
    recruiterRateBps: r.recruiter_rate_bps,
    fromAt: r.from_at,
    endedAt: r.ended_at,
  }))
}

function refuseTerms(rateBps: number, recruiterOrgId: string | null, recruiterRateBps: number): void {
  if (rateBps + recruiterRateBps > MAX_RATE_SUM_BPS)
    throw new AppError('RATE_SUM', { sumBps: rateBps + recruiterRateBps, maxBps: MAX_RATE_SUM_BPS })
  if (recruiterOrgId === null && recruiterRateBps > 0) {
    throw new AppError('INPUT_INVALID', {}, [
      {
        pointer: '/recruiterOrgId',
        code: 'INPUT_INVALID',
        detail: { zh: '有团长服务费就要有团长', en: 'a recruiter’s fee needs a recruiter' },
      },
    ])
  }
}

const toPlan = (r: PlanRow): Plan => ({
  planId: r.plan_id,
  productId: r.product_id,
  shopId: r.shop_id,
  rateBps: r.rate_bps,
  recruiterOrgId: r.recruiter_org_id,
  recruiterRateBps: r.recruiter_rate_bps,
  version: r.version,
  from: r.from_at.toISOString(),
})
