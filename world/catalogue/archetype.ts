// What a kind of goods is in this world: its words, price, variants, who needs it, how often it comes back, and the small
// scenes people film about it. Written by hand per category in goods/; a product is an archetype × an edition × a colour.
import type { z } from 'zod'
import type { Localized } from '#kernel/text'
import type { categoryId, tagId } from '#modules/shop/contract'

export type CategoryId = z.output<typeof categoryId>
export type TagId = z.output<typeof tagId>

/** A choice inside one product; `factor` multiplies the price. */
export type Option = { name: Localized; factor: number }

/** One way the goods are made; its name stands before the noun in a title. */
export type Edition = { name: Localized; factor: number; tags: readonly TagId[] }

/** A moment worth filming, told the way a person tells it. */
export type Scene = { title: Localized; caption: Localized }

export type Archetype = {
  id: string
  categoryId: CategoryId
  noun: Localized
  /** Yuan, low to high, before the shop's kind has its say. */
  priceYuan: readonly [number, number]
  tags: readonly TagId[]
  /** How often it comes back, against an average of 1. */
  returns: number
  editions: readonly Edition[]
  /** Ends a title. */
  tails: readonly Localized[]
  points: readonly Localized[]
  facts: readonly { name: Localized; value: Localized }[]
  /** Sold in the colours of its pictures. */
  colours: boolean
  options: readonly Option[]
  scenes: readonly Scene[]
}

export const l = (zh: string, en: string): Localized => ({ zh, en })

export const edition = (zh: string, en: string, factor = 1, ...tags: TagId[]): Edition => ({
  name: l(zh, en),
  factor,
  tags,
})

export const scene = (zhTitle: string, enTitle: string, zhCaption: string, enCaption: string): Scene => ({
  title: l(zhTitle, enTitle),
  caption: l(zhCaption, enCaption),
})

export const fact = (zhName: string, enName: string, zh: string, en: string) => ({
  name: l(zhName, enName),
  value: l(zh, en),
})

export const option = (zh: string, en: string, factor = 1): Option => ({ name: l(zh, en), factor })

export const SIZES = ['S', 'M', 'L', 'XL'].map((size) => option(size, size))
export const SHOE_SIZES = ['36', '37', '38', '39', '40', '41', '42'].map((size) =>
  option(`${size} 码`, `EU ${size}`),
)
