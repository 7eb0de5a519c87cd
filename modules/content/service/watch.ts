// How a clip is watched: counts signals in, answers the creator's curve and rates.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getWatch } from '../contract.ts'
import { curveOf, medianRates, noSums, ratesOf, watchOf, type WatchSignal } from '../domain/watch.ts'
import { selectItem } from '../repository/items.ts'
import { addWatch, selectDurations, selectSeconds, selectTotals } from '../repository/watch.ts'

/** Clips a creator's own median is taken over: the newest. */
const COMPARED = 100

export function createWatch({ db, clock }: Deps) {
  return {
    /** Adds plays, seconds and what was done at them. The caller makes sure that each signal is handed in once. */
    async countWatch(tx: Tx, signals: readonly WatchSignal[]): Promise<void> {
      const ids = new Set(signals.flatMap((s) => s.contentId ?? []))
      if (ids.size === 0) return
      const watch = watchOf(signals, await selectDurations(tx, [...ids]))
      if (watch.length > 0) await addWatch(tx, watch, clock.now())
    },

    /** @throws AppError NOT_FOUND, also for an image post: it has no seconds */
    getWatch: ({ creatorId, contentId }: InputOf<typeof getWatch>): Promise<OutputOf<typeof getWatch>> =>
      db.read(async (tx) => {
        const item = await selectItem(tx, contentId, { creatorId })
        if (item?.media.kind !== 'video') throw new AppError('NOT_FOUND')
        const totals = await selectTotals(tx, creatorId, contentId, COMPARED)
        const own = totals.find((t) => t.itemId === contentId)
        const median = medianRates(totals.filter((t) => t.itemId !== contentId))
        const seconds = curveOf(await selectSeconds(tx, contentId), item.media.durationMs)
        return {
          contentId: item.id,
          title: item.title,
          state: item.state,
          publishedAt: item.published_at?.toISOString() ?? null,
          media: item.media,
          plays: own?.plays ?? 0,
          measuredPlays: own?.measured ?? 0,
          since: own?.since.toISOString() ?? null,
          rates: ratesOf(own ?? noSums()),
          median: median.rates,
          medianOf: median.of,
          seconds,
        }
      }),
  }
}
