// The two towers on small worlds that follow a rule.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { createTwoTower, NOBODY, type TwoTower, type TwoTowerOptions } from './two-tower.ts'

const options = (changes: Partial<TwoTowerOptions> = {}): TwoTowerOptions => ({
  dimensions: 12,
  interests: 2,
  history: 6,
  dense: 0,
  featureRows: 0,
  evidence: 3,
  spread: 1,
  batch: 16,
  negatives: 16,
  forgetting: 0,
  personEvidence: Infinity,
  learningRate: 0.2,
  shrink: 0,
  random: seededRandom('towers'),
  ...changes,
})

const scoreOf = (towers: TwoTower, who: number, history: number[], item: number): number => {
  const person = new Float32Array(towers.width * towers.interests)
  const vector = new Float32Array(towers.width)
  towers.personVectors(who, history, person)
  towers.itemVector(item, vector)
  let best = -Infinity
  for (let k = 0; k < towers.interests; k++) {
    let score = 0
    vector.forEach((value, d) => (score += value * person[k * towers.width + d]!))
    best = Math.max(best, score)
  }
  return best
}

/** Items of one group of ten are taken together. */
const GROUPS = 4
const itemOf = (group: number, within: number) => group * 10 + within
const teachGroups = (towers: TwoTower, without: number[] = [], rounds = 1_500) => {
  const random = seededRandom('groups')
  for (let round = 0; round < rounds; round++) {
    const group = random.int(GROUPS)
    const [a, b] = [itemOf(group, random.int(10)), itemOf(group, random.int(10))]
    if (a !== b && !without.includes(a) && !without.includes(b)) towers.learn(NOBODY, [a], b)
  }
  towers.settle()
}
const rankOf = (towers: TwoTower, history: number[], item: number): number => {
  const own = scoreOf(towers, NOBODY, history, item)
  let above = 0
  for (let other = 0; other < GROUPS * 10; other++)
    if (!history.includes(other) && scoreOf(towers, NOBODY, history, other) > own) above++
  return above
}

void it('learns what is taken together', () => {
  const towers = createTwoTower(options())
  teachGroups(towers)
  for (let group = 0; group < GROUPS; group++)
    for (const within of [1, 5, 9])
      assert.ok(rankOf(towers, [itemOf(group, 0)], itemOf(group, within)) < 12, `${group}, ${within}`)
})

void it('two interests keep two tastes apart: both are served, not their mean', () => {
  const towers = createTwoTower(options())
  const random = seededRandom('tastes')
  const any = (group: number) => itemOf(group, random.int(10))
  for (let e = 0; e < 3_000; e++) {
    const [one, other] = [random.int(GROUPS), random.int(GROUPS)]
    towers.learn(NOBODY, [any(one), any(other), any(other), any(one)], any(random.int(2) ? one : other))
  }
  towers.settle()
  const history = [itemOf(0, 1), itemOf(0, 2), itemOf(2, 1), itemOf(2, 2)]
  const mean = (group: number) => {
    let sum = 0
    for (let within = 3; within < 10; within++) sum += scoreOf(towers, NOBODY, history, itemOf(group, within))
    return sum / 7
  }
  for (const wanted of [0, 2])
    for (const other of [1, 3]) assert.ok(mean(wanted) > mean(other), `${wanted} over ${other}`)
})

for (const by of ['dense', 'features'] as const)
  void it(`a described item has a place before its first positive (${by})`, () => {
    const fresh = [itemOf(0, 9), itemOf(3, 9)]
    const towers = createTwoTower(
      options(by === 'dense' ? { dense: GROUPS, forgetting: 0.3 } : { featureRows: 64, forgetting: 0.3 }),
    )
    for (let item = 0; item < GROUPS * 10; item++) {
      const group = Math.floor(item / 10)
      if (by === 'dense')
        towers.describe(
          item,
          Float32Array.from({ length: GROUPS }, (_, g) => (g === group ? 1 : 0)),
        )
      else towers.describe(item, undefined, [1_000 + group])
    }
    teachGroups(towers, fresh)
    for (const item of fresh) {
      const group = Math.floor(item / 10)
      const own = scoreOf(towers, NOBODY, [itemOf(group, 0)], item)
      for (let other = 0; other < GROUPS; other++)
        if (other !== group) assert.ok(own > scoreOf(towers, NOBODY, [itemOf(other, 0)], item))
    }
  })

void it('nothing described, nothing met: a new item is the origin, and no likelier for one than for another', () => {
  const towers = createTwoTower(options())
  teachGroups(towers)
  towers.describe(100)
  assert.equal(Math.abs(scoreOf(towers, NOBODY, [1], 100)), 0)
  assert.equal(Math.abs(scoreOf(towers, NOBODY, [35], 100)), 0)
  assert.equal(scoreOf(towers, NOBODY, [1], 5_000), 0, 'never heard of')
})

void it('logQ: a thing taken ten times as often is foretold for a person without a history, by its true share', () => {
  const towers = createTwoTower(options({ negatives: 8, learningRate: 0.05 }))
  const random = seededRandom('shares')
  for (let item = 0; item < 20; item++) towers.describe(item)
  for (let e = 0; e < 12_000; e++) {
    const popular = random.next() < 10 / 29
    towers.learn(NOBODY, [], popular ? 0 : 1 + random.int(19))
  }
  towers.settle()
  let others = 0
  for (let item = 1; item < 20; item++) others += scoreOf(towers, NOBODY, [], item) / 19
  const times = Math.exp(scoreOf(towers, NOBODY, [], 0) - others)
  assert.ok(times > 6 && times < 16, `${times} times as likely, 10 in truth`)
})

void it('a person of known name keeps what has long been true of them', () => {
  const towers = createTwoTower(options({ personEvidence: 2 }))
  for (let e = 0; e < 600; e++) {
    towers.learn(0, [], itemOf(0, e % 10))
    towers.learn(7, [], itemOf(1, e % 10))
  }
  towers.settle()
  assert.ok(scoreOf(towers, 0, [], 3) > scoreOf(towers, 7, [], 3))
  assert.ok(scoreOf(towers, 7, [], 13) > scoreOf(towers, 0, [], 13))
})

void it('the same seed gives the same; a restored one answers the same', () => {
  const make = () => createTwoTower(options({ featureRows: 8, dense: 2, personEvidence: 5 }))
  const [first, second] = [make(), make()]
  for (const towers of [first, second]) {
    towers.describe(3, [1, 2], [5])
    teachGroups(towers, [], 200)
    towers.learn(2, [3], 4)
  }
  const state = structuredClone(first.dump())
  assert.equal(scoreOf(first, 2, [3], 4), scoreOf(second, 2, [3], 4))
  const third = createTwoTower(
    options({ featureRows: 8, dense: 2, personEvidence: 5, random: seededRandom('x') }),
  )
  third.restore(state)
  for (const item of [3, 4, 30])
    assert.equal(scoreOf(third, 2, [3, 1], item), scoreOf(first, 2, [3, 1], item))
  assert.deepEqual(third.dump(), state)
  assert.throws(() => third.restore({ ...state, people: { ...state.people, rows: 1_000 } }), RangeError)
})

void it('items and people come at any time, and a wrong description is refused', () => {
  const towers = createTwoTower(options({ dense: 2, personEvidence: 1 }))
  for (let item = 1; item < 3_000; item *= 3) towers.learn(item * 2, [item], item + 1)
  towers.settle()
  assert.ok(towers.items() > 2_187)
  assert.ok(Number.isFinite(scoreOf(towers, 4_374, [2_187], 2_188)))
  assert.throws(() => towers.describe(1, [1, 2, 3]), RangeError)
})
