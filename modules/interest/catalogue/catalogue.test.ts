import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { aContent, idFor } from '../fixtures.ts'
import { createCatalogue } from './catalogue.ts'

void describe('numbers of features', () => {
  const step = fc.record({
    content: fc.nat(6),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 }),
    gone: fc.boolean(),
  })

  void it('are one for each feature that anything has, and given again when nothing has it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const catalogue = createCatalogue()
        for (const { content, tags, gone } of steps) {
          const facts = aContent(content, { tags, state: gone ? 'withdrawn' : 'published' })
          catalogue.putContent({ id: facts.contentId, facts, verdict: 'passed' })
        }
        const contents = [0, 1, 2, 3, 4, 5, 6].flatMap((n) => catalogue.content(idFor('cnt', n)) ?? [])
        const numbers = new Map<string, number>()
        for (const { features, featureNumbers, featureWeights } of contents)
          features.forEach(({ key, weight }, k) => {
            assert.equal(featureWeights[k], weight)
            assert.equal(numbers.get(key) ?? featureNumbers[k], featureNumbers[k])
            assert.equal(catalogue.featureNumber(key), featureNumbers[k])
            assert.ok(featureNumbers[k]! < catalogue.features)
            numbers.set(key, featureNumbers[k]!)
          })
        assert.equal(new Set(numbers.values()).size, numbers.size, 'no two features share one')
        // Seven contents of seven creators and categories and five tags: however long it lives, there are no more.
        assert.ok(catalogue.features <= 7 + 7 + 5)
      }),
    )
  })
})
