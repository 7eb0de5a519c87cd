// The door of live.
import type { Deps } from '#platform/context'
import { createVisits } from './service/visits.ts'

export type { RoomStoreOptions } from './service/visits.ts'

/** What the channel's process needs of it, and no more. */
export const createLiveChannel = (deps: Deps) => createVisits(deps)
