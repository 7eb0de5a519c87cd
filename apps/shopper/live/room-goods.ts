// One product of a live room for sheets that may stand without its page: out of the open room, else asked for.
import { useQuery } from '@tanstack/react-query'
import { getRoom } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import type { BagItem, Room } from './room-events.ts'
import { useOpenRoom, useRoom } from './room-hold.ts'
import type { RoomStore } from './room-store.ts'

export type RoomGoods = {
  room: Room | null
  item: BagItem | null
  attribution: string | null
  store: RoomStore | null
}

/** Nothing of it while there is no room, or the product is not in its bag. */
export function useRoomGoods(roomId: string | undefined, productId: string): RoomGoods {
  const store = useOpenRoom(roomId)
  const open = useRoom(store, (s) => s.logged?.room ?? null)
  const asked = useQuery({
    ...queryOf(getRoom, { roomId: roomId ?? '' }),
    enabled: roomId !== undefined && store === null,
    staleTime: 5_000,
  })
  const room = roomId === undefined ? null : (open ?? asked.data ?? null)
  const item = room?.bag.find((i) => i.productId === productId) ?? null
  return { room, item, attribution: item?.attribution ?? null, store }
}
