// The platform's main job, in a real browser: a new shopper with a taste she never states swipes fifteen times, the feed
// learns it, she buys something in four taps, the merchant ships, the clock moves on, and every statement adds up to what
// she paid. Leaves a strip of screenshots.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { enterHouse, leaveHouse, newContext, Strip, type House } from '#tests/support/journey'

type Item = {
  position: number
  content: { contentId: string; categoryId: string | null }
  product: Product | null
}
type Product = { productId: string; shopId: string; categoryId: string; availability: string }

/** What the hidden taste is; the shopper never says so. The demo merchant sells in it, so that somebody can ship. */
const TASTE = 'kitchen'
const SWIPES = 15
const NEXT = 20

let house: House
let context: BrowserContext
let shopper: Page
const strip = new Strip('swipe-to-settled')
/** Everything the feed has answered, by content. */
const seen = new Map<string, Item>()

before(async () => {
  house = await enterHouse()
  context = await newContext(house.browser)
  shopper = await context.newPage()
  shopper.on('response', (response) => {
    if (!response.url().includes('/api/v1/feed')) return
    void response
      .json()
      .then((slate: { items?: Item[] }) => slate.items?.forEach((i) => seen.set(i.content.contentId, i)))
      .catch(() => {})
  })
})
after(async () => {
  console.log(`· strip: ${await strip.save()}`)
  await context.close()
  await leaveHouse()
})

const call = async <T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> => {
  const response = await page.request.fetch(`${house.url}${path}`, {
    method,
    headers: { origin: house.url, ...headers },
    ...(body === undefined ? {} : { data: body }),
  })
  assert.ok(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`)
  return (await response.json()) as T
}

const categoryOf = (item: Item) => item.product?.categoryId ?? item.content.categoryId
const shareOf = (items: readonly Item[]) => items.filter((i) => categoryOf(i) === TASTE).length / items.length

/** The item on the screen, by the link its page would have; the store keeps the order the server gave. */
async function current(page: Page): Promise<Item> {
  const id = await page.locator('article.slide:not([inert])').getAttribute('data-content')
  const item = id ? seen.get(id) : undefined
  assert.ok(item, `the item on screen (${id}) came from a slate`)
  return item
}

async function next(page: Page): Promise<void> {
  const place = await page.locator('article.slide:not([inert])').getAttribute('data-place')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(
    (p) => document.querySelector('article.slide:not([inert])')?.getAttribute('data-place') !== p,
    place,
  )
  await page.waitForTimeout(250) // the scroll comes to rest
}

/** What is to her taste she likes and watches, the rest she swipes away. */
async function watchOrSwipe(page: Page): Promise<Item> {
  const item = await current(page)
  if (categoryOf(item) === TASTE) {
    await page.keyboard.press('l')
    await page.waitForTimeout(4_000)
  } else await page.waitForTimeout(350)
  await next(page)
  return item
}

test('the feed learns a taste nobody stated', async () => {
  await shopper.goto(house.url)
  await shopper.locator('article.slide:not([inert])').waitFor()
  await strip.take(shopper, 'first-frame')

  for (let i = 0; i < SWIPES; i++) await watchOrSwipe(shopper)
  await strip.take(shopper, 'after-15-swipes')

  const items: Item[] = []
  for (let i = 0; i < NEXT; i++) items.push(await watchOrSwipe(shopper))

  const plain = await nonPersonalised()
  console.log(
    `· taste share: ${shareOf(items).toFixed(2)} of the next ${NEXT}, ${shareOf(plain).toFixed(3)} of ${plain.length} without personalisation`,
  )
  assert.ok(shareOf(items) >= 3 * shareOf(plain), 'at least three times the share')
  await shopper.goto(`${house.url}/me/interests`)
  await shopper.getByRole('heading', { level: 1 }).waitFor()
  await strip.take(shopper, 'her-interests')
})

/** What a person who switched personalisation off is shown. */
async function nonPersonalised(): Promise<Item[]> {
  const other = await newContext(house.browser)
  const page = await other.newPage()
  await call(page, 'POST', '/api/v1/session/guest', {})
  await call(page, 'PUT', '/api/v1/me/personalisation', { enabled: false })
  const items: Item[] = []
  for (let i = 0; i < 5; i++)
    items.push(...(await call<{ items: Item[] }>(page, 'GET', '/api/v1/feed?count=20')).items)
  await other.close()
  return items
}

let bought: { orderId: string; shopId: string; totalMinor: string; creatorId: string | null }

test('she buys in four taps', async () => {
  await signUpWithAddress()
  const shops = await personaShops()
  await shopper.goto(house.url)
  await shopper.locator('article.slide:not([inert])').waitFor()
  for (let i = 0; ; i++) {
    const { product } = await current(shopper)
    // Few are both hers and of such a shop, and she has met most of them: after a while anything of theirs will do.
    const hers = product?.categoryId === TASTE || i >= 40
    if (hers && product?.availability === 'onSale' && shops.has(product.shopId)) break
    assert.ok(i < 120, 'something of a shop whose desk we can open came by')
    await next(shopper)
  }
  await shopper.waitForTimeout(800) // the clip is on
  await strip.take(shopper, 'something-she-was-not-looking-for')

  let taps = 0
  const tap = async (target: ReturnType<Page['locator']>) => {
    taps++
    await target.click()
  }
  await tap(shopper.locator('article.slide:not([inert]) button.strip'))
  const buyNow = shopper.getByRole('button', { name: '立即购买' })
  await buyNow.waitFor()
  await strip.take(shopper, 'product-sheet-over-the-video')
  await tap(buyNow)
  const toPay = shopper.getByRole('button', { name: /提交订单/ })
  await shopper.locator('.breakdown-total').waitFor()
  await strip.take(shopper, 'what-it-costs')
  await tap(toPay)
  const pay = shopper.getByRole('button', { name: /确认支付/ })
  await pay.waitFor()
  await strip.take(shopper, 'hosted-pay-page')
  await tap(pay)
  assert.equal(taps, 4)

  await shopper.getByText('支付成功').waitFor() // back at the shop, and the provider's word has arrived
  await strip.take(shopper, 'paid')
  const { items } = await call<{
    items: { orderId: string; shopId: string; totalMinor: string; state: string }[]
  }>(shopper, 'GET', '/api/v1/orders')
  const order = items[0]!
  assert.equal(order.state, 'paid')
  bought = { ...order, creatorId: null }
})

async function signUpWithAddress(): Promise<void> {
  await shopper.goto(`${house.url}/signup`)
  await shopper.getByLabel('邮箱').fill(`journey-${Date.now()}@example.com`)
  await shopper.getByLabel('密码').fill('a-long-enough-phrase')
  await shopper.getByRole('button', { name: '注册', exact: true }).click()
  await shopper.waitForURL((url) => !url.pathname.startsWith('/signup'))
  await call(shopper, 'POST', '/api/v1/me/addresses', {
    name: '林晓',
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号 2 单元 301',
    isDefault: true,
  })
}

type Session = { memberships: { orgId: string; orgKind: string; role: string }[] }

/** Shops that have a one-click log-in: shop id → persona. */
async function personaShops(): Promise<Map<string, string>> {
  const other = await newContext(house.browser)
  const page = await other.newPage()
  const { items } = await call<{ items: { key: string; role: string }[] }>(
    page,
    'GET',
    '/api/v1/demo/personas',
  )
  const shops = new Map<string, string>()
  for (const { key } of items) {
    await call(page, 'POST', '/api/v1/demo/session', { key })
    const { memberships } = await call<Session>(page, 'GET', '/api/v1/session')
    for (const m of memberships) if (m.orgKind === 'shop' && m.role === 'owner') shops.set(m.orgId, key)
  }
  await other.close()
  return shops
}

test('the merchant ships, the clock moves on, and every statement adds up', async () => {
  const persona = (await personaShops()).get(bought.shopId)
  assert.ok(persona, 'the shop has a one-click log-in')
  const deskContext = await newContext(house.browser, { viewport: { width: 1440, height: 900 } })
  const desk = await deskContext.newPage()
  await call(desk, 'POST', '/api/v1/demo/session', { key: persona })
  await call(desk, 'PATCH', '/api/v1/me', { locale: 'zh' })

  const before = await pendingOf(desk)
  await desk.goto(`${house.url}/desk/shop/${bought.shopId}`)
  await desk.getByRole('heading', { level: 1 }).waitFor()
  await strip.take(desk, 'merchant-home')
  await desk.goto(`${house.url}/desk/shop/${bought.shopId}/orders/${bought.orderId}`)
  await desk.getByRole('button', { name: '发货' }).first().click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('运单号').fill(`SF${Date.now()}`)
  await strip.take(desk, 'merchant-ships')
  const sent = desk.waitForResponse((r) => r.url().endsWith('/packages') && r.request().method() === 'POST')
  await dialog.getByRole('button', { name: /^发出/ }).click()
  assert.ok((await sent).ok(), 'the package was sent')

  await shopper.goto(`${house.url}/orders/${bought.orderId}`)
  await shopper.getByRole('button', { name: '确认收货' }).click()
  await shopper.getByRole('dialog').getByRole('button', { name: '确认收货' }).click()
  await shopper.getByText('已收货，喜欢吗').waitFor()
  await strip.take(shopper, 'received')

  await call(desk, 'POST', '/api/v1/demo/clock', { days: 8 })
  await desk.goto(`${house.url}/desk/shop/${bought.shopId}/money?order=${bought.orderId}`)
  await desk
    .getByText(/已结算/)
    .first()
    .waitFor()
  await desk.waitForTimeout(600)
  await strip.take(desk, 'settled')

  await assertAddsUp(desk)
  assert.ok((await pendingOf(desk)) !== before, "the merchant's numbers moved")
  await deskContext.close()
})

const pendingOf = async (desk: Page): Promise<string> =>
  JSON.stringify(await call(desk, 'GET', `/api/v1/shops/${bought.shopId}/finance`))

type Explained = {
  state: string
  paidMinor: string
  lines: unknown[]
  parties: { role: string; netMinor: string }[]
}

/** What merchant, creator, agency, recruiter and platform received is exactly what she paid. */
async function assertAddsUp(desk: Page): Promise<void> {
  const explained = await call<Explained>(
    desk,
    'GET',
    `/api/v1/shops/${bought.shopId}/finance/orders/${bought.orderId}`,
  )
  const received = explained.parties.reduce((sum, p) => sum + BigInt(p.netMinor), 0n)
  console.log(
    `· she paid ${explained.paidMinor}; ${explained.parties.map((p) => `${p.role} ${p.netMinor}`).join(', ')}`,
  )
  assert.equal(explained.paidMinor, bought.totalMinor)
  assert.equal(received, BigInt(bought.totalMinor))
}
