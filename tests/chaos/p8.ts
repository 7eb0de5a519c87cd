// P8: a request that moves stock or money may be repeated. Every idempotent endpoint there is, found in the contracts: eight of the same at
// once, again after a restart, again after a death between the effect and its answer, another body under the same key, another
// person's same key. What counts is counted in the database: the rows of all tables. The bad twin gives each repeat a key of its own.
import { sql } from 'kysely'
import { issueAttribution } from '#flows/attribution'
import type { Endpoint } from '#kernel/contract'
import { tables } from '#platform/database'
import { createHttpServer } from '#platform/http/server'
import { composeServer } from '#server/compose'
import { judge, type Runnable } from '../../bench/harness.ts'
import { throwawayDatabase } from './throwaway.ts'

const AT_ONCE = 8
type Body = Record<string, unknown>
type Rows = Map<string, number>
type Reply = { status: number; text: string }

/** Where the matrix's body would not do, or a second one is wanted that asks for something else. */
const WANTED: Record<string, (t: Body) => Body> = {
  'trade.placeOrder': (t) => ({
    lines: [{ skuId: (t.sku as Body).skuId, qty: 1 }],
    addressId: (t.address as Body).id,
    expectedTotalMinor: '12900',
    claimIds: [],
  }),
  'trade.shipBatch': () => ({ rows: [{ orderId: 'ord_x', carrier: 'YTO', trackingNo: 'YT00000001' }] }),
  'trade.decideRefund': () => ({ approve: true }),
}
const OTHERWISE: Record<string, (body: Body) => Body> = {
  'shop.openShop': (b) => ({ ...b, city: '苏州' }),
  'integrations.createWebhook': (b) => ({ ...b, note: 'ERP' }),
  'shop.createProduct': (b) => ({ ...b, title: { zh: '乙', en: 'B' } }),
  'shop.createWarehouse': (b) => ({ ...b, name: '三号仓' }),
  'shop.importStock': (b) => ({ ...b, fileBase64: 'U0tVIElELFByaWNlCg==' }),
  'shop.adjustStock': (b) => ({ ...b, reason: 'count' }),
  'shop.transferStock': (b) => ({ ...b, units: 2 }),
  'shop.lockForCampaign': (b) => ({ ...b, units: 2 }),
  'live.moveRoomStock': (b) => ({ ...b, units: 2 }),
  'live.createSale': (b) => ({ ...b, seconds: 90 }),
  'live.openCoupon': (b) => ({ ...b, minutes: 6 }),
  'trade.placeOrder': (b) => ({ ...b, note: '轻放' }),
  'trade.refundOrder': (b) => ({ ...b, reason: 'other' }),
  'trade.shipOrder': (b) => ({ ...b, carrier: 'YTO' }),
  'trade.shipBatch': () => ({ rows: [{ orderId: 'ord_y', carrier: 'YTO', trackingNo: 'YT00000002' }] }),
  'trade.decideRefund': () => ({ approve: false, refusal: '已经使用' }),
  'trade.applyAfterSale': (b) => ({ ...b, reason: 'other' }),
  'trade.moveAfterSale': () => ({ move: 'confirm' }),
  'trade.moveShopAfterSale': (b) => ({ ...b, note: '不符' }),
  'trade.approveAfterSales': () => ({ afterSaleIds: ['afs_y'] }),
  'trade.decideArbitration': (b) => ({ ...b, note: '另说' }),
  'ledger.setRate': (b) => ({ ...b, rateBps: 400 }),
  'ledger.draftAgreement': (b) => ({ ...b, basis: 'whole' }),
  'ledger.decideShopPayout': () => ({ approve: false }),
  'ledger.decidePayout': () => ({ approve: true }),
  'ledger.topUpDeposit': () => ({ amountMinor: '2' }),
  'ledger.replenishFund': () => ({ amountMinor: '2' }),
  'promotions.createShopCoupon': (b) => ({ ...b, units: 7 }),
  'promotions.createCreatorCoupon': (b) => ({ ...b, units: 7 }),
  'promotions.createPlatformCoupon': (b) => ({ ...b, units: 7 }),
}
/** They have nothing to say but their path: there is no other body. */
const BODILESS: readonly string[] = [
  'trade.payAgain',
  'ledger.withdraw',
  'ledger.withdrawCreator',
  'promotions.claimCoupon',
]

/** Cuts out of a recording; there is none here. */
const NEEDS_FOOTAGE: readonly string[] = ['live.cutClip']

export const run: Runnable['run'] = async ({ say }) => {
  const { url, drop } = await throwawayDatabase()
  process.env.TEST_DATABASE_URL = url
  const { openHouse, place } = await import('../support/house.ts')
  const { aTenant, thePlatform } = await import('../support/tenant.ts')
  const { BODIES, thingsOf } = await import('../authz/cases.ts')
  const { logInAgain } = await import('../authz/callers.ts')
  const house = await openHouse()
  const platform = await thePlatform(house)
  const w = {
    house,
    platform,
    A: await aTenant(house, platform, 'A'),
    B: await aTenant(house, platform, 'B'),
  }
  type Tenant = typeof w.A
  const restarted = await createHttpServer({
    ...house.deps,
    ...(await composeServer(house.deps, { payments: [house.payments.provider] })),
  })
  const figures = {
    endpoints: 0,
    requests: 0,
    effectsTooMany: 0,
    answersThatDiffer: 0,
    strangeRefusals: 0,
    restartsForgotten: 0,
    deathsDoubled: 0,
    keysReusedUnseen: 0,
    othersHeldUp: 0,
    twinEffectsTooMany: 0,
    notReached: 0,
  }

  const tokenOf = (e: Endpoint, t: Tenant) =>
    e.access.kind === 'platform'
      ? platform.admin.token
      : e.access.kind === 'org' && e.access.org === 'creator'
        ? t.creatorOwner.token
        : e.access.kind === 'org'
          ? t.shopStaff.owner!.token
          : t.buyer.token

  async function ask(e: Endpoint, body: Body, token: string, key: string, on = house.app): Promise<Reply> {
    figures.requests++
    const { url: path, payload } = place(e, body)
    const r = await on.inject({
      method: e.method,
      url: path,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': key,
        'accept-language': 'en',
      },
      payload: payload ?? '',
    })
    return { status: r.statusCode, text: r.body }
  }

  const inBag = async (t: Tenant): Promise<Body> => {
    const { roomId } = await t.aRoom()
    const bag = { creatorId: t.creatorId, roomId, productIds: [t.product.productId] }
    await house.must('live.addToBag', bag, t.creatorOwner.token)
    await house.db.transaction((tx) =>
      house.doors.identity.setRole(tx, {
        orgId: t.shopId,
        accountId: t.creatorOwner.accountId,
        role: 'operations',
      }),
    )
    return { roomId }
  }
  const preparation: Record<string, (t: Tenant) => Promise<Body>> = {
    'ledger.withdraw': async (t) => (await settled(t), {}),
    'ledger.withdrawCreator': async (t) => (await settled(t), {}),
    'ledger.topUpDeposit': async (t) => (await settled(t), {}),
    'ledger.decideShopPayout': waiting,
    'ledger.decidePayout': waiting,
    'live.moveRoomStock': inBag,
    'live.createSale': inBag,
    'trade.applyAfterSale': async (t) => {
      const { orderId } = await t.paidOrder()
      const { lines } = await house.must('trade.getOrder', { orderId }, t.buyer.token)
      const wish = { type: 'before-shipping', reason: 'changed-mind' }
      return { orderId, ...wish, lines: [{ lineId: lines[0].lineId, qty: 1 }] }
    },
    'trade.approveAfterSales': async (t) => {
      const { orderId } = await t.receivedOrder()
      const { lines } = await house.must('trade.getOrder', { orderId }, t.buyer.token)
      const wish = { orderId, type: 'refund-only', reason: 'other' }
      const asked = { ...wish, lines: [{ lineId: lines[0].lineId, qty: 1 }] }
      const { afterSaleId } = await house.must('trade.applyAfterSale', asked, t.buyer.token)
      return { afterSaleIds: [afterSaleId] }
    },
    'trade.payAgain': async (t) => {
      const { checkoutId, paymentId } = await t.order()
      await house.deliver(house.payments.decide(paymentId, 'failed'))
      return { checkoutId }
    },
  }
  /** A withdrawal that a second finance person must approve; asked for by one of two. */
  async function waiting(t: Tenant): Promise<Body> {
    await settled(t)
    const second = t.shopStaff.support!
    await house.db.transaction((tx) =>
      house.doors.identity.setRole(tx, { orgId: t.shopId, accountId: second.accountId, role: 'finance' }),
    )
    const asked = await house.must('ledger.withdraw', { shopId: t.shopId }, t.shopStaff.finance!.token)
    await house.db.transaction((tx) =>
      house.doors.identity.setRole(tx, { orgId: t.shopId, accountId: second.accountId, role: 'support' }),
    )
    return { payoutId: asked.payoutId }
  }
  /** An order that its creator brought, received and past its return window. */
  async function settled(t: Tenant): Promise<void> {
    const { productId } = t.product
    const attribution = issueAttribution(house.deps.config.secret, {
      v: 1,
      slateId: t.feed.slateId,
      position: 0,
      contentId: t.content.contentId,
      creatorId: t.creatorId,
      productId,
      accountId: t.buyer.accountId,
      at: house.clock.now().toISOString(),
    })
    const placed = await house.must(
      'trade.placeOrder',
      {
        lines: [{ skuId: t.sku.skuId, qty: 1, attribution }],
        addressId: t.address.id,
        expectedTotalMinor: '12900',
        claimIds: [],
      },
      t.buyer.token,
    )
    await house.pay(placed.paymentId)
    const [orderId] = placed.orderIds
    await house.must(
      'trade.shipOrder',
      { shopId: t.shopId, orderId, carrier: 'SF', trackingNo: `P8-${orderId.slice(-12)}` },
      t.shopStaff.owner!.token,
    )
    await house.must('trade.confirmReceipt', { orderId }, t.buyer.token)
    await house.must('demo.advanceClock', { days: 8 })
    await house.settle()
    await logInAgain(w)
  }

  async function inputOf(e: Endpoint, t: Tenant): Promise<Body> {
    const prepared = await preparation[e.id]?.(t)
    const things = await thingsOf(e.id, t, w)
    const named = [...e.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)
    const path = Object.fromEntries(named.map((n) => [n, things[n]]))
    const body = WANTED[e.id]?.(t as unknown as Body) ?? BODIES[e.id]?.(t, w) ?? {}
    return { ...path, ...body, ...prepared }
  }

  async function counted(): Promise<Rows> {
    const { rows } = await house.db.read((tx) =>
      sql<{ name: string; n: number }>`
        select schemaname || '.' || relname as name,
          (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', schemaname, relname), false, true, '')))[1]::text::int as n
        from pg_stat_user_tables
        -- Keys are what is tested; an account of the ledger is opened by whoever needs it first.
        where schemaname || '.' || relname not in ('platform.idempotency_key', 'ledger.account')`.execute(
        tables<unknown>(tx),
      ),
    )
    return new Map(rows.map((r) => [r.name, r.n]))
  }
  const grown = (a: Rows, b: Rows): Rows =>
    new Map([...b].map(([k, n]) => [k, n - (a.get(k) ?? 0)] as const).filter(([, n]) => n !== 0))
  const beyond = (got: Rows, allowed: Rows): string[] =>
    [...got].filter(([k, n]) => n > (allowed.get(k) ?? 0)).map(([k, n]) => `${k} +${n}`)
  const done = (r: Reply) => r.status >= 200 && r.status < 300

  async function one(e: Endpoint): Promise<void> {
    await logInAgain(w)
    const inputs = { A: await inputOf(e, w.A), B: await inputOf(e, w.B), twin: {} as Body }
    const tokens = { A: tokenOf(e, w.A), B: tokenOf(e, w.B) }
    const key = `p8-${e.id}`

    const r0 = await counted()
    const crowd = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(e, inputs.A, tokens.A, key)))
    const r1 = await counted()
    const first = crowd.find(done)
    if (!first) {
      figures.notReached++
      return say(`  ${e.id}: nobody got through: ${crowd[0]!.status} ${crowd[0]!.text.slice(0, 160)}`)
    }
    for (const r of crowd) {
      if (done(r)) figures.answersThatDiffer += r.text === first.text && r.status === first.status ? 0 : 1
      else if (!r.text.includes('REQUEST_IN_PROGRESS')) {
        figures.strangeRefusals++
        say(`  ${e.id}: ${r.status} ${r.text.slice(0, 120)}`)
      }
    }
    // The same person's key of the other tenant is nobody's business: it has an effect of its own, and tells what one effect is.
    const samePerson = tokens.A === tokens.B
    const theirs = await ask(e, inputs.B, tokens.B, samePerson ? `${key}-b` : key)
    const r2 = await counted()
    if (!done(theirs)) {
      figures.othersHeldUp++
      say(`  ${e.id}, another person: ${theirs.status} ${theirs.text.slice(0, 120)}`)
    }
    const single = grown(r1, r2)
    const tooMany = beyond(grown(r0, r1), single)
    figures.effectsTooMany += tooMany.length
    if (tooMany.length > 0) say(`  ${e.id}: ${tooMany.join(', ')}`)

    const again = await ask(e, inputs.A, tokens.A, key, restarted)
    if (again.text !== first.text || again.status !== first.status) {
      figures.restartsForgotten++
      say(`  ${e.id} after a restart: ${again.status} ${again.text.slice(0, 120)}`)
    }
    if (!BODILESS.includes(e.id)) {
      const other = OTHERWISE[e.id]
      if (!other) throw new Error(`${e.id} has no second body in tests/chaos/p8.ts`)
      const reused = await ask(e, { ...inputs.A, ...other(inputs.A) }, tokens.A, key)
      if (reused.status !== 409 || !reused.text.includes('IDEMPOTENCY_KEY_REUSED')) {
        figures.keysReusedUnseen++
        say(`  ${e.id}, another body: ${reused.status} ${reused.text.slice(0, 120)}`)
      }
    }
    // It died after its effect was committed and before its answer was kept: the repeat finds what it made.
    await house.db.read((tx) =>
      sql`update platform.idempotency_key set status = null, body = null, locked_until = now() - interval '1 second'
        where key = ${key} and endpoint = ${e.id}`.execute(tables<unknown>(tx)),
    )
    const r3 = await counted()
    const afterDeath = await ask(e, inputs.A, tokens.A, key)
    const doubled = beyond(grown(r3, await counted()), new Map())
    figures.deathsDoubled += doubled.length
    if (doubled.length > 0)
      say(
        `  ${e.id} after a death: ${doubled.join(', ')} (${afterDeath.status} ${afterDeath.text.slice(0, 80)})`,
      )
  }

  /** A client that invents a new key for each try. */
  async function twin(e: Endpoint): Promise<number> {
    await logInAgain(w)
    const [a, b] = [await inputOf(e, w.A), await inputOf(e, w.B)]
    const r0 = await counted()
    const single = await ask(e, b, tokenOf(e, w.B), 'p8-twin-single')
    const r1 = await counted()
    const many = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => ask(e, a, tokenOf(e, w.A), `p8-twin-${i}`)),
    )
    const tooMany = beyond(grown(r1, await counted()), grown(r0, r1))
    say(
      `the bad twin: ${many.filter(done).length} orders for one; alone ${single.status} ${many[0]!.text.slice(0, 120)}`,
    )
    return done(single) ? tooMany.length : 0
  }

  try {
    const endpoints = house.endpoints.filter((e) => e.idempotent && !NEEDS_FOOTAGE.includes(e.id))
    for (const e of endpoints) {
      await one(e)
      figures.endpoints++
    }
    figures.twinEffectsTooMany = await twin(house.endpoint('trade.placeOrder'))
    say(`${figures.endpoints} endpoints, ${figures.requests} requests`)
    return judge('P8', figures, {
      endpoints: { min: 10 },
      effectsTooMany: { max: 0 },
      answersThatDiffer: { max: 0 },
      strangeRefusals: { max: 0 },
      restartsForgotten: { max: 0 },
      deathsDoubled: { max: 0 },
      keysReusedUnseen: { max: 0 },
      othersHeldUp: { max: 0 },
      notReached: { max: 0 },
      twinEffectsTooMany: { min: 1 },
    })
  } finally {
    await restarted.close()
    await house.close()
    await drop()
  }
}
