// Saves where an upload stands and, when nothing will come of it, says so to whoever waits for it: one place, because five
// ways lead there.
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import { clipLost } from '../events.ts'
import { updateUpload, type Upload } from '../repository.ts'

export type Settle = (tx: Tx, row: Upload) => Promise<void>

export function createSettle({ clock, ids }: Pick<Deps, 'clock' | 'ids'>): Settle {
  const outbox = createOutbox(clock, ids)
  return async (tx, row) => {
    await updateUpload(tx, row)
    const { state, upload_id: uploadId, creator_id: creatorId } = row
    if (state === 'failed' || state === 'cancelled' || state === 'expired')
      await outbox.publish(tx, [event(clipLost, uploadId, { uploadId, creatorId, state })])
  }
}
