// The shopper's app under fingers and keys: what moves, what keeps playing, what comes back, what is never lost; and a new
// shopper who signs up while buying, is declined, pays, and takes her money back.
import assert from 'node:assert/strict'
import { after, before, beforeEach, afterEach, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { enterHouse, leaveHouse, newContext, type House } from '#tests/support/journey'

let house: House
let context: BrowserContext
let page: Page
let wrong: string[] = []

before(async () => {
  house = await enterHouse()
})
after(leaveHouse)
beforeEach(async () => {
  context = await newContext(house.browser)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.url })
  page = await context.newPage()
  wrong = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().includes('Failed to load resource')) wrong.push(m.text())
  })
})
afterEach(async () => {
  await context.close()
  assert.deepEqual(wrong, [], 'no page error, nothing refused by the Content-Security-Policy')
})

const current = () => page.locator('article.slide:not([inert])')
const place = async () => Number(await current().getAttribute('data-place'))
const dialog = () => page.getByRole('dialog')

async function openFeed(): Promise<void> {
  await page.goto(house.url)
  await current().waitFor()
}

/** Presses a key and waits until the item `by` places further is on screen and at rest: a click while it comes would turn it back. */
async function move(key: string, by: number): Promise<void> {
  const wanted = String((await place()) + by)
  await page.keyboard.press(key)
  await page.waitForFunction((p) => {
    const slide = document.querySelector('article.slide:not([inert])')
    const off =
      (slide?.getBoundingClientRect().top ?? 0) - (slide?.parentElement?.getBoundingClientRect().top ?? 0)
    return slide?.getAttribute('data-place') === p && Math.abs(off) < 1
  }, wanted)
}

/** Swipes on until the item on screen has what `selector` names. */
async function swipeTo(selector: string): Promise<void> {
  for (let i = 0; i < 40 && (await current().locator(selector).count()) === 0; i++) await move('j', 1)
  await current().locator(selector).first().waitFor()
}

test('the feed by keyboard and by finger; the clip plays on under a sheet', async () => {
  await openFeed()
  for (const [key, by] of [
    ['ArrowDown', 1],
    ['j', 1],
    ['k', -1],
    ['ArrowUp', -1],
  ] as const)
    await move(key, by)
  await page.keyboard.press('l')
  await current().getByRole('button', { name: '取消点赞' }).waitFor()
  // The first key was a gesture and let the sound on, unless the browser refused it: `m` changes whatever it is.
  const speaker = page.getByRole('button', { name: /^(打开|关闭)声音$/ })
  const was = await speaker.getAttribute('aria-label')
  await page.keyboard.press('m')
  await page.getByRole('button', { name: was === '关闭声音' ? '打开声音' : '关闭声音' }).waitFor()

  await swipeTo('.slide-video')
  const isPaused = (paused: boolean) =>
    page.waitForFunction((p) => {
      const video = document.querySelector<HTMLVideoElement>('article.slide:not([inert]) video')
      return video !== null && video.paused === p && (p || video.currentTime > 0)
    }, paused)
  await isPaused(false)
  await page.keyboard.press(' ')
  await isPaused(true)
  await current().locator('.slide-tap').click()
  await isPaused(false)
  assert.ok((await page.locator('video').count()) <= 3, 'three video elements at most')

  await swipeTo('.slide-video ~ .slide-below .strip, .slide-media ~ .slide-below .strip')
  const strip = current().locator('.strip')
  await strip.click()
  await page.locator('.product-sheet .product-name').waitFor()
  await page.goBack()
  await dialog().waitFor({ state: 'detached' })
  await strip.click()
  await page.locator('.product-sheet .product-name').waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.classList.contains('strip'))
})

test('not interested acts at once and can be taken back; a reload returns to the same frame', async () => {
  await openFeed()
  await move('j', 1)
  const before = await place()
  await current().locator('.why-chip').click()
  await dialog().getByRole('button', { name: '这条内容' }).click()
  await page.waitForFunction(
    (p) => Number(document.querySelector('article.slide:not([inert])')?.getAttribute('data-place')) > p,
    before,
  )
  await page.getByRole('button', { name: '撤销' }).click()

  await move('j', 1)
  const frame = await current().getAttribute('data-content')
  await page.reload()
  await current().waitFor()
  assert.equal(await current().getAttribute('data-content'), frame)
})

/** Asked again and again, not awaited as an event: what happened before one began to listen is not missed. */
async function comesTrue(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    assert.ok(tries < 200, `within 20 s: ${what}`)
    await page.waitForTimeout(100)
  }
}

test('offline says so and loses nothing: what was seen arrives when the network is back', async () => {
  type Batch = { items: { id: string; kind: string }[] }
  const made = new Set<string>()
  const answered = new Set<string>()
  const refused: unknown[] = []
  page.on('request', (r) => {
    if (r.url().endsWith('/api/v1/signals')) for (const s of (r.postDataJSON() as Batch).items) made.add(s.id)
  })
  page.on('response', (r) => {
    if (!r.url().endsWith('/api/v1/signals') || !r.ok()) return
    for (const s of (r.request().postDataJSON() as Batch).items) answered.add(s.id)
    void r
      .json()
      .then((body: { refused: unknown[] }) => refused.push(...body.refused))
      .catch(() => {})
  })
  const missing = () => [...made].filter((id) => !answered.has(id))
  await openFeed()
  await move('j', 1)
  await comesTrue('what was seen online arrives', () => made.size > 0 && missing().length === 0)
  const online = made.size
  await context.setOffline(true)
  await page.locator('.offline p').waitFor()
  await move('j', 1)
  await move('j', 1)
  await comesTrue('offline it is tried', () => missing().length > 0)
  await context.setOffline(false)
  await page.locator('.offline p').waitFor({ state: 'detached' })
  await move('j', 1)
  await comesTrue('all of it arrives', () => made.size > online + 3 && missing().length === 0)
  assert.deepEqual(refused, [])
})

test('a new shopper signs up while buying, is declined, pays, and takes her money back', async () => {
  await openFeed()
  await swipeTo('.strip:not(:has(.is-gone))')
  await current().locator('.strip').click()
  await dialog().getByRole('button', { name: '立即购买' }).click()
  await page.locator('.breakdown-total').waitFor()
  const submit = page.locator('.pay-bar button')
  await submit.click()
  assert.equal(
    await page.evaluate(() => (document.activeElement as HTMLInputElement).type),
    'email',
    'an empty form points at its first field',
  )

  await dialog().getByLabel('邮箱').fill(`hand-${Date.now()}@example.com`)
  await dialog().getByLabel('密码').fill('a-long-enough-phrase')
  const address = {
    name: '张小满',
    phone: '123',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号',
  }
  for (const [field, text] of Object.entries(address))
    await page.locator(`.address-${field} input`).fill(text)
  await submit.click()
  await page.locator('.address-phone .field-error').waitFor()
  assert.equal(
    await page.locator('.account-fields').count(),
    0,
    'the account was made; only the phone is asked again',
  )
  assert.equal(
    await page.locator('.address-detail input').inputValue(),
    address.detail,
    'nothing she wrote is lost',
  )
  await page.locator('.address-phone input').fill('13800138000')
  await submit.click()

  await page.getByRole('button', { name: '拒绝付款' }).click()
  await page.getByText('支付没有成功').waitFor()
  await page.getByRole('button', { name: '去支付' }).click()
  await page.getByRole('button', { name: /确认支付/ }).click()
  await page.getByText('支付成功').waitFor()

  await page.getByRole('link', { name: '查看订单' }).click()
  await page.getByRole('button', { name: '申请退款' }).click()
  await dialog().getByRole('button', { name: '提交退款申请' }).click()
  await page.getByRole('heading', { name: '钱已退回' }).waitFor()
  const orderId = new URL(page.url()).pathname.split('/').at(-1)
  const order = (await (await page.request.get(`${house.url}/api/v1/orders/${orderId}`)).json()) as {
    lines: { credit: unknown }[]
  }
  assert.ok(
    order.lines.every((l) => l.credit !== null),
    'the creator whose content brought her is credited',
  )
})
