// What the engine that carries the pictures asks and tells, bound to the rooms and their co-hosts: each call is one transaction.
import { isId } from '#kernel/ids'
import type { Live } from '#modules/live'
import type { Database } from '#platform/database'
import type { LiveHooks } from '#platform/live-engine'

/** For `server/media.ts`. A stream's name is its room's id, or its co-host's. */
export const roomHooks = (
  db: Database,
  { live }: { live: Live },
  /** A file of the recordings folder, whole. */
  readRecording: (file: string) => Promise<Uint8Array>,
): LiveHooks => ({
  mayPublish: ({ stream, key }) =>
    db.read((tx) =>
      isId('cho', stream) ? live.coHostStream.mayPublish(tx, stream, key) : live.mayPublish(tx, stream, key),
    ),
  onStarted: (p) =>
    db.transaction((tx) =>
      isId('cho', p.stream) ? live.coHostStream.started(tx, p) : live.streamStarted(tx, p),
    ),
  onInterrupted: (p) =>
    db.transaction((tx) =>
      isId('cho', p.stream) ? live.coHostStream.interrupted(tx, p) : live.streamInterrupted(tx, p),
    ),
  onLost: (p) =>
    db.transaction((tx) => (isId('cho', p.stream) ? live.coHostStream.lost(tx, p) : live.streamLost(tx, p))),
  /** The piece and its link in the chain that proves the room commit together. */
  async onSegment(p) {
    const [bytes, init] = await Promise.all([readRecording(p.file), readRecording(p.initFile)])
    await db.transaction(async (tx) => {
      const row = await live.saveSegment(tx, p)
      if (row) await live.chainSegment(tx, row.room_id, row, bytes, init)
    })
  },
})
