// Every flow, given its doors.
import type { Job } from '#platform/jobs'
import { createBrowseSquare } from '#flows/browse-square'
import { createComment } from '#flows/comment'
import { createDecideReview } from '#flows/decide-review'
import { createFeed } from '#flows/feed'
import { createInterestManager } from '#flows/interests'
import { createOpenCreator } from '#flows/open-creator'
import { createOpenShop } from '#flows/open-shop'
import { createPublishContent } from '#flows/publish-content'
import { createPublishProduct } from '#flows/publish-product'
import { createRecordSignals } from '#flows/record-signals'
import { createRollUpSignals } from '#flows/roll-up-signals'
import { createSetPlan } from '#flows/set-plan'
import { createViewContent } from '#flows/view-content'
import { createWhy } from '#flows/why'
import type { Outside, ServerDeps } from './compose.ts'
import type { Doors } from './doors.ts'

export function createFlows(deps: ServerDeps, doors: Doors, _outside: Outside) {
  const rollUp = createRollUpSignals(deps, doors)
  const jobs: readonly Job[] = [rollUp.job]
  return {
    ...createFeed(deps, doors),
    ...createRecordSignals(deps, doors),
    ...createWhy(deps, doors),
    interests: createInterestManager(deps, doors),
    ...createViewContent(deps, doors),
    ...createComment(deps, doors),
    ...createPublishContent(deps, doors),
    ...createOpenCreator(deps, doors),
    openShop: createOpenShop(deps, doors),
    products: createPublishProduct(deps, doors),
    decideReview: createDecideReview(deps, doors),
    ...createSetPlan(deps, doors),
    ...createBrowseSquare(deps, doors),
    rollUpSignals: rollUp.rollUpSignals,
    jobs,
  }
}
export type Flows = ReturnType<typeof createFlows>
