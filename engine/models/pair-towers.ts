// The two towers taught from pairs without times: each thing of a person in turn is foretold from the others. Who has hundreds
// of things says little by any one of them and is left out as a teacher (as in `pair-walk.ts`, there by weight).
import type { Random } from '#kernel/random'
import type { Learned, SplitRanker } from '../evaluation/fixed-split.ts'
import { listOf, type Matrix } from '../evaluation/shapes.ts'
import { rowOf } from './descriptions.ts'
import { createTwoTower, NOBODY, type TwoTower } from './two-tower.ts'

export type PairTowersOptions = {
  random: Random
  /** What items look and sound like, a row an item; without it only who took what is known. */
  description?: Matrix
  /** How often all is gone through. */
  rounds?: number
}

/** People with more things than this do not teach. */
const MOST_THINGS = 10

type Example = { history: number[]; positive: number }

export function teachTowers(
  learned: Learned,
  { random, description, rounds = 4 }: PairTowersOptions,
): TwoTower {
  const { itemCount, train } = learned
  const towers = createTwoTower({
    dimensions: 32,
    interests: 2,
    history: 20,
    dense: description?.width ?? 0,
    featureRows: 0,
    evidence: 5,
    spread: 2,
    batch: 64,
    negatives: 128,
    forgetting: 0.2,
    personEvidence: Infinity,
    learningRate: 0.1,
    shrink: 0,
    random,
  })
  for (let item = 0; item < itemCount; item++) towers.describe(item, description && rowOf(description, item))
  const examples: Example[] = []
  for (let person = 0; person < learned.personCount; person++) {
    const own = [...listOf(train[0]!, person)]
    if (own.length <= MOST_THINGS)
      for (const positive of own)
        examples.push({ history: own.filter((item) => item !== positive), positive })
  }
  for (let round = 0; round < rounds; round++) {
    shuffle(examples, random)
    for (const { history, positive } of examples) {
      shuffle(history, random) // nobody knows what came first
      towers.learn(NOBODY, history, positive, { again: round > 0 })
    }
    towers.settle()
  }
  return towers
}

/** All items against the interests of a person. */
export function rankByTowers(towers: TwoTower, { itemCount, train }: Learned): SplitRanker {
  const { width, interests } = towers
  const items = new Float32Array(itemCount * width)
  for (let item = 0; item < itemCount; item++) towers.itemVector(item, items, item * width)
  const person = new Float32Array(interests * width)
  return {
    score(who, out) {
      towers.personVectors(NOBODY, listOf(train[0]!, who), person)
      for (let item = 0, at = 0; item < itemCount; item++, at += width) {
        let best = -Infinity
        for (let k = 0; k < interests * width; k += width) {
          let score = 0
          for (let d = 0; d < width; d++) score += person[k + d]! * items[at + d]!
          if (score > best) best = score
        }
        out[item] = best
      }
    },
  }
}

function shuffle(list: unknown[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.int(i + 1)
    ;[list[i], list[j]] = [list[j], list[i]]
  }
}
