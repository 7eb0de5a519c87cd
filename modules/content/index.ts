// The door of content.
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import { contentConsumer } from './reactions.ts'
import { contentRoutes } from './routes.ts'
import { createCommentDesk } from './service/comment-desk.ts'
import { createCreators } from './service/creators.ts'
import { createDesk } from './service/desk.ts'
import { createEngage } from './service/engage.ts'
import { createRead } from './service/read.ts'
import { createRooms } from './service/rooms.ts'
import { createWatch } from './service/watch.ts'

export type { ContentCheck, ContentDraft, OwnContent } from './contract.ts'
export { isWaiting, waitingFor } from './domain/waiting.ts'
export { asMeasured, filesOf } from './service/measured-media.ts'
export type { NewCreator } from './service/creators.ts'
export type { RoomContent } from './service/rooms.ts'
export type { NewContent, Verdict } from './service/desk.ts'

export function createContent(deps: Deps) {
  const services = {
    ...createRead(deps),
    ...createEngage(deps),
    ...createDesk(deps),
    ...createCreators(deps),
    ...createRooms(deps),
    ...createWatch(deps),
    ...createCommentDesk(deps),
  }
  const jobs: readonly Job[] = [
    { name: 'publish-scheduled', everyMs: 2_000, run: () => services.releaseDue() },
  ]
  return { ...services, jobs, routes: contentRoutes(services), consumer: contentConsumer(services) }
}

export type Content = ReturnType<typeof createContent>
