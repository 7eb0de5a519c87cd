// What a reviewer is shown of a product: its words and pictures, and the facts that decide whether they are true.
import type { Localized } from '#kernel/text'
import { CATEGORIES, type CategoryId } from './categories.ts'
import { GUARANTEES, type GuaranteeId } from './guarantees.ts'
import { TAGS, type TagId } from './tags.ts'

type Fact = { label: Localized; value: Localized }

export type ReviewRequest = {
  title: Localized
  snapshot: { description: Localized; images: string[]; videoUrl: null; facts: Fact[] }
}

type Reviewed = {
  title: Localized
  description: Localized
  images: string[]
  categoryId: string
  tags: readonly string[]
  attributes: readonly { name: Localized; value: Localized }[]
  guarantees: readonly string[]
  currency: string
  skus: readonly { name: Localized; priceMinor: string }[]
}

export function toReview(p: Reviewed): ReviewRequest {
  const facts: Fact[] = [
    { label: { zh: '类目', en: 'Category' }, value: CATEGORIES[p.categoryId as CategoryId] },
    { label: { zh: '标签', en: 'Tags' }, value: list(p.tags.map((id) => TAGS[id as TagId])) },
    {
      label: { zh: '保障', en: 'Guarantees' },
      value: list(p.guarantees.map((id) => GUARANTEES[id as GuaranteeId].name)),
    },
    ...p.skus.map((sku, i) => ({
      label: { zh: `规格 ${i + 1}`, en: `Variant ${i + 1}` },
      value: priced(sku.name, sku.priceMinor, p.currency),
    })),
    ...p.attributes.map(({ name, value }) => ({ label: name, value })),
  ]
  return { title: p.title, snapshot: { description: p.description, images: p.images, videoUrl: null, facts } }
}

const list = (items: readonly Localized[]): Localized => ({
  zh: items.map((i) => i.zh).join('、') || '无',
  en: items.map((i) => i.en).join(', ') || 'none',
})

function priced(name: Localized, priceMinor: string, currency: string): Localized {
  const digits = priceMinor.padStart(3, '0')
  const price = `${currency === 'CNY' ? '¥' : '$'}${digits.slice(0, -2)}.${digits.slice(-2)}`
  return { zh: `${name.zh} · ${price}`, en: `${name.en} · ${price}` }
}
