// What the parts of the bench stand on: shops that sell, rooms that are live, and a way to tell them something; and how large a run is.
import pg from 'pg'
import type { RoomEvent } from '#kernel/room-event'
import type { Stack } from '#server/stack'
import { makeMarket, openDoors } from '../../tests/support/market.ts'

export type Size = { receivers: number; seconds: number; flooders: number; stalled: number; watchers: number }
export const FULL: Size = { receivers: 19_000, seconds: 30, flooders: 2_000, stalled: 100, watchers: 100 }
export const SMALL: Size = { receivers: 1_900, seconds: 8, flooders: 400, stalled: 20, watchers: 20 }

export type House = Awaited<ReturnType<typeof aHouse>>

export async function aHouse(stack: Stack) {
  const { db, doors, deps } = openDoors(stack.databaseUrl, { secret: stack.env.SECRET! })
  const market = await makeMarket(db, doors, { shops: 2, skusPerShop: 10, stock: 1_000_000, buyers: 40 })
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  return {
    market,
    async aRoom(): Promise<string> {
      const title = { zh: '压力测试', en: 'A crowd' }
      const { room } = await db.transaction((tx) =>
        doors.live.createRoom(tx, {
          creatorId: deps.ids.next('crt'),
          title,
          coverUrl: null,
          plannedAt: null,
          orientation: 'portrait',
        }),
      )
      await client.query(`update live.room set state = 'live', started_at = now() where room_id = $1`, [
        room.roomId,
      ])
      return room.roomId
    },
    tell: (roomId: string, event: RoomEvent) =>
      db.transaction((tx) => doors.live.appendEvent(tx, roomId, event)),
    async close(): Promise<void> {
      await client.end()
      await db.close()
    },
  }
}
