// The creator's side: what is on offer, what is in the showcase, and at which rate. Cards are the shop's; the flows bring
// them, and the estimate is made from the very price the card shows.
import type { z } from 'zod'
import { decodeCursor, encodeCursor, type InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { ProductCard } from '#kernel/product-card'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { searchPatterns } from '#platform/search-patterns'
import type { browseSquare, showcaseItem, squareItem, unpickProduct } from '../contract.ts'
import { estimateCommission, payingVersion } from '../domain/rate.ts'
import * as repository from '../repository/offers.ts'
import { versionsOf } from './plans.ts'

export type Offer = { productId: Id<'prd'>; rateBps: number; picked: boolean }
export type ShowcaseEntry = {
  productId: Id<'prd'>
  pickedAt: Date
  rateBps: number | null
  lockedUntil: Date | null
  planRateBps: number | null
}

const estimate = (card: ProductCard, rateBps: number | null) =>
  toWire(estimateCommission(BigInt(card.minPriceMinor), rateBps))

export const toSquareItem = ({ rateBps, picked }: Offer, card: ProductCard): z.output<typeof squareItem> => ({
  card,
  rateBps,
  estimatedCommissionMinor: estimate(card, rateBps),
  picked,
})

export const toShowcaseItem = (
  { rateBps, lockedUntil, planRateBps, pickedAt }: ShowcaseEntry,
  card: ProductCard,
): z.output<typeof showcaseItem> => ({
  card,
  rateBps,
  estimatedCommissionMinor: estimate(card, rateBps),
  lockedUntil: lockedUntil?.toISOString() ?? null,
  planRateBps,
  pickedAt: pickedAt.toISOString(),
})

export function createShowcase({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  /** At which rate each is shown by this creator. */
  const withRates = async (tx: Tx, rows: readonly repository.PickRow[]): Promise<ShowcaseEntry[]> => {
    const now = clock.now()
    const versions = Map.groupBy(
      await versionsOf(
        tx,
        rows.map((r) => r.product_id),
        now,
      ),
      (v) => v.productId,
    )
    return rows.map(({ product_id: productId, picked_at: pickedAt }) => {
      const own = versions.get(productId) ?? []
      const paying = payingVersion(own, pickedAt, now)
      return {
        productId,
        pickedAt,
        rateBps: paying?.version.rateBps ?? null,
        lockedUntil: paying?.lockedUntil ?? null,
        planRateBps: own.find((v) => v.endedAt === null)?.rateBps ?? null,
      }
    })
  }

  return {
    async square(
      tx: Tx,
      { creatorId, categoryId, q, sort, cursor, limit }: InputOf<typeof browseSquare>,
    ): Promise<{ items: Offer[]; nextCursor: string | null }> {
      const patterns = searchPatterns(q)
      const rows = await repository.findOnSquare(tx, {
        creatorId,
        categoryId,
        patterns,
        sort,
        after: afterOffer(cursor, sort),
        limit: limit + 1,
      })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map((r) => ({ productId: r.product_id, rateBps: r.rate_bps, picked: r.picked })),
        nextCursor:
          rows.length > limit && last ? encodeCursor([sort, String(last.rate_bps), last.plan_id]) : null,
      }
    },

    /** Again is no second pick: the first day counts. @throws AppError NOT_FOUND when no plan is open */
    async pickProduct(tx: Tx, creatorId: Id<'crt'>, productId: Id<'prd'>): Promise<ShowcaseEntry> {
      const open = (await versionsOf(tx, [productId], clock.now())).some((v) => v.endedAt === null)
      if (!open) throw new AppError('NOT_FOUND')
      await repository.insertPick(tx, creatorId, productId, clock.now())
      const [item] = await withRates(tx, await repository.findPicks(tx, creatorId, [productId]))
      return item!
    },

    unpickProduct: ({ creatorId, productId }: InputOf<typeof unpickProduct>): Promise<{ ok: true }> =>
      db.transaction(async (tx) => {
        if (!(await repository.deletePick(tx, creatorId, productId))) throw new AppError('NOT_FOUND')
        return { ok: true }
      }),

    async showcase(
      tx: Tx,
      creatorId: Id<'crt'>,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ): Promise<{ items: ShowcaseEntry[]; nextCursor: string | null }> {
      const rows = await repository.listPicks(tx, creatorId, afterPick(cursor), limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: await withRates(tx, page),
        nextCursor:
          rows.length > limit && last ? encodeCursor([last.picked_at.toISOString(), last.product_id]) : null,
      }
    },

    /** Whether this creator shows them all: only then may they be hung on a video. */
    async hasPicked(tx: Tx, creatorId: Id<'crt'>, productIds: readonly Id<'prd'>[]): Promise<boolean> {
      const wanted = new Set(productIds)
      return (await repository.findPicks(tx, creatorId, [...wanted])).length === wanted.size
    },

    toSquareItem,
    toShowcaseItem,
  }
}

function afterOffer(
  cursor: string | undefined,
  sort: 'rate' | 'new',
): { rateBps: number; planId: string } | null {
  if (cursor === undefined) return null
  const key = decodeCursor(cursor, 3)
  if (!key || key[0] !== sort || !/^\d{1,4}$/.test(key[1]!)) throw new AppError('CURSOR_INVALID')
  return { rateBps: Number(key[1]), planId: key[2]! }
}

function afterPick(cursor: string | undefined): { at: string; productId: string } | null {
  if (cursor === undefined) return null
  const key = decodeCursor(cursor, 2)
  if (!key || Number.isNaN(Date.parse(key[0]!))) throw new AppError('CURSOR_INVALID')
  return { at: new Date(key[0]!).toISOString(), productId: key[1]! }
}
