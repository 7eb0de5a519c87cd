// What the rooms' people did, on its way into the database: in batches every few seconds, handed back when the database is away. A
// process that is killed loses what happened since the last batch, of visits and chat only.
import type { Logger } from '../logger.ts'
import type { ChannelCounts } from './hub-counts.ts'
import type { Room } from './room.ts'
import type { OnlineMinute, RoomStore, VisitChange } from './room-store.ts'

const MINUTE_MS = 60_000
const BATCH = 2_000

export type KeeperOptions = {
  rooms: ReadonlyMap<string, Room>
  store: RoomStore
  log: Logger
  counts: ChannelCounts
  now: () => number
}

export function createKeeper({ rooms, store, counts, now }: KeeperOptions) {
  async function saveOf(room: Room, changes: readonly VisitChange[]): Promise<void> {
    for (let i = 0; i < changes.length; i += BATCH) {
      const batch = changes.slice(i, i + BATCH)
      try {
        await store.saveVisits(batch)
      } catch (error) {
        counts.saveFailures += 1
        room.presence.giveBack(changes.slice(i))
        throw error
      }
    }
  }

  return {
    /** `all`: also those who only watched on since a moment ago. */
    async saveVisits(all = true): Promise<void> {
      const nowMs = now()
      const minuteMs = nowMs - (nowMs % MINUTE_MS)
      const minutes: OnlineMinute[] = []
      for (const room of rooms.values()) {
        if (room.state() === 'live' || room.state() === 'interrupted')
          minutes.push({ roomId: room.roomId, minuteMs, online: room.presence.online(nowMs) })
        await saveOf(room, room.presence.takeChanges(nowMs, all))
      }
      if (minutes.length > 0) await store.saveOnline(minutes)
    },

    async saveChat(): Promise<void> {
      for (const room of rooms.values()) {
        const lines = room.chat.takeUnsaved()
        for (let i = 0; i < lines.length; i += BATCH) {
          try {
            await store.saveChat(lines.slice(i, i + BATCH))
          } catch (error) {
            counts.saveFailures += 1
            room.chat.giveBack(lines.slice(i))
            throw error
          }
        }
      }
    },

    /** Nothing of it is left to save. */
    isKept: (room: Room): boolean => !room.presence.hasChanges() && !room.chat.hasUnsaved(),
  }
}
