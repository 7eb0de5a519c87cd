// Rooms for tests.
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Live } from './index.ts'

export async function aRoomOf(
  deps: Pick<Deps, 'db'>,
  live: Live,
  creatorId: Id<'crt'>,
): Promise<{ roomId: Id<'rom'>; key: string }> {
  const { room, key } = await deps.db.transaction((tx) =>
    live.createRoom(tx, {
      creatorId,
      title: { zh: '晚间直播', en: 'Tonight' },
      coverUrl: null,
      plannedAt: null,
      orientation: 'portrait',
    }),
  )
  return { roomId: room.roomId, key }
}
