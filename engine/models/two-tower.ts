// Two towers that meet in one inner product: an item is one vector (`item-tower.ts`), a person is several, one an interest
// (`interest-attention.ts`) plus what has long been true of them; the best match counts. Everything is learned as it comes: new
// items and people may be named at any time, and what was described has a vector before its first positive.
//
// Learning is a softmax over the positive against sampled items, the others' positives of the same batch and uniformly drawn ones,
// each corrected by the logarithm of its chance to be drawn (Yi et al. 2019; mixed: Yang et al. 2020); steps are AdaGrad. An
// item counts for the interest that matches it best, in learning as in serving.
import { createInterestAttention, type InterestAttentionState } from './interest-attention.ts'
import { createItemTower, type ItemTowerOptions, type ItemTowerState } from './item-tower.ts'
import { createRowTable, type RowTableState } from './row-table.ts'

export type TwoTowerOptions = Omit<ItemTowerOptions, 'width'> & {
  /** Numbers of a vector, its standing not counted. */
  dimensions: number
  interests: number
  /** The last so many things of a person are looked at. */
  history: number
  /** Positives learned at once. */
  batch: number
  /** Uniformly drawn items that each batch is compared with. */
  negatives: number
  /** The share of batches' items that are seen without their own part, so that descriptions learn to stand alone. */
  forgetting: number
  /** After so many positives a person's long-term vector has half its weight. */
  personEvidence: number
}
export type TwoTower = ReturnType<typeof createTwoTower>
export type TwoTowerState = {
  tower: ItemTowerState
  attention: InterestAttentionState
  people: RowTableState
  met: RowTableState
  positives: number
  /** Told, and waiting for their batch. */
  waiting: Example[]
}
type Example = { person: number; history: number[]; positive: number; weight: number }

export const NOBODY = -1

export function createTwoTower(o: TwoTowerOptions) {
  const { interests, random } = o
  const width = o.dimensions + 1
  const last = o.dimensions
  const tower = createItemTower({ ...o, width })
  const attention = createInterestAttention({ ...o, width })
  const people = createRowTable(width)
  const met = createRowTable(1)
  const waiting: Example[] = []
  let positives = 0

  /** The items of a batch, each once, with vectors and gradients side by side. */
  const slotOf = new Map<number, number>()
  const slotItems: number[] = []
  let vectors = new Float32Array(0)
  let gradients = new Float32Array(0)
  const weights: number[] = []
  const slot = (item: number): number => {
    let at = slotOf.get(item)
    if (at === undefined) slotOf.set(item, (at = slotItems.push(item) - 1))
    return at
  }

  const things = new Float32Array(o.history * width)
  const toThings = new Float32Array(o.history * width)
  const person = new Float32Array(interests * width)
  const personGradient = new Float32Array(interests * width)
  const longTermStep = new Float32Array(width)
  let chosen = new Uint8Array(0)
  const toProjection = new Float32Array(o.dense * width)

  const longTermTrust = (who: number): number => {
    const n = who === NOBODY || who >= met.rows() ? 0 : met.values()[who]!
    return n / (n + o.personEvidence)
  }
  const finishPerson = (who: number, out: Float32Array): void => {
    const trust = longTermTrust(who)
    for (let k = 0; k < interests; k++) {
      if (trust > 0)
        for (let d = 0; d < last; d++) out[k * width + d]! += trust * people.values()[who * width + d]!
      out[k * width + last] = 1
    }
  }

  /** The standing of a person is always 1; what is left of the gradients moves the long-term vector, the same for all interests. */
  function backToPerson(who: number): void {
    longTermStep.fill(0)
    for (let k = 0; k < interests; k++) {
      personGradient[k * width + last] = 0
      for (let d = 0; d < last; d++) longTermStep[d]! += personGradient[k * width + d]!
    }
    const trust = longTermTrust(who)
    if (trust > 0) people.step(who, longTermStep, 0, trust, o.learningRate, o.shrink)
  }

  function gather(): number {
    slotOf.clear()
    slotItems.length = 0
    for (const { positive } of waiting) slot(positive)
    for (let n = 0; n < o.negatives; n++) slot(random.int(tower.items()))
    const candidates = slotItems.length
    for (const { history } of waiting) for (const item of history) slot(item)
    const size = slotItems.length * width
    if (vectors.length < size) {
      vectors = new Float32Array(2 * size)
      gradients = new Float32Array(2 * size)
    }
    gradients.fill(0, 0, size)
    slotItems.forEach((item, at) => {
      weights[at] = random.next() < o.forgetting ? 0 : tower.trust(item)
      tower.write(item, vectors, at * width, weights[at])
    })
    return candidates
  }

  /** log of each candidate's chance to be among them; drawn twice it is there once, so a chance and not an expected number. */
  function chancesToBeDrawn(candidates: number): Float32Array {
    const uniform = o.negatives / Math.max(1, tower.items())
    const others = (waiting.length - 1) / Math.max(1, positives)
    return Float32Array.from({ length: candidates }, (_, at) =>
      Math.log(-Math.expm1(-(uniform + others * tower.positives(slotItems[at]!) + 1e-9))),
    )
  }

  function learnOne(example: Example, candidates: number, drawn: Float32Array, logits: Float32Array): void {
    const { history, positive, weight, person: who } = example
    history.forEach((item, l) => {
      const at = slotOf.get(item)! * width
      for (let d = 0; d < width; d++) things[l * width + d] = vectors[at + d]!
    })
    attention.forward(things, history.length, person)
    finishPerson(who, person)
    const target = slotOf.get(positive)!
    let top = -Infinity
    for (let at = 0; at < candidates; at++) {
      const k = (chosen[at] = bestInterest(person, interests, vectors, at * width, width))
      let score = -drawn[at]!
      for (let d = 0; d < width; d++) score += person[k * width + d]! * vectors[at * width + d]!
      logits[at] = score
      if (score > top) top = score
    }
    // What the person has already is no answer to what comes next, right or wrong.
    for (const item of history) if (item !== positive) logits[slotOf.get(item)!] = -Infinity
    let sum = 0
    for (let at = 0; at < candidates; at++) sum += logits[at] = Math.exp(logits[at]! - top)
    personGradient.fill(0)
    for (let at = 0; at < candidates; at++) {
      const slope = weight * (logits[at]! / sum - (at === target ? 1 : 0))
      if (slope === 0) continue
      for (let d = 0, v = at * width, u = chosen[at]! * width; d < width; d++, v++, u++) {
        personGradient[u]! += slope * vectors[v]!
        gradients[v]! += slope * person[u]!
      }
    }
    backToPerson(who)
    toThings.fill(0, 0, history.length * width)
    for (let k = 0; k < interests; k++) {
      const ofInterest = personGradient.subarray(k * width, (k + 1) * width)
      attention.backward(things, history.length, k, ofInterest, toThings)
    }
    history.forEach((item, l) => {
      const at = slotOf.get(item)! * width
      for (let d = 0; d < width; d++) gradients[at + d]! += toThings[l * width + d]!
    })
  }

  function settle(): void {
    if (waiting.length === 0) return
    const candidates = gather()
    if (chosen.length < candidates) chosen = new Uint8Array(2 * candidates)
    const drawn = chancesToBeDrawn(candidates)
    const logits = new Float32Array(slotItems.length)
    for (const example of waiting) learnOne(example, candidates, drawn, logits)
    toProjection.fill(0)
    slotItems.forEach((item, at) => tower.learn(item, gradients, at * width, weights[at]!, toProjection))
    tower.learnProjection(toProjection, o.learningRate)
    waiting.length = 0
  }

  return {
    /** Numbers of a vector as an index needs it: dimensions and standing. */
    width,
    interests,
    items: tower.items,
    /** Learned from so far. */
    positives: () => positives,
    describe: tower.describe,
    renew: tower.renew,
    renewFeature: tower.renewFeature,
    settle,

    /**
     * Somebody with `history` (oldest first; `NOBODY` for a person without a name) took `positive`. `again`: it is a repetition, which
     * teaches but is no new evidence. Takes effect with the batch, or with `settle`.
     */
    learn(
      who: number,
      history: ArrayLike<number>,
      positive: number,
      { weight = 1, again = false }: { weight?: number; again?: boolean } = {},
    ): void {
      tower.ensure(positive)
      const recent = lastFirst(history, o.history)
      for (const item of recent) tower.ensure(item)
      if (!again) {
        tower.count(positive)
        positives++
      }
      if (who !== NOBODY) {
        people.ensure(who)
        met.ensure(who)
        if (!again) met.values()[who]! += 1
      }
      waiting.push({ person: who, history: recent, positive, weight })
      if (waiting.length >= o.batch) settle()
    },

    /** Writes `width` numbers. An item never heard of is the origin. */
    itemVector(item: number, out: Float32Array, at = 0): void {
      if (item < tower.items()) tower.write(item, out, at)
      else out.fill(0, at, at + width)
    },

    /** Of something with these features, in a row or in none (-1). */
    describedVector(hashed: readonly number[], out: Float32Array, at = 0, item = -1): void {
      tower.writeDescribed(hashed, out, at, item < tower.items() ? item : -1)
    },

    /** As `personVectors`, of somebody without a name who took `count` things, at most `history`: their vectors, newest first. */
    interestsIn(taken: Float32Array, count: number, out: Float32Array): void {
      attention.forward(taken, count, out)
      finishPerson(NOBODY, out)
    },

    /** Writes `interests` × `width` numbers; the score of an item is the greatest of its inner products with them. */
    personVectors(who: number, history: ArrayLike<number>, out: Float32Array): void {
      const recent = lastFirst(history, o.history).filter((item) => item < tower.items())
      recent.forEach((item, l) => tower.write(item, things, l * width))
      attention.forward(things, recent.length, out)
      finishPerson(who, out)
    },

    /** Changes nothing: the batch that is being gathered is written down as it is. */
    dump(): TwoTowerState {
      return {
        tower: tower.dump(),
        attention: attention.dump(),
        people: people.dump(),
        met: met.dump(),
        positives,
        waiting: waiting.map((example) => ({ ...example })),
      }
    },
    restore(state: TwoTowerState): void {
      tower.restore(state.tower)
      attention.restore(state.attention)
      people.restore(state.people)
      met.restore(state.met)
      positives = state.positives
      waiting.splice(0, Infinity, ...state.waiting)
    },
  }
}

/** Which of `interests` vectors of a person matches the item best. */
export function bestInterest(
  person: Float32Array,
  interests: number,
  items: Float32Array,
  at: number,
  width: number,
): number {
  let [best, top] = [0, -Infinity]
  for (let k = 0; k < interests; k++) {
    let score = 0
    for (let d = 0; d < width; d++) score += person[k * width + d]! * items[at + d]!
    if (score > top) [best, top] = [k, score]
  }
  return best
}

function lastFirst(history: ArrayLike<number>, most: number): number[] {
  const recent: number[] = []
  for (let i = history.length - 1; i >= 0 && recent.length < most; i--) recent.push(history[i]!)
  return recent
}
