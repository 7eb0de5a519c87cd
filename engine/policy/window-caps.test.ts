// Caps held against counting anew, and the groups that contracts are made for.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { groupsOf, LONG_TAIL, NEW_ITEM, NEW_SELLER, tailEdge } from './groups.ts'
import { createWindowCaps } from './window-caps.ts'

type Card = { author: string; goods: boolean; atMs: number }
const cards = fc
  .array(
    fc.record({
      author: fc.constantFrom('a', 'b', 'c'),
      goods: fc.boolean(),
      stepMs: fc.integer({ min: 0, max: 40 }),
    }),
  ) // prettier-ignore
  .map((steps) => {
    let atMs = 0
    return steps.map(({ stepMs, ...card }) => ({ ...card, atMs: (atMs += stepMs) }))
  })

it('allows what counting all that was shown would allow', () => {
  fc.assert(
    fc.property(cards, (stream) => {
      const caps = createWindowCaps<Card>([
        { of: (c) => c.author, most: 2, withinMs: 60 },
        { of: (c) => (c.goods ? 'goods' : null), most: 2, withinPlaces: 5 },
      ])
      const shown: Card[] = []
      for (const card of stream) {
        const sameAuthor = shown.filter((s) => s.author === card.author && card.atMs - s.atMs < 60).length
        const goods = shown.slice(-4).filter((s) => s.goods).length
        const expected = sameAuthor < 2 && (!card.goods || goods < 2)
        assert.equal(caps.allows(card, card.atMs), expected)
        if (!expected) continue
        caps.note(card, card.atMs)
        shown.push(card)
      }
      // The dial: no five places in a row with more than two goods.
      for (let k = 0; k + 5 <= shown.length; k++)
        assert.ok(shown.slice(k, k + 5).filter((s) => s.goods).length <= 2)
    }),
  )
})

it('refuses a cap that never ends', () => {
  assert.throws(() => createWindowCaps([{ of: () => 'x', most: 1 }]), RangeError)
})

it('tells groups by age and by how often a thing was shown', () => {
  const edge = tailEdge(Float64Array.from([100, 50, 3, 2, 1, 1, 0, 0, 0, 0]))
  assert.equal(edge, 3)
  const rules = { newItemForMs: 10, newSellerForMs: 100, tailEdge: edge }
  const mask = (...bits: number[]) => bits.reduce((m, b) => m | (1 << b), 0)
  assert.equal(groupsOf({ sinceMs: 95, sellerSinceMs: 50, shown: 2 }, rules, 100), mask(NEW_ITEM, NEW_SELLER, LONG_TAIL)) // prettier-ignore
  assert.equal(groupsOf({ sinceMs: 50, sellerSinceMs: null, shown: 2 }, rules, 100), mask(LONG_TAIL))
  assert.equal(groupsOf({ sinceMs: 0, sellerSinceMs: 0, shown: 50 }, rules, 100), 0)
})
