// A product as the form holds it, and how it becomes what the contract wants. Pure, so that the form only draws.
import type { OutputOf, RequestOf } from '#kernel/contract'
import type { createProduct, getMerchantProduct, updateProduct } from '#modules/shop/contract'
import type { Words } from '../app/both.tsx'

export type MerchantProduct = OutputOf<typeof getMerchantProduct>

export type DraftSku = {
  /** For React, before the server gave an id. */
  key: string
  skuId: string | null
  name: Words
  priceMinor: string | null
  listPriceMinor: string | null
  onHand: string
  purchaseLimit: string
  orderLimit: string
  limitDays: number | null
  parts: readonly { skuId: string; qty: number }[] | null
}

export type ProductDraft = {
  title: Words
  description: Words
  images: string[]
  categoryId: string
  tags: string[]
  guarantees: string[]
  shipWithinHours: string
  shipKind: MerchantProduct['shipKind']
  /** A day, as the field gives it: 2026-12-01. */
  shipsFrom: string
  skus: DraftSku[]
}

export const MAX_SKUS = 8
export const MAX_IMAGES = 5
const NOTHING: Words = { zh: '', en: '' }

export const newSku = (): DraftSku => ({
  key: crypto.randomUUID(),
  skuId: null,
  name: NOTHING,
  priceMinor: null,
  listPriceMinor: null,
  onHand: '0',
  purchaseLimit: '',
  orderLimit: '',
  limitDays: null,
  parts: null,
})

export const emptyDraft = (): ProductDraft => ({
  title: NOTHING,
  description: NOTHING,
  images: [],
  categoryId: '',
  tags: [],
  guarantees: [],
  shipWithinHours: '48',
  shipKind: 'hours',
  shipsFrom: '',
  skus: [newSku()],
})

export const draftOf = (p: MerchantProduct): ProductDraft => ({
  title: p.title,
  description: p.description,
  images: [...p.images],
  categoryId: p.categoryId,
  tags: [...p.tags],
  guarantees: [...p.guarantees],
  shipWithinHours: String(p.shipWithinHours),
  shipKind: p.shipKind,
  shipsFrom: p.shipsFrom === null ? '' : dayInChina(p.shipsFrom),
  skus:
    p.skus.length === 0
      ? [newSku()]
      : p.skus.map((s) => ({
          key: s.skuId,
          skuId: s.skuId,
          name: s.name,
          priceMinor: s.priceMinor,
          listPriceMinor: s.listPriceMinor,
          onHand: String(s.onHand),
          purchaseLimit: s.purchaseLimit === null ? '' : String(s.purchaseLimit),
          orderLimit: s.orderLimit === null ? '' : String(s.orderLimit),
          limitDays: s.limitDays,
          parts: s.parts,
        })),
})

/** Shops ship in China, wherever the desk is. */
const dayInChina = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)

const whole = (text: string): number => (/^\d{1,7}$/.test(text) ? Number(text) : Number.NaN)

/** Rows that were not begun are left out; the rest goes as it stands and the server says what is wrong with it. */
const begun = (s: DraftSku) =>
  s.skuId !== null || s.name.zh !== '' || s.name.en !== '' || s.priceMinor !== null

const common = (d: ProductDraft) => ({
  title: d.title,
  description: d.description,
  images: d.images,
  tags: d.tags,
  guarantees: d.guarantees,
  shipWithinHours: whole(d.shipWithinHours),
  shipKind: d.shipKind,
  shipsFrom: d.shipKind === 'presale' && d.shipsFrom !== '' ? `${d.shipsFrom}T12:00:00+08:00` : null,
})
const skuWords = (s: DraftSku) => ({
  name: s.name,
  priceMinor: s.priceMinor ?? '',
  listPriceMinor: s.listPriceMinor,
  purchaseLimit: s.purchaseLimit === '' ? null : whole(s.purchaseLimit),
  orderLimit: s.orderLimit === '' ? null : whole(s.orderLimit),
  limitDays: s.limitDays,
})

/** A bundle has no units of its own. */
const newRow = (s: DraftSku) =>
  s.parts ? { ...skuWords(s), parts: s.parts } : { ...skuWords(s), onHand: whole(s.onHand) }

export const toCreate = (shopId: string, d: ProductDraft): RequestOf<typeof createProduct> =>
  ({
    shopId,
    ...common(d),
    categoryId: d.categoryId,
    skus: d.skus.filter(begun).map(newRow),
  }) as RequestOf<typeof createProduct>

export const toUpdate = (
  shopId: string,
  productId: string,
  d: ProductDraft,
): RequestOf<typeof updateProduct> =>
  ({
    shopId,
    productId,
    ...common(d),
    categoryId: d.categoryId,
    skus: d.skus.filter(begun).map((s) => (s.skuId ? { skuId: s.skuId, ...skuWords(s) } : newRow(s))),
  }) as RequestOf<typeof updateProduct>
