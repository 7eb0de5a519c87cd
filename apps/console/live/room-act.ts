// Doing something in a room: most of its calls answer the whole room as it then is, which goes straight onto the screen; an answer that
// an event has overtaken does not.
import type { Descriptor } from '#app/client'
import type { OutputOf } from '#kernel/contract'
import { getDeskRoom } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queries, queryOf } from '../app/api.ts'
import type { Room } from './room-patch.ts'

type RoomActOptions = { says?: string; inline?: boolean; onDone?: () => void }

export function useRoomAct<E extends Descriptor>(endpoint: E, options: RoomActOptions = {}) {
  return useAct(endpoint, {
    ...(options.says ? { says: options.says } : {}),
    ...(options.inline ? { inline: true } : {}),
    onDone: (out: OutputOf<E>) => {
      keepRoom(out as unknown as Room)
      options.onDone?.()
    },
  })
}

export function keepRoom(room: Room): void {
  const { queryKey } = queryOf(getDeskRoom, { creatorId: room.creatorId, roomId: room.roomId })
  queries.setQueryData<Room>(queryKey, (known) => (known && known.seq > room.seq ? known : room))
}
