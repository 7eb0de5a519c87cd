// Which shops there are and what stands on their shelves: sketches become products with titles, variants, prices and plans.
// Pure: the same seed and the same pictures give the same market.
import type { z } from 'zod'
import type { Random } from '#kernel/random'
import type { Localized } from '#kernel/text'
import type { newProduct } from '#modules/shop/contract'
import { l, type Archetype, type CategoryId, type Edition, type Option } from '../catalogue/archetype.ts'
import { ARCHETYPES, archetypeOf } from '../catalogue/goods.ts'
import { SHOPS, type ShopKind, type ShopSketch } from '../catalogue/shops.ts'
import { between, chance, pick, spread } from '../draw.ts'
import type { MediaLibrary, Picture } from '../media-library.ts'

export type ShopPlan = ShopSketch & {
  /** Null: always free. */
  freight: { baseYuan: number; freeOverYuan: number } | null
  /** Median hours from payment to parcel. */
  shipsInHours: number
}

export type ProductPlan = {
  /** Index of its shop. */
  shop: number
  archetype: Archetype
  draft: z.input<typeof newProduct>
  emerging: boolean
  /** Commission for creators; null: no plan. */
  rateBps: number | null
  /** How often it sells, against others. */
  pull: number
  /** 0..1: what reviews will say. */
  quality: number
}

const KIND_PRICE: Record<ShopKind, number> = { flagship: 1.3, factory: 0.82, farm: 1, craft: 1.35 }

const RATES: Record<CategoryId, readonly [number, number]> = {
  clothing: [1500, 2200],
  beauty: [2000, 3000],
  snacks: [1200, 2000],
  fresh: [500, 1000],
  home: [1200, 2000],
  kitchen: [1000, 1800],
  baby: [800, 1500],
  pets: [1000, 1800],
  outdoor: [1000, 1500],
  digital: [500, 1000],
  books: [800, 1500],
  crafts: [1000, 2000],
}

const KIND_LINE: Record<ShopKind, Localized> = {
  flagship: l(
    '品牌直营，问什么答什么，不合适七天内退。',
    'Sold by the brand itself. Ask anything; seven days to change your mind.',
  ),
  factory: l(
    '工厂直发，少了中间几道手，价钱落在东西上。',
    'Straight from the factory: fewer hands between, and the money stays in the thing.',
  ),
  farm: l(
    '按单采收，路上坏的拍照就赔，不用争。',
    'Gathered when you order. What spoils on the way is paid for on a picture.',
  ),
  craft: l(
    '一双手做的，会慢一点，也会有一点不同。',
    'Made by one pair of hands: a little slower, and a little different each time.',
  ),
}

/** The demo's two first; then whoever adds most to the range, so that even a small market has something of everything. */
export function planShops(random: Random, count: number): ShopPlan[] {
  const order = [...SHOPS.keys()]
  const first = count < SHOPS.length ? widestChoice(count) : order
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / SHOPS.length)
    const sketch = SHOPS[first[i % SHOPS.length]!]!
    const name =
      round === 0 ? sketch.name : l(`${sketch.name.zh} ${round + 1} 店`, `${sketch.name.en} ${round + 1}`)
    return {
      ...sketch,
      name,
      freight: chance(random, 0.45)
        ? null
        : { baseYuan: pick(random, [6, 8, 10]), freeOverYuan: pick(random, [59, 79, 99]) },
      shipsInHours: spread(random, { flagship: 12, factory: 16, farm: 20, craft: 30 }[sketch.kind], 0.25),
    }
  })
}

function widestChoice(count: number): number[] {
  const chosen = [0, 1]
  const categoriesOf = (i: number) => SHOPS[i]!.sells.map((id) => archetypeOf(id).categoryId)
  while (chosen.length < count) {
    const have = new Map<CategoryId, number>()
    for (const c of chosen.flatMap(categoriesOf)) have.set(c, (have.get(c) ?? 0) + 1)
    const gain = (i: number) =>
      new Set(categoriesOf(i).filter((c) => !have.has(c))).size * 10 + SHOPS[i]!.sells.length
    const rest = [...SHOPS.keys()].filter((i) => !chosen.includes(i))
    chosen.push(rest.reduce((best, i) => (gain(i) > gain(best) ? i : best)))
  }
  return chosen
}

export function planProducts(
  random: Random,
  shops: readonly ShopPlan[],
  count: number,
  media: MediaLibrary,
): ProductPlan[] {
  const pictured = new Map(ARCHETYPES.map((a) => [a.id, media.picturesOf(a.id)]))
  const out: ProductPlan[] = []
  shops.forEach((shop, i) => {
    const upTo = Math.round((count * (i + 1)) / shops.length)
    const goods = shop.sells.filter((id) => pictured.get(id)!.length > 0)
    if (goods.length === 0) return
    for (let nth = 0; out.length < upTo; nth++) {
      const archetype = archetypeOf(goods[nth % goods.length]!)
      const round = Math.floor(nth / goods.length)
      out.push(
        planProduct(random, { shop, index: i, archetype, round, pictures: pictured.get(archetype.id)! }),
      )
    }
  })
  return out
}

/** Products that have just been written and nobody has looked at; the demo's shop has two of them. */
export function planNewcomers(
  random: Random,
  shops: readonly ShopPlan[],
  media: MediaLibrary,
): ProductPlan[] {
  return [0, 0, 1, 2].flatMap((index, n) => {
    const shop = shops[index]!
    const archetype = archetypeOf(shop.sells[n % shop.sells.length]!)
    const pictures = media.picturesOf(archetype.id)
    return pictures.length > 0
      ? [planProduct(random, { shop, index, archetype, round: archetype.editions.length + 4, pictures })]
      : []
  })
}

type Spot = {
  shop: ShopPlan
  index: number
  archetype: Archetype
  round: number
  pictures: readonly Picture[]
}

function planProduct(random: Random, { shop, index, archetype, round, pictures }: Spot): ProductPlan {
  const edition = archetype.editions[(round + index) % archetype.editions.length]!
  const tail =
    archetype.tails[Math.floor(round / archetype.editions.length + index) % archetype.tails.length]!
  const base = between(random, ...archetype.priceYuan) * edition.factor * KIND_PRICE[shop.kind]
  const variants = rotated(pictures, round + index)
  const sold = archetype.colours
    ? variants.slice(0, archetype.options.length > 0 ? 1 + random.int(2) : 2 + random.int(3))
    : []
  const category = archetype.categoryId
  return {
    shop: index,
    archetype,
    draft: {
      title: titleOf(edition, archetype, tail),
      description: describe(shop.kind, archetype),
      images: (sold.length > 0 ? sold : variants.slice(0, 3)).map((p) => p.url),
      categoryId: category,
      tags: [...new Set([...edition.tags, ...archetype.tags])].slice(0, 8),
      attributes: [...archetype.facts],
      guarantees: guaranteesOf(random, shop, category),
      shipWithinHours: shop.kind === 'craft' ? 72 : 48,
      skus: skusOf(random, base, sold, archetype.options),
    },
    emerging: (shop.kind === 'craft' || shop.kind === 'farm') && chance(random, 0.16),
    rateBps: chance(random, 0.68) ? Math.round(between(random, ...RATES[category]) / 100) * 100 : null,
    pull: spread(random, 1, 0.8),
    quality: Math.min(1, Math.max(0.2, between(random, 0.55, 1) - (shop.kind === 'factory' ? 0.08 : 0))),
  }
}

const rotated = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
]

const titleOf = (edition: Edition, { noun }: Archetype, tail: Localized): Localized => {
  // A book's title ends its edition with a colon in English; other editions are adjectives before the noun.
  const en = edition.name.en.endsWith(':')
    ? `${edition.name.en.slice(0, -1)} (${noun.en})`
    : `${edition.name.en} ${noun.en}`
  const full = `${en}, ${tail.en}`
  return l(`${edition.name.zh}${noun.zh} ${tail.zh}`, full.length <= 60 ? full : en)
}

function describe(kind: ShopKind, { points }: Archetype): Localized {
  const lines = [...points, KIND_LINE[kind]]
  return l(
    lines.map((p) => p.zh.replace(/。$/, '')).join('。\n') + '。',
    lines.map((p) => p.en.replace(/\.$/, '')).join('.\n') + '.',
  )
}

function guaranteesOf(random: Random, { kind, freight }: ShopPlan, category: CategoryId) {
  const own = {
    flagship: ['authentic', 'fastRefund'],
    factory: ['fastRefund'],
    farm: ['damageCover'],
    craft: ['damageCover'],
  } as const
  return [
    ...(category === 'fresh' ? [] : (['sevenDayReturn'] as const)),
    ...own[kind],
    ...(freight === null ? (['freeShipping'] as const) : []),
    ...(category === 'clothing' || chance(random, 0.25) ? (['freightInsurance'] as const) : []),
  ]
}

function skusOf(random: Random, baseYuan: number, colours: readonly Picture[], options: readonly Option[]) {
  const listed = chance(random, 0.45) ? between(random, 1.12, 1.4) : null
  const sku = (name: Localized, factor: number) => {
    const yuan = baseYuan * factor
    return {
      name,
      priceMinor: priced(yuan).toString(),
      listPriceMinor: listed === null ? null : priced(yuan * listed).toString(),
      onHand: 400 + random.int(2600),
    }
  }
  const sizes = options.slice(0, colours.length > 1 ? 4 : 8)
  if (colours.length === 0) return sizes.map((o) => sku(o.name, o.factor))
  if (sizes.length === 0) return colours.map((c) => sku(c.colour, 1))
  return colours.flatMap((c) =>
    sizes.map((o) => sku(l(`${c.colour.zh} ${o.name.zh}`, `${c.colour.en}, ${o.name.en}`), o.factor)),
  )
}

/** Prices as shops write them: 12.9, 49.9, 129, 1 299. Minor units. */
function priced(yuan: number): bigint {
  if (yuan < 100) return BigInt(Math.max(5, Math.floor(yuan)) * 100 + 90)
  return BigInt((Math.round(yuan / 10) * 10 - 1) * 100)
}
