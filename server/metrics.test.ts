// Who may read the figures, and that they are in the format that Prometheus reads.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Fastify from 'fastify'
import type { ModelHealth } from '#modules/interest'
import { mountMetrics } from './metrics.ts'

const TOKEN = 'a token of sixteen or more'
const HEALTH: ModelHealth = {
  ready: true,
  engine: { ready: false, restarts: 3, lastDeath: 'it left with 1', behind: 7 },
  foretold: { outcomes: 12, enjoyedShare: 0.5, areaUnderCurve: 0.75, calibrationError: null, curve: [] },
  returns: {
    outcomes: 40,
    returnedShare: 0.1,
    areaUnderCurve: 0.625,
    calibrationError: 0.02,
    waiting: 6,
    corrected: 0,
    unmatched: 0,
    dropped: 0,
  },
  next: { asked: 8, hit20: 0.25, trendHit20: null },
  lag: { lastEventAt: null, readAt: null, lagMs: 1_500, snapshotAt: null },
  tables: [{ name: 'items', used: 3, room: 10 }],
  promises: [{ name: 'new-item', floor: 0.1, served: 0.12, price: 0.5, state: 'kept' }],
  spread: { places: 900, gini: 0.5, ceiling: 0.6, tailShare: 0.25 },
  refused: [{ reason: 'clock-ahead', count: 2 }],
  slates: { served: 9, fallbacks: 1 },
  stages: [{ stage: 'trend', runs: 4, meanMs: 2, maxMs: 5, failures: 0 }],
}
async function serverWith(token: string | null) {
  const app = Fastify()
  mountMetrics(app, {
    token,
    modelHealth: () => HEALTH,
    database: () => ({ total: 4, idle: 3, waiting: 0, statements: 17 }),
  })
  app.get('/hello/:name', () => ({ ok: true }))
  await app.ready()
  return app
}
type App = Awaited<ReturnType<typeof serverWith>>
const statusOf = async (
  app: App,
  options: { headers?: Record<string, string>; remoteAddress?: string } = {},
) => (await app.inject({ url: '/metrics', ...options })).statusCode

describe('metrics', () => {
  it('tell of the model and of answers, by route and never by address', async () => {
    const app = await serverWith(null)
    await app.inject('/hello/secret-name')
    const { body, headers } = await app.inject('/metrics')
    assert.match(String(headers['content-type']), /^text\/plain/)
    for (const line of [
      'serendip_model_ready 1',
      'serendip_model_engine_ready 0',
      'serendip_model_engine_behind 7',
      'serendip_model_engine_restarts_total 3',
      'serendip_model_auc 0.75',
      'serendip_model_next_hit20{by="model"} 0.25',
      'serendip_model_returns_auc 0.625',
      'serendip_model_returns_waiting 6',
      'serendip_model_lag_seconds 1.5',
      'serendip_model_table_used{table="items"} 3',
      'serendip_model_refused_total{reason="clock-ahead"} 2',
      'serendip_model_fallbacks_total 1',
      'serendip_model_promise_served{promise="new-item"} 0.12',
      'serendip_model_exposure_gini 0.5',
      'serendip_model_exposure_tail_share 0.25',
      'serendip_model_stage_seconds_mean{stage="trend"} 0.002',
    ])
      assert.ok(body.split('\n').includes(line), line)
    assert.match(
      body,
      /serendip_http_request_seconds_count\{method="GET",route="\/hello\/:name",status="2xx"\} 1/,
    )
    assert.ok(!body.includes('secret-name'))
  })

  it('without a token are for this machine alone, and not for what a proxy on it forwards', async () => {
    const app = await serverWith(null)
    assert.equal(await statusOf(app), 200)
    assert.notEqual(await statusOf(app, { remoteAddress: '203.0.113.9' }), 200)
    assert.notEqual(await statusOf(app, { headers: { 'x-forwarded-for': '203.0.113.9' } }), 200)
    assert.notEqual(await statusOf(app, { headers: { forwarded: 'for=203.0.113.9' } }), 200)
  })

  it('with a token are for whoever brings it', async () => {
    const app = await serverWith(TOKEN)
    assert.equal(await statusOf(app, { headers: { authorization: `Bearer ${TOKEN}` }, remoteAddress: '203.0.113.9' }), 200) // prettier-ignore
    for (const authorization of ['', `Bearer ${TOKEN}x`, TOKEN, 'Bearer '])
      assert.notEqual(await statusOf(app, { headers: { authorization } }), 200)
  })
})
