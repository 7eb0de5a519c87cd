// Paid in parts, in a real browser, in both languages: a shop sells in advance for a deposit, somebody reserves one and pays the balance
// in its time, and another order in two parts. It moves the house's clock, so by its name it comes late.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { DAY_MS } from '#kernel/clock'
import { DESKTOP, enterHouse, leaveHouse, PHONE, Strip, type House } from '#tests/support/journey'
import {
  LANGS,
  livesSomewhere,
  orgOf,
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

type Tour = { say: Say; shopSay: Say; strip: Strip; lang: Lang }
type Sku = {
  skuId: string
  productId: string
  title: Record<Lang, string>
  skuName: Record<Lang, string>
  available: number
  onHand: number
  presale: object | null
  parts: object | null
}
type Order = { state: string; payFrom: string | null; totalMinor: string }

for (const lang of LANGS)
  test(`paid in parts, ${lang}`, async () => {
    const tour: Tour = {
      say: wordsOf('console', lang),
      shopSay: wordsOf('shopper', lang),
      strip: new Strip(`in-parts-${lang}`),
      lang,
    }
    const merchant = await come('merchant', lang, DESKTOP)
    const shopId = await orgOf(merchant, 'shop')
    const [sku, another] = await onShelf(merchant, shopId)
    await sellsInAdvance(tour, merchant, shopId, sku!)
    const buyer = await come('shopper-2', lang, PHONE)
    await reserves(tour, buyer, shopId, sku!)
    await paysInTwo(tour, buyer, shopId, another!)
    console.log(`· strip: ${await tour.strip.save()}`)
  })

/** A variant with enough of it, of one product each. */
async function onShelf({ call }: Person, shopId: string): Promise<Sku[]> {
  const { items } = await call<{ items: Sku[] }>('GET', `/api/v1/shops/${shopId}/stock?limit=50`)
  const shown = await call<{ items: Sku[] }>('GET', `/api/v1/shops/${shopId}/products?status=onShelf`)
  const ids = new Set(shown.items.map((p) => p.productId))
  const found = items.filter(
    (k) => ids.has(k.productId) && !k.presale && !k.parts && k.available > 3 && k.available === k.onHand,
  )
  const byProduct = [...Map.groupBy(found, (k) => k.productId).values()].map(([first]) => first!)
  assert.ok(byProduct.length >= 2, 'two products on the shelf')
  return byProduct
}

/** The variant's sheet, and on to what it costs. */
async function opens({ shopSay, strip }: Tour, page: Page, shopId: string, sku: Sku): Promise<void> {
  await page.goto(`${house.url}/shop/${shopId}?sheet=product&product=${sku.productId}&sku=${sku.skuId}`)
  const words = [shopSay('product.buyNow'), shopSay('product.buyAhead')].join('|')
  const buy = page.getByRole('dialog').getByRole('button', { name: new RegExp(`^(${words})$`) })
  await buy.waitFor()
  await strip.take(page, 'the-goods')
  await buy.click()
}

/** On the desk: present stock out, ten in advance, ten yuan each to reserve. */
async function sellsInAdvance(
  { say, strip, lang }: Tour,
  { page, call }: Person,
  shopId: string,
  sku: Sku,
): Promise<void> {
  await call('POST', `/api/v1/shops/${shopId}/stock/adjustments`, {
    lines: [{ skuId: sku.skuId, delta: -sku.available }],
    reason: 'count',
  })
  await page.goto(`${house.url}/desk/shop/${shopId}/inventory`)
  await page
    .getByRole('row')
    .filter({ hasText: sku.title[lang] })
    .filter({ hasText: sku.skuName[lang] })
    .getByRole('button', { name: new RegExp(say('inventory.changeOf', { name: '' }).trim()) })
    .click()
  const form = page.getByRole('group', { name: say('inventory.presale'), exact: true })
  const now = Date.parse((await call<{ now: string }>('GET', '/api/v1/session')).now)
  const local = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 16)
  await form.getByLabel(say('inventory.presaleUnits')).fill('10')
  await form.getByLabel(say('inventory.shipsBy')).fill(local(20).slice(0, 10))
  await form.getByLabel(say('inventory.deposit'), { exact: true }).fill('10')
  await form.getByLabel(say('inventory.balanceFrom')).fill(local(2))
  await form.getByLabel(say('inventory.balanceUntil')).fill(local(4))
  await strip.take(page, 'sells-in-advance')
  await form.getByRole('button', { name: say('app.save') }).click()
  const set = async () =>
    (await call<{ items: Sku[] }>('GET', `/api/v1/shops/${shopId}/stock?limit=50&only=presale`)).items.some(
      (k) => k.skuId === sku.skuId,
    )
  await until('it is sold in advance', set)
}

/** Reads what it costs to reserve, pays that, waits, pays the rest. */
async function reserves(tour: Tour, { page, call }: Person, shopId: string, sku: Sku): Promise<void> {
  const { shopSay, strip } = tour
  await livesSomewhere(call)
  await opens(tour, page, shopId, sku)
  await page.getByText(shopSay('deposit.later')).waitFor()
  await page.getByText(shopSay('deposit.binds')).scrollIntoViewIfNeeded()
  await strip.take(page, 'deposit-and-balance')
  await page.getByRole('button', { name: shopSay('checkout.submit') }).click()
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await page.getByText(shopSay('pay.depositPaid')).waitFor()
  await strip.take(page, 'deposit-paid')
  await page.getByRole('link', { name: shopSay('pay.seeOrder') }).click()
  await page.getByText(shopSay('orders.headline.part-paid')).waitFor()
  await strip.take(page, 'waits-for-its-day')
  const orderId = page.url().split('/').at(-1)!
  await call('POST', '/api/v1/demo/clock', { days: 3 })
  await page.reload()
  await page.getByRole('button', { name: shopSay('pay.again') }).click()
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await page.getByText(shopSay('pay.paid'), { exact: true }).waitFor()
  const { state, payFrom } = await call<Order>('GET', `/api/v1/orders/${orderId}`)
  assert.deepEqual([state, payFrom], ['paid', null])
}

/** Five yuan first, the rest after it. */
async function paysInTwo(tour: Tour, { page, call }: Person, shopId: string, sku: Sku): Promise<void> {
  const { shopSay, strip } = tour
  await livesSomewhere(call)
  await opens(tour, page, shopId, sku)
  await page.getByLabel(shopSay('how.split')).check()
  const button = page.getByRole('button', { name: shopSay('checkout.submit') })
  assert.ok(await button.isDisabled(), 'two parts, and the first is not said yet')
  await page.getByLabel(shopSay('how.first'), { exact: true }).fill('5')
  await strip.take(page, 'in-two-parts')
  await button.click()
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await page.getByText(shopSay('pay.partPaid'), { exact: true }).waitFor()
  await strip.take(page, 'one-is-paid')
  await page.getByRole('button', { name: shopSay('pay.next') }).click()
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await page.getByText(shopSay('pay.paid'), { exact: true }).waitFor()
  await strip.take(page, 'both-are-paid')
}
