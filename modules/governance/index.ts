// The door of 平台治理. Functions that take `tx` take part in the caller's transaction.
import type { Deps } from '#platform/context'
import { governanceRoutes } from './routes.ts'
import { createQueue } from './service/queue.ts'
import { createReviews } from './service/reviews.ts'

export type { RuleId } from './domain/rules.ts'
export type { ReviewRequest, Words } from './service/reviews.ts'

export function createGovernance(deps: Deps) {
  return { ...createReviews(deps), routes: governanceRoutes(createQueue(deps)) }
}

export type Governance = ReturnType<typeof createGovernance>
