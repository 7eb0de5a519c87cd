// The door of 精选联盟. Functions that take `tx` take part in the caller's transaction.
import type { Deps } from '#platform/context'
import { allianceConsumer } from './reactions.ts'
import { allianceRoutes } from './routes.ts'
import { createAccounts } from './service/accounts.ts'
import { createPlans } from './service/plans.ts'
import { createShowcase } from './service/showcase.ts'

export type { AccountRow as ShopAccountRow } from './repository/accounts.ts'
export type { Plan, PlanTerms, ResolvedRate } from './service/plans.ts'
export type { Offer, ShowcaseEntry } from './service/showcase.ts'

export function createAlliance(deps: Deps) {
  const showcase = createShowcase(deps)
  return {
    ...createPlans(deps),
    ...showcase,
    ...createAccounts(deps),
    routes: allianceRoutes(showcase),
    consumer: allianceConsumer,
  }
}

export type Alliance = ReturnType<typeof createAlliance>
