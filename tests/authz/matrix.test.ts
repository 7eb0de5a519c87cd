// Every endpoint × every caller × one's own, another's, a missing thing. The expected answer of each cell comes from
// policy.ts; another tenant's id must be answered, byte for byte, like one that was never there.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Endpoint } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Route } from '#platform/http/dispatch'
import { allEndpoints } from '#server/endpoints'
import { openHouse, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'
import type { FixturePerson } from '../../modules/identity/fixtures.ts'
import { accountsOfCallers, logInAgain, tokenFor } from './callers.ts'
import { BODIES, missing, PLAIN_PARAMS, thingsOf, USES_UP, type Params, type World } from './cases.ts'
import {
  CALLERS,
  expected,
  POLICY,
  targetsOf,
  type Caller,
  type CallerName,
  type Rule,
  type Target,
  type Verdict,
} from './policy.ts'

let house: House
let w: World
let accounts: Record<CallerName, FixturePerson | null>
const NAMES = Object.keys(CALLERS) as CallerName[]
let cells = 0
/** How long a 404 took, for what is another's and for what is not there. */
const tookMs: { other: number[]; missing: number[] } = { other: [], missing: [] }

before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  w = { house, platform, A: await aTenant(house, platform, 'A'), B: await aTenant(house, platform, 'B') }
  accounts = await accountsOfCallers(w)
  const { identity } = house.doors
  await house.db.transaction(async (tx) => {
    await identity.markPersona(tx, w.A.buyer.accountId, {
      key: 'matrix',
      role: 'shopper',
      label: { zh: '买家', en: 'Buyer' },
    })
    await identity.suspendAccount(tx, accounts.suspendedAccount!.accountId, true)
  })
})
after(() => house.close())

const medianOf = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!
const paramsOf = (endpoint: Endpoint) => [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)
const thingParams = (endpoint: Endpoint) => paramsOf(endpoint).filter((p) => !(p in PLAIN_PARAMS))
const isWrite = (endpoint: Endpoint) => endpoint.method !== 'GET'

test('every endpoint has a policy, and every policy an endpoint', () => {
  assert.deepEqual(Object.keys(POLICY).toSorted(), allEndpoints.map((e) => e.id).toSorted())
})

describe('the matrix', { concurrency: false }, () => {
  for (const endpoint of allEndpoints) {
    const rule = POLICY[endpoint.id]
    if (!rule) continue
    test(endpoint.id, async () => assert.deepEqual(await faultsOf(endpoint, rule), []))
  }
  test('there were as many cells as there should be, and another’s thing takes as long to refuse as a missing one', (t) => {
    assert.ok(cells >= allEndpoints.length * NAMES.length, `${cells} cells`)
    const [other, missing] = [medianOf(tookMs.other), medianOf(tookMs.missing)]
    assert.ok(
      Math.max(other, missing) / Math.min(other, missing) < 1.5,
      `another's ${other} ms, a missing one ${missing} ms`,
    )
    t.diagnostic(`${allEndpoints.length} endpoints × ${NAMES.length} callers: ${cells} cells`)
  })
})

describe(
  'a matrix that finds nothing proves nothing: planted holes turn it red',
  { concurrency: false },
  () => {
    const plant = async (id: string, change: (route: Route) => void): Promise<string[]> => {
      const route = house.server.dispatcher.routes.get(id)!
      const before = { handle: route.handle, access: route.endpoint.access }
      change(route)
      const faults = await faultsOf(route.endpoint, POLICY[id]!)
      route.handle = before.handle
      route.endpoint.access = before.access
      return faults
    }

    test('a guard forgotten', async () => {
      const faults = await plant(
        'ledger.getShopFinance',
        (route) => (route.endpoint.access = { kind: 'public' }),
      )
      assert.ok(
        faults.some((f) => f.startsWith('anonymous on own')) &&
          faults.some((f) => f.startsWith('otherShopOwner on other')),
        faults.join('\n'),
      )
    })
    test('the wrong scope asked for', async () => {
      const faults = await plant(
        'trade.shipOrder',
        (route) =>
          (route.endpoint.access = { kind: 'org', org: 'shop', scope: 'order.read', param: 'shopId' }),
      )
      assert.deepEqual(
        faults.map((f) => f.split(' ')[0]).filter((name, i, all) => all.indexOf(name) === i),
        ['shopOperations', 'shopSupport', 'shopFinance'],
      )
    })
    test('somebody else’s thing refused in other words than a missing one', async () => {
      const faults = await plant('trade.getOrder', (route) => {
        const { handle } = route
        route.handle = async (input: never, ctx) => {
          const { orderId } = input as { orderId: string }
          return handle(input, ctx).catch((error: unknown) => {
            throw orderId.endsWith('MISS') ? error : new AppError('NOT_FOUND', { hint: 'not yours' })
          })
        }
      })
      assert.ok(faults.includes('otherBuyer: different 404s for other, missing'), faults.join('\n'))
    })
  },
)

/** The cells of one endpoint that are not as its rule says. */
async function faultsOf(endpoint: Endpoint, rule: Rule): Promise<string[]> {
  const { A, B } = w
  await logInAgain(w)
  const things = { A: await thingsOf(endpoint.id, A, w), B: await thingsOf(endpoint.id, B, w) }
  const wrong: string[] = []
  const tokens = new Map<CallerName, string | null>()
  for (const name of NAMES) {
    const caller: Caller = CALLERS[name]
    const [home, away] = caller.tenant === 'B' ? [B, A] : [A, B]
    const [mine, theirs] = caller.tenant === 'B' ? [things.B, things.A] : [things.A, things.B]
    const hidden: { target: Target; reply: Reply }[] = []
    for (const target of targetsOf(rule, thingParams(endpoint).length > 0)) {
      const verdict = expected(rule, name, target, isWrite(endpoint))
      const fresh =
        verdict.kind === 'allowed' && USES_UP.has(endpoint.id)
          ? await thingsOf(endpoint.id, target === 'other' || target === 'other below own' ? away : home, w)
          : null
      const params = pick(
        endpoint,
        rule,
        target,
        fresh && target === 'own' ? fresh : mine,
        fresh && target !== 'own' ? fresh : theirs,
      )
      const started = performance.now()
      const reply = await ask(endpoint, name, params, target === 'other' ? away : home, tokens)
      if (reply.status === 404 && target !== 'own')
        tookMs[target.startsWith('other') ? 'other' : 'missing'].push(performance.now() - started)
      cells += 1
      const fault = faultOf(endpoint, verdict, reply)
      if (fault) wrong.push(`${name} on ${target}: ${fault}`)
      if (reply.status === 404) hidden.push({ target, reply })
    }
    const bodies = new Map(hidden.map((h) => [withoutId(h.reply), h.target]))
    if (bodies.size > 1) wrong.push(`${name}: different 404s for ${[...bodies.values()].join(', ')}`)
  }
  return wrong
}

/** The path's parameters for one target. */
function pick(endpoint: Endpoint, rule: Rule, target: Target, mine: Params, theirs: Params): Params {
  const names = paramsOf(endpoint)
  const scope = rule.who === 'member' ? `${rule.of}Id` : null
  const entries = names.map((p) => {
    if (p in PLAIN_PARAMS && !(endpoint.id === 'interest.unmute' && p === 'about'))
      return [p, PLAIN_PARAMS[p]]
    const ofOrganisation = p === scope
    if (target === 'missing' || (target === 'missing below own' && !ofOrganisation))
      return [p, p in PLAIN_PARAMS ? PLAIN_PARAMS[p] : missing(p)]
    if (target === 'other' || (target === 'other below own' && !ofOrganisation)) return [p, theirs[p]]
    return [p, mine[p]]
  })
  return Object.fromEntries(entries) as Params
}

const endsSessions = (endpoint: Endpoint) => endpoint.id.startsWith('identity.')

/** `tokens` keeps each caller's session for one endpoint's cells, where the endpoint leaves sessions alone. */
async function ask(
  endpoint: Endpoint,
  name: CallerName,
  params: Params,
  tenant: Tenant,
  tokens: Map<CallerName, string | null>,
): Promise<Reply> {
  const suspends = 'shopSuspended' in CALLERS[name]
  const suspend = (on: boolean) =>
    house.db.transaction((tx) => house.doors.identity.suspendOrganisation(tx, w.A.shopId, on))
  if (suspends) await suspend(true)
  const before = house.clock.now()
  try {
    const token = tokens.get(name) ?? (await tokenFor(w, name, accounts[name]))
    if (!endsSessions(endpoint) && !('token' in CALLERS[name])) tokens.set(name, token)
    const body = BODIES[endpoint.id]?.(tenant, w) ?? {}
    // Any version will do: a stale one is refused behind the gate.
    const ifMatch = endpoint.method === 'PATCH' ? { ifMatch: 1 } : {}
    return await house.call(endpoint.id, { ...body, ...params }, { token, ip: nextIp(), ...ifMatch })
  } finally {
    house.clock.set(before)
    if (suspends) await suspend(false)
  }
}

let ips = 0
/** Throttles by address must not answer for the gate. */
const nextIp = () => `10.${Math.floor((ips += 1) / 65_536) % 256}.${Math.floor(ips / 256) % 256}.${ips % 256}`

/** What is wrong with an answer, or null. A write that was let through may still be refused for what it says (4xx). */
function faultOf(endpoint: Endpoint, verdict: Verdict, { status, body, text }: Reply): string | null {
  if (verdict.kind === 'refused') {
    return status === verdict.status && body?.code === verdict.code
      ? null
      : `${verdict.status} ${verdict.code} expected, got ${status} ${text.slice(0, 200)}`
  }
  if (status < 300) return null
  const letThrough = isWrite(endpoint) && status < 500 && ![401, 403, 404].includes(status)
  return letThrough || EXPECTED_BEHIND_THE_GATE[endpoint.id] === body?.code
    ? null
    : `allowed expected, got ${status} ${text.slice(0, 300)}`
}

/** Answers of these look like a refusal at the gate and are about the content of the call. */
const EXPECTED_BEHIND_THE_GATE: Record<string, string> = {
  'identity.logIn': 'INVALID_CREDENTIALS', // the password is wrong
  'trade.findCheckout': 'NOT_FOUND', // nobody has used that key
  'trade.printLabels': 'NOT_FOUND', // none of the parcels is there
  // Whoever runs the room still needs the shop's word for its prices and its stock.
  'ledger.signAgreement': 'FOUR_EYES', // who drafted it
  'ledger.getShopStatement': 'NOT_FOUND', // nothing happened in that month
  'ledger.getCreatorStatement': 'NOT_FOUND',
  'ledger.getAgencyStatement': 'NOT_FOUND',
  'live.setRoomPrices': 'SHOP_CONSENT',
  'live.moveRoomStock': 'SHOP_CONSENT',
  'live.createSale': 'SHOP_CONSENT',
  'live.openCoupon': 'SHOP_CONSENT',
  'integrations.revealReceivers': 'NOT_FOUND', // the shop has no such order
  'integrations.resendDelivery': 'STATE_CONFLICT', // it waits already
  'interest.notInterested': 'NOT_FOUND', // the slate has no such place
}

function withoutId({ body }: Reply): string {
  const { request_id: _, ...rest } = body as Record<string, unknown>
  return JSON.stringify(rest)
}
