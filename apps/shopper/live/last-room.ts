// The room one stood in when the pay page took the whole tab: the way back leads there. Leaving a room within the app forgets it.
const KEY = 'serendip.room'

/** @returns forgets it */
export function rememberRoom(roomId: string): () => void {
  sessionStorage.setItem(KEY, roomId)
  return () => sessionStorage.removeItem(KEY)
}

export const lastRoom = (): string | null => sessionStorage.getItem(KEY)
