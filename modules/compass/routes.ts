// Contract → service.
import { route, type Route } from '#platform/http/dispatch'
import * as contract from './contract.ts'
import type { createAnswers } from './service/answer.ts'

export const compassRoutes = (s: ReturnType<typeof createAnswers>): Route[] => [
  route(contract.listMetrics, () => s.listMetrics()),
  route(contract.getOverview, (input) => s.getOverview(input)),
  route(contract.getFunnel, (input) => s.getFunnel(input)),
  route(contract.getFunnelRows, (input) => s.getFunnelRows(input)),
  route(contract.getCreatorOverview, (input) => s.getCreatorOverview(input)),
  route(contract.getPlatformOverview, (input) => s.getPlatformOverview(input)),
]
