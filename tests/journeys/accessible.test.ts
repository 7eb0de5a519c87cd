// Every screen of both apps, in both languages, on a phone and on a desktop: axe finds nothing, nothing scrolls sideways at
// 360 px, no page error is thrown. Ids in paths are filled from what the demo world really has.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page, Request } from 'playwright-core'
import { consoleRoutes } from '../../apps/console/routes-for-tests.ts'
import { shopperRoutes } from '../../apps/shopper/routes-for-tests.ts'
import { enterHouse, leaveHouse, newContext, PHONE, DESKTOP, Strip, type House } from '#tests/support/journey'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LANGUAGES = ['zh-CN', 'en-US'] as const

type Route = { path: string; role: string }
const ROUTES: readonly Route[] = [
  ...shopperRoutes.map((r) => ({ path: r.path, role: r.role })),
  ...consoleRoutes.map((r) => ({
    path: r.path.startsWith('/desk') ? r.path : `/desk${r.path}`,
    role: r.role,
  })),
]

let house: House
before(async () => {
  house = await enterHouse()
})
after(leaveHouse)

const get = async <T>(page: Page, path: string): Promise<T | null> => {
  const response = await page.request.get(`${house.url}${path}`)
  return response.ok() ? ((await response.json()) as T) : null
}
const post = (page: Page, path: string, data: unknown) =>
  page.request.post(`${house.url}${path}`, { data, headers: { origin: house.url } })

type Rows<K extends string> = { items: Record<K, string>[] }
type Session = { memberships: { orgId: string; orgKind: string; role: string }[] }

/** Logs the context in as the role's persona and answers what `$param`s mean for it. */
async function become(context: BrowserContext, role: string): Promise<Record<string, string>> {
  const page = await context.newPage()
  const personas = await get<{ items: { key: string; role: string }[] }>(page, '/api/v1/demo/personas')
  const persona = personas?.items.find((p) => p.role === (role === 'guest' ? '' : role))
  const answer = persona
    ? await post(page, '/api/v1/demo/session', { key: persona.key })
    : await post(page, '/api/v1/session/guest', {})
  assert.ok(answer.ok(), `${role}: ${answer.status()} ${await answer.text()}`)
  const { memberships } = (await get<Session>(page, '/api/v1/session'))!
  const ids: Record<string, string> = {}
  for (const m of memberships)
    ids[{ shop: 'shopId', creator: 'creatorId', agency: 'agencyId' }[m.orgKind] ?? 'orgId'] ??= m.orgId
  await fill(page, ids)
  await page.close()
  return ids
}

/** The first of everything that a route can name. */
async function fill(page: Page, ids: Record<string, string>): Promise<void> {
  const first = async (name: string, path: string, field = name) => {
    const rows = await get<Rows<string>>(page, path)
    const value = rows?.items[0]?.[field]
    if (value) ids[name] ??= value
  }
  const feed = await get<{
    items: {
      content: { contentId: string; author: { creatorId: string } }
      product: { productId: string; shopId: string } | null
    }[]
  }>(page, '/api/v1/feed')
  const shown = feed?.items[0]
  if (shown)
    Object.assign(ids, {
      contentId: ids.contentId ?? shown.content.contentId,
      authorId: shown.content.author.creatorId,
    })
  const product = feed?.items.find((i) => i.product)?.product
  if (product) ids.shopId ??= product.shopId
  const orders = await get<{ items: { orderId: string; checkoutId: string }[] }>(page, '/api/v1/orders')
  if (orders?.items[0])
    Object.assign(ids, { orderId: orders.items[0].orderId, checkoutId: orders.items[0].checkoutId })
  if (ids.shopId) {
    await first('orderId', `/api/v1/shops/${ids.shopId}/orders`)
    await first('productId', `/api/v1/shops/${ids.shopId}/products`)
    await first('payoutId', `/api/v1/shops/${ids.shopId}/payouts`)
  }
  if (ids.creatorId) await first('roomId', `/api/v1/creators/${ids.creatorId}/rooms`)
  await first('roomId', '/api/v1/rooms/live')
  await first('reviewId', '/api/v1/platform/reviews')
  await first('accountId', '/api/v1/platform/ledger/accounts')
  await first('transferId', '/api/v1/platform/ledger/transfers')
  await first('slateId', '/api/v1/platform/signals?kind=impression')
}

type Finding = { id: string; nodes: { target: string[]; failureSummary: string }[] }

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(o: object): Promise<{ violations: Finding[] }> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  )
  return violations.map(
    (v) =>
      `${v.id}: ${v.nodes
        .slice(0, 3)
        .map((n) => `${n.target.join(' ')} (${n.failureSummary.split('\n')[1]?.trim()})`)
        .join('; ')}`,
  )
}

/** Asked of the server and not answered yet; a clip that plays and a socket that is open are no questions. */
function questionsOf(page: Page): { open: () => number } {
  const open = new Set<Request>()
  const isQuestion = (r: Request) => r.resourceType() === 'fetch' || r.resourceType() === 'xhr'
  page.on('request', (r) => isQuestion(r) && open.add(r))
  page.on('requestfinished', (r) => open.delete(r))
  page.on('requestfailed', (r) => open.delete(r))
  page.on('framenavigated', () => open.clear())
  return { open: () => open.size }
}

const QUIET_MS = 150

/** A page has settled when its skeletons are gone and it has asked for nothing for a moment. */
async function settle(page: Page, questions: { open: () => number }): Promise<void> {
  let quietSince = performance.now()
  for (const until = performance.now() + 8_000; performance.now() < until;) {
    if (questions.open() > 0) quietSince = performance.now()
    else if (performance.now() - quietSince > QUIET_MS) break
    await page.waitForTimeout(25)
  }
  await page
    .waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'), null, { timeout: 8_000 })
    .catch(() => {})
}

/** How far the page can be pushed sideways, once the new width has been laid out. */
async function sidewaysPx(page: Page): Promise<number> {
  const read = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  await page
    .waitForFunction(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      null,
      { timeout: 2_000 },
    )
    .catch(() => {})
  return page.evaluate(read)
}

/** Everything that is wrong with the role's screens in one language. */
async function walk(role: string, locale: (typeof LANGUAGES)[number]): Promise<string[]> {
  const wrong: string[] = []
  const context = await newContext(house.browser, { locale, still: true })
  const ids = await become(context, role)
  const page = await context.newPage()
  const questions = questionsOf(page)
  page.on('pageerror', (error) => wrong.push(`${locale} ${page.url()}: ${error.message}`))
  const strip = new Strip(`screens-${role}-${locale}`)
  for (const route of ROUTES.filter((r) => r.role === role)) {
    const path = route.path.replaceAll(/\$(\w+)/g, (_all, name: string) => ids[name] ?? `missing-${name}`)
    if (path.includes('missing-')) {
      wrong.push(`${route.path}: the demo world has no ${path.split('missing-')[1]}`)
      continue
    }
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport)
      await page.goto(`${house.url}${path}`)
      await settle(page, questions)
      await strip.take(page, `${viewport.width}${route.path.replaceAll(/[^a-zA-Z]+/g, '-')}`)
      for (const f of await findings(page)) wrong.push(`${locale} ${viewport.width} ${route.path} ${f}`)
    }
    await page.setViewportSize({ width: 360, height: 740 })
    const excess = await sidewaysPx(page)
    if (excess > 0) wrong.push(`${locale} 360 ${route.path} scrolls ${excess} px sideways`)
  }
  await context.close()
  return wrong
}

for (const role of new Set(ROUTES.map((r) => r.role))) {
  test(`every ${role} route passes axe in zh and en at 390 and 1280 px, and fits 360 px`, async () => {
    const wrong = await Promise.all(LANGUAGES.map((locale) => walk(role, locale)))
    assert.deepEqual(wrong.flat(), [])
  })
}
