// How a shop is written down.
import type { Localized } from '#kernel/text'
import { l } from '../archetype.ts'

export type ShopKind = 'flagship' | 'factory' | 'farm' | 'craft'
export type ShopSketch = {
  name: Localized
  kind: ShopKind
  city: string
  story: Localized
  /** Archetype ids, what it is best at first. */
  sells: readonly string[]
}

export const shop = (
  kind: ShopKind,
  zh: string,
  en: string,
  city: string,
  zhStory: string,
  enStory: string,
  sells: string,
): ShopSketch => ({
  name: l(zh, en),
  kind,
  city,
  story: l(zhStory, enStory),
  sells: sells.split(' '),
})
