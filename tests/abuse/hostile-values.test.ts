// Every field of every endpoint, filled with what no honest client sends. Whatever comes, the answer is one of our codes and
// never a failure of ours: an endpoint added tomorrow is asked the same without a line here.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { z } from 'zod'
import { encodeCursor, type Endpoint } from '#kernel/contract'
import { ERRORS, type ErrorCode } from '#kernel/errors'
import { allEndpoints } from '#server/endpoints'
import { openHouse, place, type House, type Reply } from '#tests/support/house'
import { aTenant, thePlatform } from '#tests/support/tenant'
import { BODIES, thingsOf, type World } from '../authz/cases.ts'

const LONE = String.fromCharCode(0xd800)
const HOSTILE: readonly unknown[] = [
  '',
  ' ',
  'a\0b',
  `a${LONE}b`,
  'a\u202eb',
  "'; drop table identity.account; --",
  '../../../etc/passwd',
  '%_\\',
  '<script>alert(1)</script>',
  '__proto__',
  '9223372036854775808',
  '-1',
  '0x10',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999+23:59',
  'x'.repeat(5000),
  '👩‍🚀'.repeat(500),
  0,
  -1,
  1.5,
  2_147_483_648,
  9_007_199_254_740_991,
  -9_007_199_254_740_991,
  1e308,
  null,
  true,
  [],
  [[[[]]]],
  {},
  { toString: 'x', length: -1 },
  Array.from({ length: 1000 }, () => 'x'),
]

/** Answered by the edge for any endpoint; `buildOpenApi` adds them to each. */
const EVERYWHERE: ReadonlySet<string> = new Set<ErrorCode>([
  'INPUT_INVALID',
  'UNKNOWN_FIELD',
  'TEXT_INVALID',
  'AMOUNT_INVALID',
  'QTY_RANGE',
  'DATE_INVALID',
  'ENUM',
  'NOT_FOUND',
  'TOO_DEEP',
])

let house: House
let w: World
/** A valid input of each endpoint, made before any of them is asked for worse. */
const examples = new Map<string, Record<string, unknown>>()
before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  w = { house, platform, A: await aTenant(house, platform, 'A'), B: await aTenant(house, platform, 'B') }
  for (const e of allEndpoints) examples.set(e.id, await validInput(e))
})
after(() => house.close())

const words = { zh: '甲', en: 'A' }
/** Optional parts that a valid body may have, so that what is inside them is asked too. */
const MORE: Record<string, (v: World) => Record<string, unknown>> = {
  'shop.createProduct': () => ({
    skus: [{ name: words, priceMinor: '100', listPriceMinor: '200', onHand: 1, purchaseLimit: 2 }],
    attributes: [{ name: words, value: words }],
  }),
  'shop.updateProduct': () => ({ skus: [{ name: words, priceMinor: '100' }] }),
  'content.edit': () => ({
    media: {
      kind: 'video',
      videoUrl: '/media/world/clips/kettle.mp4',
      posterUrl: '/media/world/products/kettle.webp',
      durationMs: 12_000,
      width: 720,
      height: 1280,
      captions: { zh: '/media/world/a.vtt', en: '/media/world/b.vtt' },
    },
  }),
  'trade.shipOrder': () => ({ lines: [{ lineId: 'oln_x', qty: 1 }] }),
  'trade.placeOrder': (v) => ({
    lines: [{ skuId: v.A.sku.skuId, qty: 1, attribution: 'x.y' }],
    addressId: v.A.address.id,
  }),
  'signals.record': (v) => ({
    sentAt: '2026-11-01T04:00:00Z',
    items: [
      {
        id: 'sig_01J00000000000000000000001',
        kind: 'dwell',
        at: '2026-11-01T04:00:00Z',
        slateId: v.A.feed.slateId,
        position: 0,
        contentId: v.A.content.contentId,
        productId: null,
        dwellMs: 4000,
        durationMs: 12_000,
      },
    ],
  }),
  'ledger.setRate': () => ({ effectiveFrom: '2026-12-01T00:00:00Z' }),
}

/** A session of its own for each endpoint: some end the one they are asked with. */
async function tokenFor({ access }: Endpoint): Promise<string | null> {
  const { A, platform } = w
  if (
    access.kind !== 'org' &&
    access.kind !== 'platform' &&
    access.kind !== 'person' &&
    access.kind !== 'account'
  )
    return null
  const who =
    access.kind === 'platform'
      ? platform.admin
      : access.kind !== 'org'
        ? A.buyer
        : { shop: A.shopStaff.owner!, creator: A.creatorOwner, agency: A.agencyOwner }[access.org as 'shop']
  return (await house.db.transaction((tx) => house.doors.identity.openSession(tx, who.accountId))).token
}

async function validInput(e: Endpoint): Promise<Record<string, unknown>> {
  const things = await thingsOf(e.id, w.A, w)
  const inPath = [...e.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)
  return {
    ...Object.fromEntries(inPath.map((name) => [name, things[name]])),
    ...BODIES[e.id]?.(w.A, w),
    ...MORE[e.id]?.(w),
  }
}

type Path = (string | number)[]

/** Every place in the input where a value can stand: what the schema knows, and what the example has. */
function placesIn(e: Endpoint, example: unknown): Path[] {
  const found: Path[] = Object.keys(e.input.shape).map((name) => [name])
  const walk = (value: unknown, at: Path): void => {
    if (at.length > 1) found.push(at)
    if (Array.isArray(value)) value.slice(0, 1).forEach((v, i) => walk(v, [...at, i]))
    else if (value && typeof value === 'object')
      for (const [k, v] of Object.entries(value)) walk(v, [...at, k])
  }
  walk(example, [])
  return found
}

function withValue(input: Record<string, unknown>, at: Path, value: unknown): Record<string, unknown> {
  const copy = structuredClone(input)
  let parent: Record<string | number, unknown> = copy
  for (const key of at.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  parent[at.at(-1)!] = value
  return copy
}

/** What can be written into a URL, which knows neither objects nor half characters. */
const fitsUrl = (value: unknown) =>
  typeof value === 'string' ? value.isWellFormed() && value.length < 4000 : typeof value !== 'object'

function faultOf(e: Endpoint, reply: Reply): string | null {
  if (reply.status < 300) return null
  if (reply.status >= 500) return `${reply.status} ${reply.text.slice(0, 200)}`
  const {
    code,
    detail,
    title,
    errors = [],
  } = reply.body as {
    code: ErrorCode
    detail: string
    title: string
    errors?: { detail: unknown }[]
  }
  if (!(code in ERRORS) || !title || !detail) return `not a problem: ${reply.text.slice(0, 200)}`
  if (errors.some((x) => typeof x.detail !== 'string')) return `a detail in no language: ${reply.text}`
  if (/\bat .*\.ts:\d+|node_modules|select |insert into/i.test(reply.text))
    return `it says too much: ${reply.text}`
  if (!EVERYWHERE.has(code) && !e.errors.includes(code)) return `${code} is not among its errors`
  return null
}

describe('hostile values in every field', { concurrency: false }, () => {
  for (const e of allEndpoints) {
    if (e.raw || e.id === 'identity.logOut' || e.id === 'identity.logOutEverywhere') continue
    test(e.id, async () => {
      const input = examples.get(e.id)!
      const token = await tokenFor(e)
      const faults = new Map<string, string>()
      for (const at of placesIn(e, input)) {
        for (const value of HOSTILE) {
          const bad = withValue(input, at, value)
          const inUrl = e.method === 'GET' || e.method === 'DELETE' || e.path.includes(`{${at[0]}}`)
          if (inUrl && !fitsUrl(value)) continue
          if (inUrl && e.path.includes(`{${at[0]}}`) && String(value) === '') continue
          const { url, payload } = place(e, bad)
          const reply = await house.send({
            method: e.method,
            url,
            ip: '127.0.0.1',
            headers: {
              ...(token ? { authorization: `Bearer ${token}` } : {}),
              'idempotency-key': house.deps.ids.next('evt'),
              'if-match': '"1"',
              ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(payload === undefined ? {} : { payload }),
          })
          const fault = faultOf(e, reply)
          if (fault) faults.set(`${at.join('/')}: ${fault}`, JSON.stringify(value).slice(0, 60))
        }
      }
      assert.deepEqual([...faults], [])
    })
  }
})

test('after all that: every event is read, the feed answers, the books balance', async () => {
  await house.settle()
  const fresh = async (accountId: string) =>
    (await house.db.transaction((tx) => house.doors.identity.openSession(tx, accountId as 'usr_'))).token
  const token = await fresh(w.B.buyer.accountId)
  const { items, slateId } = await house.must('interest.getFeed', {}, token)
  assert.ok(items.length > 0)
  const log = await house.must('signals.getSlate', { slateId }, await fresh(w.platform.admin.accountId))
  for (const item of log.items as { score: number; propensity: number }[])
    assert.ok(Number.isFinite(item.score) && item.propensity >= 0 && item.propensity <= 1)
  const health = await house.must('ledger.getHealth', {}, await fresh(w.platform.admin.accountId))
  for (const s of health.sums) assert.deepEqual([s.pendingMinor, s.postedMinor], ['0', '0'])
})

test('no object in any input lets a field through that it does not know', () => {
  const open: string[] = []
  const walk = (schema: z.core.$ZodType, at: string): void => {
    const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>
    if (def.type === 'object') {
      const { shape, catchall } = def as unknown as z.core.$ZodObjectDef
      if (catchall?._zod.def.type !== 'never') open.push(at)
      for (const [name, s] of Object.entries(shape)) walk(s, `${at}.${name}`)
    }
    for (const key of ['innerType', 'element', 'in', 'out', 'left', 'right'])
      if (def[key]) walk(def[key] as z.core.$ZodType, at)
    for (const option of (def.options as z.core.$ZodType[] | undefined) ?? []) walk(option, at)
  }
  for (const e of allEndpoints) walk(e.input, e.id)
  assert.deepEqual(open, [])
})

test('a cursor whose parts are beyond every type is refused, not stumbled over', async () => {
  const lists = allEndpoints.filter((e) => 'cursor' in e.input.shape)
  assert.ok(lists.length >= 15)
  const parts = [
    '99999999999999999999',
    '-1',
    '',
    'NaN',
    '2026-13-99T99:99:99Z',
    "'",
    'x'.repeat(60),
    '1e400',
    LONE,
  ]
  const faults: string[] = []
  for (const e of lists) {
    const input = examples.get(e.id)!
    const token = await tokenFor(e)
    for (const part of parts) {
      for (let n = 1; n <= 3; n++) {
        if (!part.isWellFormed()) continue
        const cursor = encodeCursor(Array.from({ length: n }, () => part))
        const reply = await house.call(e.id, { ...input, cursor }, { token })
        if (
          reply.status !== 200 &&
          reply.body?.code !== 'CURSOR_INVALID' &&
          reply.body?.code !== 'INPUT_INVALID'
        )
          faults.push(`${e.id} ${n}×${part}: ${reply.text.slice(0, 200)}`)
      }
    }
  }
  assert.deepEqual(faults, [])
})
