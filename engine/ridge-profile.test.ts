import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { ridgeProfile, type Judged } from './ridge-profile.ts'

const judged = (keys: readonly string[], strength: number): Judged => ({
  features: keys.map((key) => ({ key, weight: 1 })),
  norm: Math.sqrt(keys.length),
  strength,
})

void describe('a taste that explains', () => {
  void it('gives the praise to what tells the liked from the passed by', () => {
    const events = [
      judged(['tea', 'gift', 'winter'], 1),
      judged(['tea', 'travel', 'office'], 1),
      judged(['shoe', 'gift', 'winter'], -1),
      judged(['lamp', 'travel', 'office'], -1),
    ]
    const taste = ridgeProfile(events, { ridges: [0.5], usual: 0 })
    assert.ok(taste.get('tea')! > 3 * Math.abs(taste.get('gift')!), JSON.stringify([...taste]))
    assert.ok(taste.get('shoe')! < 0)
  })

  void it('solves the normal equations of ridge regression', () => {
    const random = seededRandom('ridge')
    const keys = Array.from({ length: 12 }, (_, k) => `f${k}`)
    const events = Array.from({ length: 30 }, () =>
      judged(keys.filter(() => random.next() < 0.3).concat('any'), random.next() * 2 - 1),
    )
    const [ridge, usual] = [0.7, -0.2]
    const w = ridgeProfile(events, { ridges: [ridge], usual })
    // Xᵀ(y − Xw) = ridge · w, feature by feature.
    for (const key of [...keys, 'any']) {
      let gradient = 0
      for (const { features, norm, strength } of events) {
        if (!features.some((f) => f.key === key)) continue
        const foretold = features.reduce((sum, f) => sum + (f.weight / norm) * (w.get(f.key) ?? 0), 0)
        gradient += (strength - usual - foretold) / norm
      }
      assert.ok(Math.abs(gradient - ridge * (w.get(key) ?? 0)) < 1e-9, key)
    }
  })

  void it('knows nothing of nobody, and stays finite when a thing was met again and again', () => {
    assert.equal(ridgeProfile([], { ridges: [1], usual: 0 }).size, 0)
    const same = ridgeProfile(Array(40).fill(judged(['a', 'b'], 1)), { ridges: [1], usual: 0 })
    assert.ok(same.get('a')! > 0 && same.get('a')! < 1)
    assert.equal(
      ridgeProfile([judged([], 1)], { ridges: [1], usual: 0 }).size,
      0,
      'without features nothing is explained',
    )
  })
})
