// The operator's view of the model. Everything else of interest is bound in flows.
import { route, type Route } from '#platform/http/dispatch'
import { getModelHealth } from './contract.ts'
import type { ModelHealth } from './service/model-health.ts'

export const interestRoutes = (modelHealth: () => ModelHealth): Route[] => [
  route(getModelHealth, () => Promise.resolve(modelHealth())),
]
