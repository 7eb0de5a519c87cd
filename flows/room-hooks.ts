// What the engine that carries the pictures asks and tells, bound to the rooms: each call is one transaction.
import type { Live } from '#modules/live'
import type { Database } from '#platform/database'
import type { LiveHooks } from '#platform/live-engine'

/** For `server/media.ts`. A stream's name is its room's id. */
export const roomHooks = (db: Database, { live }: { live: Live }): LiveHooks => ({
  mayPublish: ({ stream, key }) => db.read((tx) => live.mayPublish(tx, stream, key)),
  onStarted: (p) => db.transaction((tx) => live.streamStarted(tx, p)),
  onInterrupted: (p) => db.transaction((tx) => live.streamInterrupted(tx, p)),
  onLost: (p) => db.transaction((tx) => live.streamLost(tx, p)),
  onSegment: (p) => db.transaction((tx) => live.saveSegment(tx, p)),
})
