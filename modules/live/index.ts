// The door of live rooms. Functions that take `tx` take part in the caller's transaction.
import type { Deps } from '#platform/context'
import { createLog } from './service/log.ts'
import { createRooms } from './service/rooms.ts'
import { createStream } from './service/stream.ts'

export { INTERRUPTED_LIMIT_MS, isOnAir, isOver } from './domain/room-state.ts'
export type { Teller } from './service/log.ts'

export function createLive(deps: Deps) {
  const log = createLog(deps)
  const rooms = createRooms(deps, log)
  return { ...log, ...rooms, ...createStream(deps, rooms) }
}
export type Live = ReturnType<typeof createLive>
