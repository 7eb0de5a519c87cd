// Behaviour into daily sums: the next signals of the log, what they are about, and the place reached, in one transaction. So
// each signal counts once, whatever crashes between two batches.
import type { Compass } from '#modules/compass'
import type { Content } from '#modules/content'
import type { Live } from '#modules/live'
import type { Shop } from '#modules/shop'
import type { Signals } from '#modules/signals'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'

type Doors = {
  signals: Signals
  content: Content
  shop: Shop
  compass: Compass
  live: Pick<Live, 'countExposures'>
}

const BATCH = 5000

export function createRollUpSignals(
  { db }: Pick<Deps, 'db'>,
  { signals, content, shop, compass, live }: Doors,
) {
  /** One batch; returns how many signals it moved past, 0 when up to date. */
  const rollUpSignals = (): Promise<number> =>
    db.transaction(async (tx) => {
      const batch = await signals.readSignals(tx, await compass.signalCursor(tx), BATCH)
      if (batch.length === 0) return 0
      const contents = await content.anchorsOf(tx, present(batch.map((s) => s.contentId)))
      const productIds = present([
        ...batch.map((s) => s.productId),
        ...[...contents.values()].flatMap((c) => c.productIds),
      ])
      await compass.countSignals(tx, batch, {
        contents,
        shopOf: await shop.shopsOf(tx, productIds),
      })
      await content.countViews(
        tx,
        batch.filter((s) => s.kind === 'dwell'),
      )
      await content.countWatch(tx, batch)
      await live.countExposures(
        tx,
        batch.flatMap(({ kind, contentId, accountId, at }) =>
          kind === 'impression' && contentId !== null ? [{ contentId, accountId, at }] : [],
        ),
      )
      return batch.length
    })

  /** Signals never stop coming: a job that went on at once for the newest few would never rest. */
  const run = async (): Promise<number> => ((await rollUpSignals()) < BATCH ? 0 : BATCH)
  return { rollUpSignals, job: { name: 'roll-up-signals', everyMs: 1000, run } satisfies Job }
}

const present = <I extends Id<'cnt'> | Id<'prd'>>(ids: readonly (I | null)[]): I[] => [
  ...new Set(ids.filter((id) => id !== null)),
]
