// What one person does in front of one content: how long it stays, and whether a finger moves. The only place where the world
// says how interest becomes behaviour; README.md has the figures that come out of it. Pure.
import type { Random } from '#kernel/random'
import { between, chance } from '../draw.ts'
import { matchOf, type Taste } from './shoppers.ts'

export type Shown = {
  tags: readonly string[]
  categoryId: string | null
  /** Null for pictures. */
  durationMs: number | null
  /** The price on its card against what such things usually cost; null without a card. */
  priceLevel: number | null
  /** How well known its author is, against others. */
  renown: number
}

export type Reaction = {
  dwellMs: number
  click: boolean
  sheet: boolean
  cart: boolean
  buy: boolean
  like: boolean
  comment: boolean
  follow: boolean
  share: boolean
  notInterested: boolean
}

/** Reading a page of pictures to the end. */
const PICTURES_MS = 8_000

/** How likely it is that something of this match holds a person's eye. */
export const holdChance = (match: number): number => 0.1 + 0.8 * match

export function reactTo(random: Random, taste: Taste, shown: Shown): Reaction {
  const match = matchOf(taste, shown.tags, shown.categoryId)
  const held = chance(random, holdChance(match))
  const fullMs = shown.durationMs ?? PICTURES_MS
  const dwellMs = Math.round(held ? fullMs * between(random, 0.55, 1 + match) : between(random, 500, 2_400))
  const affordable =
    shown.priceLevel === null ? 0 : Math.min(1.3, Math.max(0.25, taste.purse / shown.priceLevel))
  const click = held && shown.priceLevel !== null && chance(random, 0.62 * match ** 1.1 * affordable)
  const sheet = click && chance(random, 0.92)
  const cart = sheet && chance(random, 0.06 + 0.08 * match)
  const buy = sheet && chance(random, 0.05 * (0.4 + match) * affordable)
  const like = held && chance(random, (0.03 + 0.14 * match ** 2) * (0.4 + taste.chatty))
  return {
    dwellMs,
    click,
    sheet,
    cart,
    buy,
    like,
    comment: held && chance(random, 0.03 * match * taste.chatty),
    follow: held && chance(random, 0.07 * match * (0.4 + taste.chatty) * shown.renown),
    share: like && chance(random, 0.1 * taste.chatty),
    notInterested: !held && match < 0.12 && chance(random, 0.012),
  }
}
