import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { HOUR_MS, MINUTE_MS } from '#kernel/clock'
import { seededRandom } from '#kernel/random'
import {
  createSecondStage,
  SECOND_STAGE_HEADS,
  type Act,
  type Foretold,
  type SecondStage,
  type SecondStageHead,
} from './second-stage.ts'

const usual = {
  longView: 0.35,
  click: 0.1,
  like: 0.04,
  follow: 0.005,
  cart: 0.01,
  hide: 0.003,
  buyIfClicked: 0.1,
}
const aStage = (maxClicks = 1_000): SecondStage =>
  createSecondStage({
    catalogue: {
      maker: (item) => item % 7,
      themes: (item) => [100 + (item % 5)],
      kinds: () => [],
      traits: () => [],
    },
    usual,
    weights: 2 ** 14,
    itemRates: 2 ** 10,
    personRates: 2 ** 10,
    maxPeople: 100,
    maxClicks,
  })
const START_MS = Date.UTC(2026, 10, 1)
const shown = (person: number, item: number, atMs: number, forecast = 0): Foretold => ({
  person,
  item,
  surface: 0,
  atMs: START_MS + atMs,
  durationMs: 12_000,
  forecast,
  dearness: 0,
})
const seen = (enjoyed: boolean) => ({ enjoyed, finished: enjoyed, playedMs: enjoyed ? 12_000 : 900 })
const out = new Float64Array(SECOND_STAGE_HEADS.length)
const chance = (stage: SecondStage, s: Foretold, head: SecondStageHead): number => {
  stage.turnTo(s)
  stage.foretell(s, out)
  return out[SECOND_STAGE_HEADS.indexOf(head)]!
}
/** Item 3 pleases nearly all, item 4 nobody, whatever the first stage says. */
const pleases = (item: number, luck: number): boolean =>
  item === 3 ? luck < 0.9 : item === 4 ? luck < 0.05 : luck < 0.35

function live(stage: SecondStage, steps: number, seed: string, from = 0): void {
  const random = seededRandom(seed)
  for (let k = from; k < from + steps; k++) {
    const [person, item] = [random.int(20), random.int(12)]
    const forecast = random.next() * 2 - 1
    const key = `${person}/${k}`
    const s = shown(person, item, k * 10_000, forecast)
    stage.watched(key, s, seen(pleases(item, random.next())))
    const acts: Act[] = item === 5 ? ['click'] : random.next() < 0.1 ? ['click'] : []
    for (const act of acts) stage.acted(key, person, act)
    if (acts.length > 0 && random.next() < (item === 5 ? 0.6 : 0.05))
      stage.bought(key, person, s.atMs + MINUTE_MS)
  }
}

void describe('second stage', () => {
  void it('before any outcome it orders as the first stage did', () => {
    const stage = aStage()
    const forecasts = [-2, -0.5, 0, 0.4, 3]
    const chances = forecasts.map((f) => chance(stage, shown(1, 2, 0, f), 'longView'))
    assert.deepEqual(
      chances.toSorted((a, b) => a - b),
      chances,
    )
    assert.ok(Math.abs(chances[2]! - usual.longView) < 1e-9)
    for (const head of ['click', 'like', 'cart'] as const)
      assert.ok(Math.abs(chance(stage, shown(1, 2, 0), head) - usual[head]) < 1e-9, head)
    assert.ok(chance(stage, shown(1, 2, 0, 3), 'hide') < chance(stage, shown(1, 2, 0, -3), 'hide'))
  })

  void it('foretells of each of a list what it foretells of it alone, to the last bit', () => {
    const stage = aStage()
    live(stage, 2_000, 'list')
    const of = (item: number) => shown(item % 20, item, 2_000 * 10_000, item / 6 - 1)
    const items = [0, 3, 4, 5, 11, 700, 3]
    const alone = items.map((item) => {
      stage.turnTo({ ...of(item), person: 2 })
      return [stage.foretell(of(item), out), ...out]
    })
    stage.turnTo({ ...of(0), person: 2 })
    assert.deepEqual(
      items.map((item) => [stage.foretell(of(item), out), ...out]),
      alone,
    )
  })

  void it('learns what the first stage does not know: what pleases, what is clicked, what is bought', () => {
    const stage = aStage()
    live(stage, 3_000, 'life')
    const later = 3_000 * 10_000
    const of = (item: number, head: SecondStageHead) => chance(stage, shown(50, item, later), head)
    assert.ok(of(3, 'longView') > 0.7 && of(4, 'longView') < 0.2, `${of(3, 'longView')} ${of(4, 'longView')}`)
    assert.ok(of(5, 'click') > 2 * of(6, 'click'))
    assert.ok(
      of(5, 'buyIfClicked') > 2 * of(6, 'buyIfClicked'),
      `${of(5, 'buyIfClicked')} ${of(6, 'buyIfClicked')}`,
    )
    assert.ok(Math.abs(of(6, 'longView') - 0.35) < 0.15)
  })

  void it('a dear thing is expected to sell as much more seldom as it is dearer', () => {
    const stage = aStage()
    const cheap = chance(stage, shown(1, 2, 0), 'buyIfClicked')
    const dear = chance(stage, { ...shown(1, 2, 0), dearness: Math.log(10) }, 'buyIfClicked')
    assert.ok(Math.abs(cheap / (1 - cheap) / (dear / (1 - dear)) - 10) < 1e-6)
  })

  void it('counts a watch once, and an act only while it may still belong to it', () => {
    const stage = aStage()
    const s = shown(1, 2, 0)
    stage.watched('a', s, seen(true))
    stage.watched('a', s, seen(true))
    assert.equal(stage.report().learned, 1)
    stage.acted('a', 1, 'like')
    stage.watched('b', shown(1, 3, 20_000), seen(false))
    assert.equal(stage.report().learned, 3, 'the next watch closes the one before')
    stage.acted('a', 1, 'like')
    stage.acted('a', 2, 'like')
    assert.equal(stage.report().late, 2)
    stage.watched('c', shown(2, 3, HOUR_MS), seen(false))
    assert.equal(stage.report().open, 1, 'what is left behind for half an hour is closed')
  })

  void it('a purchase may come hours after the click, and is learned once', () => {
    const stage = aStage()
    const before = chance(stage, shown(9, 2, 0), 'buyIfClicked')
    stage.watched('a', shown(1, 2, 0), seen(true))
    stage.acted('a', 1, 'click')
    stage.watched('b', shown(1, 3, 20_000), seen(false))
    assert.equal(stage.report().waiting, 1)
    stage.bought('a', 1, START_MS + 3 * HOUR_MS)
    const after = chance(stage, shown(9, 2, 4 * HOUR_MS), 'buyIfClicked')
    assert.ok(after > before)
    stage.bought('a', 1, START_MS + 4 * HOUR_MS)
    assert.equal(chance(stage, shown(9, 2, 4 * HOUR_MS), 'buyIfClicked'), after)
    assert.equal(stage.report().late, 1)
  })

  void it('never holds more people or clicks than it may', () => {
    const stage = aStage(10)
    for (let p = 0; p < 500; p++) {
      stage.watched(`${p}`, shown(p, p % 12, p), seen(true))
      stage.acted(`${p}`, p, 'click')
    }
    assert.ok(stage.report().open <= 100)
    assert.ok(stage.report().waiting <= 10)
  })

  void it('written down in the middle and read back, it ends the same', () => {
    const [through, broken] = [aStage(), aStage()]
    live(through, 400, 'first')
    live(broken, 400, 'first')
    const resumed = aStage()
    resumed.restore(structuredClone(broken.dump()))
    live(through, 400, 'second', 400)
    live(resumed, 400, 'second', 400)
    assert.ok(isDeepStrictEqual(resumed.dump(), through.dump()), 'the same, number by number')
    assert.throws(() => createSecondStageOf(2 ** 12).restore(through.dump()), RangeError)
  })

  void it('a number that is none leaves it sound', () => {
    const stage = aStage()
    live(stage, 200, 'sound')
    stage.watched('x', { ...shown(1, 2, 200 * 10_000, NaN), dearness: NaN }, seen(true))
    stage.watched('y', shown(1, 3, 201 * 10_000, Infinity), seen(true))
    assert.equal(stage.report().refused, 2)
    live(stage, 200, 'after', 202)
    assert.ok(Number.isFinite(chance(stage, shown(1, 2, 500 * 10_000), 'longView')))
  })
})

const createSecondStageOf = (weights: number): SecondStage =>
  createSecondStage({
    catalogue: { maker: () => 0, themes: () => [], kinds: () => [], traits: () => [] },
    usual,
    weights,
    itemRates: 2 ** 10,
    personRates: 2 ** 10,
    maxPeople: 100,
    maxClicks: 10,
  })
