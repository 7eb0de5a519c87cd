// How well the feed foretells: a feed that knows is told from one that guesses, and nothing is counted twice.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createProgress } from './progress.ts'

/** Items served with a score; enjoyed with the chance of that score, or of chance alone. */
function lived(knows: boolean, count = 4_000) {
  const progress = createProgress()
  const random = seededRandom(`progress-${knows}`)
  for (let n = 0; n < count; n++) {
    const score = random.next() * 6 - 3
    const chance = knows ? 1 / (1 + Math.exp(-2 * score - 1)) : 0.4
    progress.served('usr', [{ contentId: `c${n}`, score }])
    progress.happened('usr', `c${n}`, random.next() < chance)
  }
  return progress.read()
}

void it('tells a feed that knows from one that guesses', () => {
  const [knowing, guessing] = [lived(true), lived(false)]
  assert.ok(knowing.areaUnderCurve! > 0.9)
  assert.ok(Math.abs(guessing.areaUnderCurve! - 0.5) < 0.05)
})

void it('makes scores into chances that keep their word', () => {
  assert.ok(lived(true).calibrationError! < 0.03)
  assert.ok(lived(false).calibrationError! < 0.05)
})

void it('counts what was served and looked at, once', () => {
  const progress = createProgress()
  assert.deepEqual(progress.read(), {
    outcomes: 0,
    enjoyedShare: null,
    areaUnderCurve: null,
    calibrationError: null,
    curve: [],
  })
  progress.served('usr', [{ contentId: 'c', score: 1 }])
  progress.happened('usr', 'c', true)
  progress.happened('usr', 'c', false)
  progress.happened('usr', 'never served', true)
  assert.equal(progress.read().outcomes, 1)
  assert.equal(progress.read().areaUnderCurve, null)
})
