// The room a component stands in, so that its parts need not be handed it one by one.
import { createContext, useContext } from 'react'
import { useSheets } from '../app/sheets.ts'
import type { LoggedRoom, Room } from './room-events.ts'
import { useRoom } from './room-hold.ts'
import type { RoomStore } from './room-store.ts'

const RoomContext = createContext<RoomStore | null>(null)
export const RoomProvider = RoomContext

export function useRoomStore(): RoomStore {
  const store = useContext(RoomContext)
  if (!store) throw new Error('outside a room')
  return store
}

/** The room's log so far; only inside a room that was loaded. */
export function useLogged(): LoggedRoom {
  const logged = useRoom(useRoomStore(), (s) => s.logged)
  if (!logged) throw new Error('a room that was not loaded')
  return logged
}
export const useRoomNow = (): Room => useLogged().room

/** Opens a product of this room: its price and its units are the room's. */
export function useOpenGoods(): (productId: string, skuId?: string) => void {
  const store = useRoomStore()
  const { open } = useSheets()
  return (productId, skuId) => {
    store.saw(productId, 'click')
    open({
      sheet: 'product',
      product: productId,
      room: store.get().logged!.room.roomId,
      ...(skuId ? { sku: skuId } : {}),
    })
  }
}
