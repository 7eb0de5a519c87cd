// People of the journeys: somebody at a desk or with a phone, in one of the two languages, and the words their screens use. Several journeys
// share one house, so whoever comes in says which language is theirs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { newContext, type House, type PHONE } from './journey.ts'
import { until } from './until.ts'

export type Lang = 'zh' | 'en'
export const LANGS = ['zh', 'en'] as const

export type Person = {
  page: Page
  /** As the person's own app would ask. @throws when it is refused */
  call<T>(method: string, path: string, data?: unknown): Promise<T>
  leave(): Promise<void>
}

/** A demo persona by its key; null: somebody who is not logged in. */
export async function person(
  house: House,
  key: string | null,
  lang: Lang,
  viewport: typeof PHONE,
): Promise<Person> {
  const context = await newContext(house.browser, { locale: lang === 'zh' ? 'zh-CN' : 'en-US', viewport })
  await context.addInitScript((l) => localStorage.setItem('serendip.locale', l), lang)
  const page = await context.newPage()
  const call = async <T>(method: string, path: string, data?: unknown): Promise<T> => {
    const response = await page.request.fetch(`${house.url}${path}`, {
      method,
      headers: { origin: house.url, 'idempotency-key': crypto.randomUUID() },
      ...(data === undefined ? {} : { data }),
    })
    assert.ok(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`)
    return (await response.json()) as T
  }
  if (key !== null) {
    await call('POST', '/api/v1/demo/session', { key })
    await call('PATCH', '/api/v1/me', { locale: lang })
  }
  return { page, call, leave: () => context.close() }
}

type Session = { memberships: { orgId: string; orgKind: string }[] }
/** The first organisation of this kind the person belongs to. */
export async function orgOf({ call }: Person, kind: string): Promise<string> {
  const { memberships } = await call<Session>('GET', '/api/v1/session')
  const own = memberships.find((m) => m.orgKind === kind)
  assert.ok(own, `belongs to a ${kind}`)
  return own.orgId
}

const AN_ADDRESS = {
  name: '林晓',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号 2 单元 301',
  isDefault: true,
} as const

/** A variant of the shop that more than a few are left of. */
export async function somethingOnTheShelf({ call }: Person, shopId: string): Promise<string> {
  type Product = { skus: { skuId: string; available: number }[] }
  const { items } = await call<{ items: { productId: string }[] }>(
    'GET',
    `/api/v1/shops/${shopId}/products?status=onShelf`,
  )
  for (const { productId } of items) {
    const { skus } = await call<Product>('GET', `/api/v1/shops/${shopId}/products/${productId}`)
    const sku = skus.find((k) => k.available > 3)
    if (sku) return sku.skuId
  }
  throw new Error('nothing is on the shelf')
}

/** The address of somebody who has one; else one is noted. */
export async function livesSomewhere(call: Person['call']): Promise<string> {
  const { items } = await call<{ items: { id: string }[] }>('GET', '/api/v1/me/addresses')
  return (items[0] ?? (await call<{ id: string }>('POST', '/api/v1/me/addresses', AN_ADDRESS))).id
}

/** Places the order and stands at the till. */
export async function toTill(house: House, buyer: Person, skuId: string, qty = 1): Promise<string> {
  const addressId = await livesSomewhere(buyer.call)
  const wish = { lines: [{ skuId, qty }], addressId }
  const { totalMinor } = await buyer.call<{ totalMinor: string }>('POST', '/api/v1/quotes', wish)
  const placed = await buyer.call<{ payUrl: string; orderIds: string[] }>('POST', '/api/v1/orders', {
    ...wish,
    expectedTotalMinor: totalMinor,
  })
  await buyer.page.goto(`${house.url}${placed.payUrl}`)
  return placed.orderIds[0]!
}

/** Pays at the till the buyer stands at; done when the order knows it. */
export async function payAtTill({ page, call }: Person, orderId: string): Promise<void> {
  await page.getByRole('button', { name: /确认支付|^Pay/ }).click()
  await until(
    'it is paid',
    async () => (await call<{ state: string }>('GET', `/api/v1/orders/${orderId}`)).state === 'paid',
  )
}

/** Pages that bring their own words. */
const PAGES_OWN = ['after-sale', 'checkout', 'live/replay']
type Words = { [key: string]: string | Words }
export type Say = (key: string, values?: Record<string, string | number>) => string
/** The words of an app as its people read them, `{{name}}` filled in. */
export function wordsOf(app: 'console' | 'shopper', lang: Lang): Say {
  const read = (file: string) =>
    JSON.parse(readFileSync(resolve(import.meta.dirname, `../../apps/${app}/${file}.json`), 'utf8')) as Words
  const own = app === 'shopper' ? PAGES_OWN.map((page) => read(`${page}/words.${lang}`)) : []
  const all: Words = Object.assign(read(`locales/${lang}`), ...own)
  return (key, values = {}) => {
    const found = key
      .split('.')
      .reduce<string | Words | undefined>((w, k) => (typeof w === 'object' ? w[k] : undefined), all)
    if (typeof found !== 'string') throw new Error(`there is no word ${key}`)
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
}
