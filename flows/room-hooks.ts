// What the engine that carries the pictures asks and tells, bound to the rooms: each call is one transaction.
import type { Live } from '#modules/live'
import type { Database } from '#platform/database'
import type { LiveHooks } from '#platform/live-engine'

/** For `server/media.ts`. A stream's name is its room's id. */
export const roomHooks = (
  db: Database,
  { live }: { live: Live },
  /** A file of the recordings folder, whole. */
  readRecording: (file: string) => Promise<Uint8Array>,
): LiveHooks => ({
  mayPublish: ({ stream, key }) => db.read((tx) => live.mayPublish(tx, stream, key)),
  onStarted: (p) => db.transaction((tx) => live.streamStarted(tx, p)),
  onInterrupted: (p) => db.transaction((tx) => live.streamInterrupted(tx, p)),
  onLost: (p) => db.transaction((tx) => live.streamLost(tx, p)),
  /** The piece and its link in the chain that proves the room commit together. */
  async onSegment(p) {
    const [bytes, init] = await Promise.all([readRecording(p.file), readRecording(p.initFile)])
    await db.transaction(async (tx) => {
      const row = await live.saveSegment(tx, p)
      if (row) await live.chainSegment(tx, row.room_id, row, bytes, init)
    })
  },
})
