// Who swipes: each person has needs that he or she never states, leanings to some shelves, a purse, and a manner. Pure.
import type { Random } from '#kernel/random'
import type { Locale } from '#kernel/text'
import type { CategoryId, TagId } from '../catalogue/archetype.ts'
import { ARCHETYPES } from '../catalogue/goods.ts'
import { nickname } from '../catalogue/people.ts'
import { between, chance, pickBy, spread } from '../draw.ts'

export type Taste = {
  /** Need → how strongly, 0..1. */
  needs: ReadonlyMap<TagId, number>
  /** Shelf → how gladly, 0..1. */
  shelves: ReadonlyMap<CategoryId, number>
  /** What a thing may cost against its usual price: below 1 counts coins. */
  purse: number
  /** 0..1: how readily something is said, liked, followed. */
  chatty: number
  /** 0..1: how long one keeps swiping. */
  patience: number
}

export type ShopperPlan = {
  nickname: string
  locale: Locale
  taste: Taste
  /** How often, against others. */ activity: number
}

const CATEGORIES = [...new Set(ARCHETYPES.map((a) => a.categoryId))]

/** How many kinds of goods answer a need: a common need is drawn more often. */
const SUPPLY = new Map<TagId, number>()
for (const tag of ARCHETYPES.flatMap((a) => [...new Set([...a.tags, ...a.editions.flatMap((e) => e.tags)])]))
  SUPPLY.set(tag, (SUPPLY.get(tag) ?? 0) + 1)
const NEEDS = [...SUPPLY.keys()]
const COMMON = new Map(NEEDS.map((t) => [t, Math.sqrt(SUPPLY.get(t)!)]))

export function planShoppers(random: Random, count: number): ShopperPlan[] {
  return Array.from({ length: count }, () => {
    const locale: Locale = chance(random, 0.86) ? 'zh' : 'en'
    const needs = drawNeeds(random)
    return {
      nickname: nickname(random, locale),
      locale,
      taste: tasteOf(needs, {
        favourite: pickBy(random, CATEGORIES, (c) => leaning(c, needs) + 0.05),
        purse: spread(random, 1, 0.3),
        chatty: random.next() ** 2,
        patience: between(random, 0.3, 1),
      }),
      activity: spread(random, 1, 0.9),
    }
  })
}

/** Two to four needs; the second and later ones tend to go with the first, as they do in people. */
function drawNeeds(random: Random): Map<TagId, number> {
  const needs = new Map<TagId, number>()
  const count = 2 + random.int(3)
  while (needs.size < count) {
    const tag = pickBy(random, NEEDS, (t) =>
      needs.has(t) ? 0 : COMMON.get(t)! * (1 + 3 * togetherness(t, needs)),
    )
    needs.set(tag, between(random, 0.6, 1))
  }
  return needs
}

/** 0..1: how often goods that answer one need answer the other too. */
const TOGETHER = new Map(
  NEEDS.map((tag) => {
    const withTag = ARCHETYPES.filter((a) => a.tags.includes(tag))
    return [
      tag,
      new Map(
        NEEDS.map((other) => [
          other,
          withTag.filter((a) => a.tags.includes(other)).length / Math.max(1, withTag.length),
        ]),
      ),
    ]
  }),
)

const togetherness = (tag: TagId, needs: ReadonlyMap<TagId, number>): number =>
  Math.min(
    1,
    [...needs.keys()].reduce((sum, need) => sum + TOGETHER.get(tag)!.get(need)!, 0),
  )

/** Category → need → share of its goods that answer it. */
const ANSWERS = new Map(
  CATEGORIES.map((c) => {
    const goods = ARCHETYPES.filter((a) => a.categoryId === c)
    return [c, new Map(NEEDS.map((t) => [t, goods.filter((a) => a.tags.includes(t)).length / goods.length]))]
  }),
)

const leaning = (category: CategoryId, needs: ReadonlyMap<TagId, number>): number =>
  [...needs].reduce((sum, [need, strength]) => sum + strength * ANSWERS.get(category)!.get(need)!, 0)

export function tasteOf(
  needs: ReadonlyMap<TagId, number>,
  person: { favourite: CategoryId; purse: number; chatty: number; patience: number },
): Taste {
  const { favourite, ...manner } = person
  const raw = new Map(CATEGORIES.map((c) => [c, leaning(c, needs) + (c === favourite ? 0.8 : 0)]))
  const most = Math.max(...raw.values())
  return {
    needs,
    shelves: new Map([...raw].map(([c, v]) => [c, 0.05 + 0.95 * (v / most) ** 1.3])),
    ...manner,
  }
}

/** 0..1: how much something with these tags on this shelf is this person's. */
export function matchOf(taste: Taste, tags: readonly string[], category: string | null): number {
  let missed = 1
  for (const tag of tags) missed *= 1 - 0.7 * (taste.needs.get(tag as TagId) ?? 0)
  const shelf = category === null ? 0.1 : (taste.shelves.get(category as CategoryId) ?? 0.05)
  return Math.min(1, 0.58 * (1 - missed) + 0.42 * shelf)
}
