import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random'
import { ARCHETYPES, archetypeOf } from '../catalogue/goods.ts'
import { ANY_COMMENTS, AUTHOR_REPLIES, CATEGORY_COMMENTS } from '../catalogue/comments.ts'
import { AGENCIES, CREATORS, DEMO_CREATOR } from '../catalogue/creators.ts'
import { ANY, BY_CATEGORY, SHOP_REPLIES } from '../catalogue/reviews.ts'
import { SHOPS } from '../catalogue/shops.ts'
import { VOICES } from '../catalogue/voices.ts'
import { planWorld, SIZES } from '../index.ts'
import { reactTo } from './reaction.ts'
import { matchOf, tasteOf } from './shoppers.ts'

const isLocalized = (value: object): value is { zh: string; en: string } => 'zh' in value && 'en' in value
function* textsOf(value: unknown): Generator<{ zh: string; en: string }> {
  if (typeof value !== 'object' || value === null) return
  if (isLocalized(value)) return void (yield value)
  for (const inner of Object.values(value)) yield* textsOf(inner)
}

test('every sentence of the catalogue is there in both languages', () => {
  let count = 0
  for (const text of textsOf([
    ARCHETYPES,
    SHOPS,
    CREATORS,
    VOICES,
    ANY,
    BY_CATEGORY,
    SHOP_REPLIES,
    ANY_COMMENTS,
    CATEGORY_COMMENTS,
    AUTHOR_REPLIES,
    AGENCIES,
  ])) {
    count++
    assert.ok(text.zh.trim() !== '' && text.en.trim() !== '', JSON.stringify(text))
    assert.doesNotMatch(text.en, /\p{Script=Han}/u, text.en)
  }
  assert.ok(count > 2300, `${count}`)
})

test('the catalogue is as wide as promised', () => {
  assert.equal(ARCHETYPES.length, 72)
  for (const [category, goods] of Map.groupBy(ARCHETYPES, (a) => a.categoryId))
    assert.equal(goods.length, 6, category)
  assert.equal(SHOPS.length, 60)
  assert.deepEqual([...new Set(SHOPS.map((s) => s.kind))].toSorted(), [
    'craft',
    'factory',
    'farm',
    'flagship',
  ])
  for (const s of SHOPS) s.sells.forEach(archetypeOf)
  assert.deepEqual(new Set(SHOPS.flatMap((s) => s.sells)).size, 72)
  assert.equal(CREATORS.length, 120)
  assert.equal(new Set(CREATORS.map((c) => c.name.zh)).size, 120)
  assert.equal(CREATORS[DEMO_CREATOR]!.tier, 'waist')
  assert.ok(SHOPS[0]!.sells.includes('portable-kettle'))
})

const demo = planWorld(1, SIZES.demo)

test('the same seed plans the same world, another seed another', () => {
  assert.deepEqual(planWorld(1, SIZES.small), planWorld(1, SIZES.small))
  assert.notDeepEqual(planWorld(2, SIZES.small).products, planWorld(1, SIZES.small).products)
})

test('a demo world has its numbers', () => {
  assert.equal(demo.products.length, 600)
  assert.equal(demo.contents.length, 400)
  assert.equal(demo.shoppers.length, 5000)
  for (const p of demo.products) {
    assert.ok(p.draft.skus!.length >= 1 && p.draft.skus!.length <= 8, p.draft.title.en)
    assert.ok([...p.draft.title.zh].length >= 4 && p.draft.title.en.length <= 60, p.draft.title.en)
    for (const s of p.draft.skus!)
      assert.ok(
        BigInt(s.priceMinor) >= 500n && BigInt(s.listPriceMinor ?? s.priceMinor) >= BigInt(s.priceMinor),
      )
  }
  const planned = demo.products.filter((p) => p.rateBps !== null).length / 600
  assert.ok(planned > 0.6 && planned < 0.76, `${planned}`)
  assert.ok(demo.products.some((p) => p.emerging))
  for (const [shop, shelf] of Map.groupBy(demo.products, (p) => p.shop)) {
    assert.equal(
      new Set(shelf.map((p) => p.draft.title.zh)).size,
      shelf.length,
      `two of shop ${shop} have one title`,
    )
  }
})

test('a content shows goods of its author’s showcase that pay a commission', () => {
  for (const c of demo.contents) {
    for (const p of c.products) {
      assert.ok(demo.products[p]!.rateBps !== null)
      assert.ok(demo.showcases[c.creator]!.includes(p))
    }
    assert.ok(c.draft.title.zh.length <= 60 && c.draft.title.en.length <= 60, c.draft.title.en)
  }
})

test('the nearer to a need, the longer it holds and the more is touched', () => {
  const random = seededRandom('reaction')
  const taste = tasteOf(
    new Map([
      ['tea', 1],
      ['travel', 1],
    ]),
    { favourite: 'kitchen', purse: 1, chatty: 0.5, patience: 0.5 },
  )
  const kettle = {
    tags: ['travel', 'tea', 'portable'],
    categoryId: 'kitchen',
    durationMs: 8_000,
    priceLevel: 1,
    renown: 1,
  }
  const tent = { tags: ['camping'], categoryId: 'outdoor', durationMs: 8_000, priceLevel: 1, renown: 1 }
  assert.ok(matchOf(taste, kettle.tags, 'kitchen') > 2 * matchOf(taste, tent.tags, 'outdoor'))
  const tally = (shown: typeof kettle) => {
    const seen = Array.from({ length: 4000 }, () => reactTo(random, taste, shown))
    const share = (of: (r: (typeof seen)[number]) => boolean) => seen.filter(of).length / seen.length
    return {
      dwellMs: seen.reduce((s, r) => s + r.dwellMs, 0) / seen.length,
      ctr: share((r) => r.click),
      buy: share((r) => r.buy),
      no: share((r) => r.notInterested),
    }
  }
  const [liked, other] = [tally(kettle), tally(tent)]
  assert.ok(liked.dwellMs > 1.8 * other.dwellMs)
  assert.ok(liked.ctr > 3 * other.ctr && liked.buy > 3 * other.buy)
  assert.equal(liked.no, 0)
})

test('nobody buys what was not looked at', () => {
  const random = seededRandom('order of things')
  const taste = tasteOf(new Map([['tea', 1]]), { favourite: 'kitchen', purse: 1, chatty: 1, patience: 1 })
  for (let i = 0; i < 5000; i++) {
    const r = reactTo(random, taste, {
      tags: ['tea'],
      categoryId: 'kitchen',
      durationMs: null,
      priceLevel: i % 2 === 0 ? 1 : null,
      renown: 1,
    })
    assert.ok(!r.buy || r.sheet)
    assert.ok(!r.sheet || r.click)
    assert.ok(!r.click || i % 2 === 0)
  }
})
