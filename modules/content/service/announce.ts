// Tells the others what a content is now: a full snapshot, in the transaction that changed it.
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { contentChanged } from '../events.ts'
import type { Item } from '../repository/items.ts'

export function createAnnounce({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  const outbox = createOutbox(clock, ids)
  return (tx: Tx, items: readonly Item[]): Promise<void> =>
    outbox.publish(
      tx,
      items.map((i) =>
        event(contentChanged, i.id, {
          contentId: i.id,
          creatorId: i.creator_id,
          kind: i.media.kind,
          title: i.title,
          tags: i.tags,
          categoryId: i.category_id,
          productIds: i.product_ids,
          state: i.state,
          publishedAt: i.published_at?.toISOString() ?? null,
          durationMs: i.media.kind === 'video' ? i.media.durationMs : null,
        }),
      ),
    )
}
