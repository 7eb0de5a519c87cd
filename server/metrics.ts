// Figures for Prometheus at /metrics: the process (memory, collections, event loop), every answer's time, the database, and the feed's model.
// Read from this machine, or with METRICS_TOKEN as a bearer from anywhere; to anybody else the address does not exist.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { AppError } from '#kernel/errors'
import type { ModelHealth } from '#modules/interest'
import type { Database } from '#platform/database'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

export type Measured = {
  token: string | null
  modelHealth: () => ModelHealth
  database: () => ReturnType<Database['stats']>
}

export function mountMetrics(app: FastifyInstance, { token, modelHealth, database }: Measured): void {
  const register = new Registry()
  collectDefaultMetrics({ register })
  timeAnswers(app, register)
  describeModel(register, modelHealth)
  countStatements(register, database)
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, token)) throw new AppError('NOT_FOUND')
    return reply.type(register.contentType).send(await register.metrics())
  })
}

/** A proxy on this machine would make everybody local: what was forwarded needs the token. */
function mayRead({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token !== null) return sameText(headers.authorization ?? '', `Bearer ${token}`)
  return LOOPBACK.test(socket.remoteAddress ?? '') && !headers['x-forwarded-for'] && !headers.forwarded
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function timeAnswers(app: FastifyInstance, register: Registry): void {
  const seconds = new Histogram({
    name: 'serendip_http_request_seconds',
    help: 'Time to answer, by endpoint and first digit of the status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [register],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    seconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000)
    done()
  })
}

function countStatements(register: Registry, database: Measured['database']): void {
  const counter = (name: string, help: string, value: (s: ReturnType<typeof database>) => number) =>
    new Gauge({
      name: `serendip_database_${name}`,
      help,
      registers: [register],
      collect() {
        this.set(value(database()))
      },
    })
  counter('statements_total', 'Statements sent to PostgreSQL since the start', (s) => s.statements)
  counter('connections', 'Connections open', (s) => s.total)
  counter('waiting', 'Requests that wait for a connection', (s) => s.waiting)
}

function describeModel(register: Registry, modelHealth: () => ModelHealth): void {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `serendip_model_${name}`, help, labelNames, registers: [register] })
  const ready = new Gauge({
    name: 'serendip_model_ready',
    help: '1 when slates are personal, 0 while it catches up',
    registers: [],
    collect() {
      const h = modelHealth()
      this.set(h.ready ? 1 : 0)
      tell(h)
    },
  })
  register.registerMetric(ready)
  const engineReady = gauge('engine_ready', '1 while the engine can be asked')
  const restarts = gauge('engine_restarts_total', 'How often the thread of the engine was started anew')
  const behind = gauge('engine_behind', 'Lessons it has been told and has not learned yet')
  const area = gauge('auc', 'Area under the curve of the last 2,000 items served and looked at')
  const error = gauge('calibration_error', 'Expected calibration error of the same')
  const outcomes = gauge('outcomes', 'How many of them there are so far')
  const returnsArea = gauge('returns_auc', 'Area under the curve of the last 2,000 sales whose return window is over') // prettier-ignore
  const returnsError = gauge('returns_calibration_error', 'Expected calibration error of the same')
  const returnsOutcomes = gauge('returns_outcomes', 'How many of them there are so far')
  const returnsWaiting = gauge('returns_waiting', 'Sales that are open: neither kept nor sent back')
  const hits = gauge('next_hit20', 'Share of next enjoyments among the first 20', ['by'])
  const lag = gauge('lag_seconds', 'How long after it happened the last event was learned')
  const used = gauge('table_used', 'Rows in use', ['table'])
  const room = gauge('table_room', 'Rows there is room for', ['table'])
  const refused = gauge('refused_total', 'Events refused since the start', ['reason'])
  const served = gauge('slates_total', 'Slates answered since the start')
  const fallbacks = gauge('fallbacks_total', 'Slates answered with what is popular because the ranking failed or was late') // prettier-ignore
  const stage = gauge('stage_seconds_mean', 'Mean time of a stage since the start', ['stage'])
  const promised = gauge('promise_floor', 'Share of exposure promised', ['promise'])
  const kept = gauge('promise_served', 'Share of exposure served since the start', ['promise'])
  const price = gauge('promise_price', 'What the promise adds to a score now', ['promise'])
  const gini = gauge('exposure_gini', 'Gini of the last places served over all contents; 0: all alike')
  const tailShare = gauge('exposure_tail_share', 'Share of the last places served that went to the long tail')
  function tell(h: ModelHealth): void {
    engineReady.set(h.engine.ready ? 1 : 0)
    restarts.set(h.engine.restarts)
    behind.set(h.engine.behind)
    outcomes.set(h.foretold.outcomes)
    area.set(h.foretold.areaUnderCurve ?? NaN)
    error.set(h.foretold.calibrationError ?? NaN)
    returnsArea.set(h.returns.areaUnderCurve ?? NaN)
    returnsError.set(h.returns.calibrationError ?? NaN)
    returnsOutcomes.set(h.returns.outcomes)
    returnsWaiting.set(h.returns.waiting)
    if (h.next.hit20 !== null) hits.set({ by: 'model' }, h.next.hit20)
    if (h.next.trendHit20 !== null) hits.set({ by: 'trend' }, h.next.trendHit20)
    lag.set(h.lag.lagMs === null ? NaN : h.lag.lagMs / 1_000)
    for (const t of h.tables) {
      used.set({ table: t.name }, t.used)
      room.set({ table: t.name }, t.room)
    }
    for (const r of h.refused) refused.set({ reason: r.reason }, r.count)
    for (const p of h.promises) {
      promised.set({ promise: p.name }, p.floor)
      kept.set({ promise: p.name }, p.served ?? NaN)
      price.set({ promise: p.name }, p.price)
    }
    gini.set(h.spread.gini ?? NaN)
    tailShare.set(h.spread.tailShare ?? NaN)
    served.set(h.slates.served)
    fallbacks.set(h.slates.fallbacks)
    for (const s of h.stages) stage.set({ stage: s.stage }, s.meanMs / 1_000)
  }
}
