// Contract → service. The rest is bound to flows/set-plan.ts and flows/browse-square.ts in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import { unpickProduct } from './contract.ts'
import type { createShowcase } from './service/showcase.ts'

export const allianceRoutes = (s: ReturnType<typeof createShowcase>): Route[] => [
  route(unpickProduct, s.unpickProduct),
]
