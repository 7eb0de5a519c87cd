// Stream keys that this page was told: kept in its memory and nowhere else, so that a key is shown to the one who made it, once.
import type { OutputOf } from '#kernel/contract'
import type { createRoom } from '#modules/live/contract'

export type Publish = OutputOf<typeof createRoom>['publish']

const keys = new Map<string, Publish>()

export const keepKey = (roomId: string, publish: Publish): void => void keys.set(roomId, publish)
export const keyOf = (roomId: string): Publish | null => keys.get(roomId) ?? null
