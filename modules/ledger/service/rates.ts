// The rate card: what is in force, and publishing what will be.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import {
  inForce,
  loweredRate,
  rateFor,
  techFeeBps,
  type Goods,
  type Lowered,
  type Rate,
  type RateVersion,
} from '../domain/rate-card.ts'
import { setRate, type getRateCard } from '../contract.ts'
import { insertRateVersion, listRateVersions, readCard } from '../repository/rates.ts'
import type { RateVersionTable } from '../repository/rows.ts'

/**
 * Each process keeps the card for a second, and no version begins sooner than two after it was published: so all of them know it before
 * it does, and begin with it in the same moment.
 */
const KEPT_MS = 1_000
const SOONEST_MS = 2_000

export type RatesNow = { techFeeBps: number; rateOf: (goods: Goods) => Rate }

export function createRates({ db, clock, ids }: Deps) {
  let kept: { card: RateVersion[]; lowered: Lowered; untilMs: number } | null = null

  async function cardNow(tx: Tx): Promise<{ card: RateVersion[]; lowered: Lowered }> {
    if (kept && performance.now() < kept.untilMs) return kept
    const { versions, lowered } = await readCard(tx)
    kept = {
      card: versions.map(versionOf),
      lowered: new Map(lowered.map(({ shopId, ...agreed }) => [shopId, agreed])),
      untilMs: performance.now() + KEPT_MS,
    }
    return kept
  }

  return {
    /** The rates in force at `at`. */
    async ratesAt(tx: Tx, at: Date): Promise<RatesNow> {
      const { card, lowered } = await cardNow(tx)
      return {
        techFeeBps: techFeeBps(card, at),
        rateOf: (goods) => loweredRate(rateFor(card, goods, at), goods, lowered),
      }
    },

    async getRateCard(): Promise<OutputOf<typeof getRateCard>> {
      const rows = await db.read(listRateVersions)
      return { versions: rows.map((r) => wireOf(r, rows.map(versionOf), clock.now())) }
    },

    async setRate(input: InputOf<typeof setRate>, ctx: Ctx): Promise<OutputOf<typeof setRate>> {
      const now = clock.now()
      const wanted = input.effectiveFrom ? new Date(input.effectiveFrom) : now
      const soonest = new Date(now.getTime() + SOONEST_MS)
      const effectiveFrom = wanted < soonest ? soonest : wanted
      if (wanted < now)
        throw new AppError('DATE_INVALID', {}, [
          {
            pointer: '/effectiveFrom',
            code: 'DATE_INVALID',
            detail: { zh: '不能早于现在', en: 'not before now' },
          },
        ])
      if ((input.scope === 'category') !== (input.categoryId !== undefined)) {
        throw new AppError('INPUT_INVALID', {}, [
          {
            pointer: '/categoryId',
            code: 'INPUT_INVALID',
            detail: { zh: '仅在按类目时填写，且必须填写', en: 'with scope category, and only then' },
          },
        ])
      }
      const row: RateVersionTable = {
        rate_version_id: ids.next('rcv'),
        scope: input.scope,
        category_id: input.categoryId ?? null,
        rate_bps: input.rateBps,
        effective_from: effectiveFrom,
        created_by: ctx.actor.kind === 'person' ? ctx.actor.accountId : ctx.actor.kind,
        created_at: now,
      }
      const set = await db.transaction(async (tx) => {
        const before = await madeBefore(tx, ctx, setRate)
        const known = await listRateVersions(tx)
        const made = known.find((v) => v.rate_version_id === before)
        if (made) return wireOf(made, known.map(versionOf), now)
        await keepMade(tx, ctx, setRate, row.rate_version_id)
        await insertRateVersion(tx, row)
        return wireOf(row, (await listRateVersions(tx)).map(versionOf), now)
      })
      kept = null
      return set
    },
  }
}

const versionOf = (r: RateVersionTable): RateVersion => ({
  rateVersionId: r.rate_version_id,
  scope: r.scope,
  categoryId: r.category_id,
  rateBps: r.rate_bps,
  effectiveFrom: r.effective_from,
})

const wireOf = (r: RateVersionTable, card: readonly RateVersion[], now: Date): OutputOf<typeof setRate> => ({
  ...versionOf(r),
  effectiveFrom: r.effective_from.toISOString(),
  createdBy: r.created_by,
  createdAt: r.created_at.toISOString(),
  current: inForce(card, r.scope, r.category_id, now)?.rateVersionId === r.rate_version_id,
})
