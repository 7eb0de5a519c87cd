// A merchant's first week, in a real browser, in both languages: a shop opens, its first product passes review, stock comes from a
// spreadsheet, a coupon goes out, the first order is paid, packed and praised, and its money is in the merchant's hands. It moves the
// house's clock, so by its name it comes late.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { DESKTOP, enterHouse, leaveHouse, PHONE, Strip, type House } from '#tests/support/journey'
import {
  livesSomewhere,
  LANGS,
  person,
  wordsOf,
  type Lang,
  type Person,
  type Say,
} from '#tests/support/journey-people'
import { until } from '#tests/support/until'

let house: House
const people: Person[] = []
const come = async (...[key, lang, viewport]: [string | null, Lang, typeof PHONE]) => {
  const p = await person(house, key, lang, viewport)
  people.push(p)
  return p
}
before(async () => {
  house = await enterHouse()
})
after(async () => {
  for (const p of people) await p.leave()
  await leaveHouse()
})

const PICTURE = resolve(import.meta.dirname, '../../world/media/products/ceramic-cup-2.webp')
const GOODS = {
  title: { zh: '手捏粗陶杯 一杯一色', en: 'Hand-pinched stoneware cup, no two alike' },
  text: {
    zh: '景德镇窑口出品，手捏成型，高温烧成。杯壁厚实，热茶不烫手，可进洗碗机。',
    en: 'Pinched by hand and fired high in Jingdezhen. A thick wall keeps tea hot and fingers cool; dishwasher safe.',
  },
}
/** “SKU ID, on shelf, price” as Chinese Excel saves it; the words are in GBK. */
const GBK_HEAD = Buffer.from('b9e6b8f1b1e0bac52cbbf5bcdcbfe2b4e62cbcdbb8f10d0a', 'hex')
const stockFile = (lang: Lang, row: string) =>
  lang === 'zh'
    ? Buffer.concat([GBK_HEAD, Buffer.from(row)])
    : Buffer.from(`\uFEFFSKU ID,On shelf,Price\r\n${row}`, 'utf8')

for (const lang of LANGS)
  test(`a merchant’s first week, ${lang}`, async () => {
    const strip = new Strip(`first-week-${lang}`)
    const week = { say: wordsOf('console', lang), shopSay: wordsOf('shopper', lang), strip, lang }
    const merchant = await come(null, lang, DESKTOP)
    const shopId = await opens(week, merchant)
    const { productId, skuId } = await lists(week, merchant, shopId)
    await fillsShelf(week, merchant.page, shopId, skuId)
    await givesCoupon(week, merchant.page, shopId)
    const buyer = await come('shopper-2', lang, PHONE)
    const orderId = await buys(week, buyer, shopId)
    await ships(week, merchant.page, shopId)
    await praised(week, { merchant, buyer }, { shopId, orderId, productId })
    await isPaid(week, merchant, { shopId, orderId })
    console.log(`· strip: ${await strip.save()}`)
  })

type Week = { say: Say; shopSay: Say; strip: Strip; lang: Lang }

/** Day 1: an account, and a shop of its own. */
async function opens({ say, shopSay, strip, lang }: Week, { page }: Person): Promise<string> {
  await page.goto(`${house.url}/signup`)
  await page.getByLabel(shopSay('account.email')).fill(`first-week-${lang}-${Date.now()}@example.com`)
  await page.getByLabel(shopSay('account.password')).fill('a-long-enough-phrase')
  await page.getByRole('button', { name: shopSay('account.signUp'), exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/signup'))
  await page.goto(`${house.url}/desk/start`)
  await both(page, say, 'start.shopName', { zh: `青禾陶房 ${lang}`, en: `Green Field Pottery ${lang}` })
  await page.getByLabel(say('start.city')).fill(lang === 'zh' ? '景德镇' : 'Jingdezhen')
  await both(page, say, 'start.story', {
    zh: '两个人，一口窑，一天做三十只杯子。',
    en: 'Two people, one kiln, thirty cups a day.',
  })
  await strip.take(page, 'opens-a-shop')
  await page
    .locator('form')
    .getByRole('button', { name: say('start.open.shop') })
    .click()
  await page.waitForURL(/\/products\/new$/)
  return /shp_\w+/.exec(page.url())![0]
}

const both = async (page: Page, say: Say, key: string, words: { zh: string; en: string }) => {
  for (const l of ['zh', 'en'] as const)
    await page
      .getByLabel(say(`app.labelIn.${l}`, { label: say(key) }), { exact: false })
      .first()
      .fill(words[l])
}

/** Day 1: the first product, through review onto the shelf. */
async function lists({ say, strip, lang }: Week, { page, call }: Person, shopId: string) {
  await both(page, say, 'product.title', GOODS.title)
  await both(page, say, 'product.description', GOODS.text)
  await page.locator('input[type=file]').setInputFiles(PICTURE)
  await page.locator('.pictures img').waitFor()
  await page.getByLabel(say('products.category')).selectOption({ index: 1 })
  const tags = page.getByRole('group', { name: say('product.tags') }).getByRole('button')
  await tags.nth(0).click()
  await tags.nth(1).click()
  await both(page, say, 'product.skuName', { zh: '青灰 280 ml', en: 'Celadon grey, 280 ml' })
  const sku = page.locator('.sku-row')
  await sku.getByLabel(say('products.price'), { exact: true }).fill('89.00')
  await sku.getByLabel(say('products.stock'), { exact: true }).fill('6')
  await strip.take(page, 'writes-the-first-product')
  await page.getByRole('button', { name: say('product.saveDraft') }).click()
  await page.waitForURL(/\/products\/prd_/)
  const productId = /prd_\w+/.exec(page.url())![0]
  await page.getByRole('button', { name: say('product.submit') }).click()
  await page.getByText(say('products.reviewState.pending'), { exact: true }).waitFor()

  const reviewer = await come('reviewer', lang, DESKTOP)
  await reviewer.page.goto(`${house.url}/desk/platform/reviews?kind=product`)
  await reviewer.page.getByRole('button', { name: GOODS.title[lang] }).last().click()
  await strip.take(reviewer.page, 'is-reviewed')
  await reviewer.page.getByRole('button', { name: new RegExp(`^${say('review.pass')}`) }).click()
  type Product = { reviewState: string; onShelf: boolean; skus: { skuId: string }[] }
  const product = () => call<Product>('GET', `/api/v1/shops/${shopId}/products/${productId}`)
  await until('it passed', async () => (await product()).reviewState === 'passed')
  if (!(await product()).onShelf) {
    await page.reload()
    await page.getByRole('button', { name: say('product.putOn') }).click()
    await until('it is on the shelf', async () => (await product()).onShelf)
  }
  return { productId, skuId: (await product()).skus[0]!.skuId }
}

/** Day 2: the stock of the whole kiln, from a spreadsheet; a wrong cell is named first. */
async function fillsShelf({ say, strip, lang }: Week, page: Page, shopId: string, skuId: string) {
  await page.goto(`${house.url}/desk/shop/${shopId}/inventory`)
  await page.getByRole('button', { name: say('inventory.file.open') }).click()
  const sheet = page.getByRole('dialog')
  const bring = (row: string) =>
    sheet
      .locator('input[type=file]')
      .setInputFiles({ name: 'stock.csv', mimeType: 'text/csv', buffer: stockFile(lang, row) })
  await bring(`${skuId},"1,000",79.00\r\n`)
  await sheet.getByText(say('inventory.file.wrong', { n: 1 })).waitFor()
  await strip.take(page, 'a-wrong-cell-is-named')
  await bring(`${skuId},120,79.00\r\n`)
  await sheet.getByRole('button', { name: say('inventory.file.confirm', { n: 1 }) }).click()
  await sheet.waitFor({ state: 'detached' })
  await page.getByText('120').first().waitFor()
  await strip.take(page, 'stock-from-a-spreadsheet')
}

/** Day 2: ten yuan off from fifty on. */
async function givesCoupon({ say, strip }: Week, page: Page, shopId: string) {
  await page.goto(`${house.url}/desk/shop/${shopId}/coupons`)
  await page.getByLabel(say('coupons.over')).fill('50.00')
  await page.getByLabel(say('coupons.off')).fill('10.00')
  await page.getByLabel(say('coupons.units')).fill('100')
  await page.getByRole('button', { name: say('coupons.give'), exact: true }).click()
  await page.getByText(say('coupons.states.open')).first().waitFor()
  await strip.take(page, 'gives-a-coupon')
}

/** Day 3: somebody takes the coupon and buys. */
async function buys({ shopSay, strip, lang }: Week, { page, call }: Person, shopId: string): Promise<string> {
  await livesSomewhere(call)
  await page.goto(`${house.url}/shop/${shopId}`)
  await page.getByText(GOODS.title[lang]).first().click()
  const ticket = page.locator('.ticket.is-shop')
  await ticket.getByRole('button', { name: shopSay('coupons.take'), exact: true }).click()
  await ticket.getByRole('button', { name: shopSay('coupons.has') }).waitFor()
  await strip.take(page, 'the-first-buyer')
  await page.getByRole('button', { name: shopSay('product.buyNow') }).click()
  await page.locator('.breakdown-total').waitFor()
  await strip.take(page, 'what-it-costs')
  await page.getByRole('button', { name: shopSay('checkout.submit') }).click()
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await page.getByText(shopSay('pay.paid'), { exact: true }).waitFor()
  const { items } = await call<{ items: { orderId: string; shopId: string; totalMinor: string }[] }>(
    'GET',
    '/api/v1/orders',
  )
  assert.deepEqual([items[0]?.shopId, items[0]?.totalMinor], [shopId, '6900'], '79 less 10')
  return items[0]!.orderId
}

/** Day 4: the desk says what is to do; one button books the parcel and prints its label. */
async function ships({ say, strip }: Week, page: Page, shopId: string) {
  await page.goto(`${house.url}/desk/shop/${shopId}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForTimeout(600)
  await strip.take(page, 'what-is-to-do')
  await page.goto(`${house.url}/desk/shop/${shopId}/ship`)
  await page.getByLabel(say('shipping.all', { n: 1 })).check()
  await strip.take(page, 'chooses-parcels')
  const printed = page.waitForResponse((r) => r.url().endsWith('/labels') && r.request().method() === 'POST')
  await page.getByRole('button', { name: say('shipping.bookAndPrint', { n: 1 }) }).click()
  const { pdf } = (await (await printed).json()) as { pdf: string }
  assert.equal(Buffer.from(pdf, 'base64').subarray(0, 5).toString(), '%PDF-')
  await strip.take(page, 'booked-and-printed')
}

/** Day 6: it has arrived, is praised, and the praise answered. */
async function praised(
  { say, shopSay, strip }: Week,
  { merchant, buyer }: { merchant: Person; buyer: Person },
  { shopId, orderId, productId }: Record<'shopId' | 'orderId' | 'productId', string>,
) {
  await buyer.page.goto(`${house.url}/orders/${orderId}`)
  await buyer.page.getByRole('button', { name: shopSay('order.confirmReceipt') }).click()
  await buyer.page
    .getByRole('dialog')
    .getByRole('button', { name: shopSay('order.confirmReceipt') })
    .click()
  await buyer.page.getByText(shopSay('orders.headline.received')).waitFor()
  await buyer.page
    .getByRole('button', { name: shopSay('order.review') })
    .first()
    .click()
  const dialog = buyer.page.getByRole('dialog')
  await dialog.locator('textarea').fill('It sits in the hand like a river stone. 像握着一块河石。')
  await strip.take(buyer.page, 'praises')
  await dialog.getByRole('button', { name: shopSay('review.submit') }).click()
  await dialog.waitFor({ state: 'detached' })
  const { page } = merchant
  await page.goto(`${house.url}/desk/shop/${shopId}/reviews`)
  await page.getByRole('button', { name: say('goodsReview.answer'), exact: true }).click()
  await page.getByLabel(say('goodsReview.yourAnswer')).fill('Thank you! 谢谢喜欢。')
  await page.getByRole('button', { name: say('goodsReview.send'), exact: true }).click()
  await page.getByText('谢谢喜欢').waitFor()
  await strip.take(page, 'answers')
  type Reviews = { items: { reply: string | null }[] }
  const { items } = await buyer.call<Reviews>('GET', `/api/v1/products/${productId}/reviews`)
  assert.match(items[0]?.reply ?? '', /谢谢喜欢/, 'other buyers read the answer')
}

/** Day 14: the return window is over; every cent is explained, and what is the shop's goes to its bank. */
async function isPaid(
  { say, strip, lang }: Week,
  { page, call }: Person,
  { shopId, orderId }: Record<'shopId' | 'orderId', string>,
) {
  const finance = await come('finance', lang, DESKTOP)
  await finance.call('POST', '/api/v1/demo/clock', { days: 8 })
  type Explained = { paidMinor: string; state: string; parties: { role: string; netMinor: string }[] }
  const explained = await call<Explained>('GET', `/api/v1/shops/${shopId}/finance/orders/${orderId}`)
  const sum = explained.parties.reduce((s, p) => s + BigInt(p.netMinor), 0n)
  assert.deepEqual([explained.paidMinor, sum], ['6900', 6900n])
  const net = explained.parties.find((p) => p.role === 'merchant')!.netMinor
  await page.goto(`${house.url}/desk/shop/${shopId}/money?order=${orderId}`)
  await page.getByRole('dialog').waitFor()
  await page.waitForTimeout(400)
  await strip.take(page, 'where-the-money-went')
  await page.goto(`${house.url}/desk/shop/${shopId}/money`)
  await page.getByRole('button', { name: say('money.withdraw'), exact: true }).click()
  await strip.take(page, 'takes-it-out')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('money.withdraw'), exact: true })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  type Payouts = { items: { payoutId: string; amountMinor: string }[] }
  const { items } = await call<Payouts>('GET', `/api/v1/shops/${shopId}/payouts`)
  assert.deepEqual(
    items.map((p) => p.amountMinor),
    [net],
  )
  await page.goto(`${house.url}/desk/shop/${shopId}/payouts/${items[0]!.payoutId}`)
  await page.getByText(say('payout.explained')).waitFor()
  await strip.take(page, 'the-payout-line-by-line')
  console.log(
    `· 79 less a coupon of 10: paid ${explained.paidMinor}, the shop’s ${net}, and it is in its bank`,
  )
}
