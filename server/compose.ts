// How everything is put together: modules, the flows above them, the routes that reach both, what runs on events and on the
// clock. Everything that starts the platform (main, the world generator, benches, tests) comes through here.
import type { Endpoint } from '#kernel/contract'
import { createDispatcher, type Dispatcher } from '#platform/http/dispatch'
import type { StreamRoute } from '#platform/http/server'
import { createIdempotencyStore } from '#platform/http/idempotency'
import type { Job } from '#platform/jobs'
import { purgeKeysJob } from '#platform/purge-keys'
import type { Consumer } from '#platform/outbox'
import type { Outside, ServerDeps } from './deps.ts'
import { createDoors, type Doors } from './doors.ts'
import { allEndpoints } from './endpoints.ts'
import { createFlows, type Flows } from './flows.ts'
import { flowRoutes } from './routes.ts'

export type Server = {
  endpoints: readonly Endpoint[]
  dispatcher: Dispatcher
  doors: Doors
  flows: Flows
  consumers: readonly Consumer[]
  streams: readonly StreamRoute[]
  jobs: readonly Job[]
  authenticate: Doors['identity']['authenticate']
  /** Loads what lives in memory and starts following the logs. */
  start(): Promise<void>
  stop(): Promise<void>
}

export async function composeServer(deps: ServerDeps, outside: Outside): Promise<Server> {
  const doors = createDoors(deps, outside)
  const {
    identity,
    shop,
    media,
    content,
    signals,
    interest,
    trade,
    ledger,
    alliance,
    compass,
    governance,
    live,
    promotions,
    integrations,
  } = doors
  const flows = createFlows(deps, doors, outside)
  const routes = [
    ...identity.routes,
    ...shop.routes,
    ...media.routes,
    ...content.routes,
    ...signals.routes,
    ...interest.routes,
    ...trade.routes,
    ...ledger.routes,
    ...alliance.routes,
    ...compass.routes,
    ...governance.routes,
    ...live.routes,
    ...promotions.routes,
    ...integrations.routes,
    ...flowRoutes(flows),
  ]
  assertComplete(routes.map((r) => r.endpoint))
  const stops: (() => Promise<void>)[] = []
  return {
    endpoints: allEndpoints,
    dispatcher: createDispatcher(routes, {
      demo: deps.config.demo,
      idempotency: createIdempotencyStore(deps.db),
      keyCalls: flows.keyCalls.calls,
    }),
    doors,
    flows,
    streams: media.streams,
    consumers: [
      shop.consumer,
      content.consumer,
      signals.consumer,
      interest.consumer,
      trade.consumer,
      alliance.consumer,
      compass.consumer,
      live.consumer,
      promotions.consumer,
      integrations.consumer,
    ],
    jobs: [
      ...identity.jobs,
      ...media.jobs,
      ...content.jobs,
      ...shop.jobs,
      ...ledger.jobs,
      ...interest.jobs,
      ...integrations.jobs,
      ...flows.jobs,
      purgeKeysJob(deps),
    ],
    authenticate: flows.keyCalls.authenticate,
    async start() {
      stops.push(await identity.watchSessions(), await flows.keyCalls.watch(), await interest.start())
    },
    async stop() {
      for (const stop of stops.splice(0).toReversed()) await stop()
    },
  }
}

/** An endpoint nobody serves, or a route nobody declared, stops the build. */
function assertComplete(routed: readonly Endpoint[]): void {
  const declared = new Set(allEndpoints.map((e) => e.id))
  const served = new Set(routed.map((e) => e.id))
  const missing = [...declared].filter((id) => !served.has(id))
  const undeclared = [...served].filter((id) => !declared.has(id))
  if (missing.length > 0 || undeclared.length > 0) {
    throw new Error(
      `Endpoints without a route: ${missing.join(', ') || 'none'}; routes without an endpoint: ${undeclared.join(', ') || 'none'}`,
    )
  }
}
