// Contract → service. decideReview is bound to its flow in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createQueue } from './service/queue.ts'

export const governanceRoutes = (s: ReturnType<typeof createQueue>): Route[] => [
  route(c.listReviews, s.listReviews),
  route(c.getReview, s.getReview),
  route(c.listRules, s.listRules),
]
