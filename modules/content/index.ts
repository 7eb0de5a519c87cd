// The door of content.
import type { Deps } from '#platform/context'
import { contentConsumer } from './reactions.ts'
import { contentRoutes } from './routes.ts'
import { createCreators } from './service/creators.ts'
import { createDesk } from './service/desk.ts'
import { createEngage } from './service/engage.ts'
import { createRead } from './service/read.ts'
import { createRooms } from './service/rooms.ts'

export type { ContentDraft, OwnContent } from './contract.ts'
export { asMeasured, filesOf } from './service/measured-media.ts'
export type { NewCreator } from './service/creators.ts'
export type { RoomContent } from './service/rooms.ts'
export type { Verdict } from './service/desk.ts'

export function createContent(deps: Deps) {
  const services = {
    ...createRead(deps),
    ...createEngage(deps),
    ...createDesk(deps),
    ...createCreators(deps),
    ...createRooms(deps),
  }
  return { ...services, routes: contentRoutes(services), consumer: contentConsumer(services) }
}

export type Content = ReturnType<typeof createContent>
