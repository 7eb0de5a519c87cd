// Several interests out of one history (self-attentive pooling as in ComiRec-SA: Cen et al. 2020, arXiv:2005.09347): each interest
// has a query of its own, looks at every thing of the history, and is their mean by how well they match. A first, learned 'nobody
// in particular' stands in every history, so an empty one has an answer and a short one does not jump to conclusions.
import type { Random } from '#kernel/random'
import { gaussian } from './gaussian.ts'
import { createRowTable, type RowTableState } from './row-table.ts'

export type InterestAttentionOptions = {
  width: number
  interests: number
  /** Things looked at, the last ones. */
  history: number
  learningRate: number
  random: Random
}
export type InterestAttention = ReturnType<typeof createInterestAttention>
export type InterestAttentionState = { queries: RowTableState; places: RowTableState; start: RowTableState }

export function createInterestAttention(o: InterestAttentionOptions) {
  const { width, interests, learningRate } = o
  const most = o.history + 1
  const queries = createRowTable(width, () => (0.5 * gaussian(o.random)) / Math.sqrt(width))
  /** How much more the last thing counts than the one before it …, one row an interest; the start has place 0. */
  const places = createRowTable(most)
  const start = createRowTable(width)
  queries.ensure(interests - 1)
  places.ensure(interests - 1)
  start.ensure(0)
  const shares = new Float32Array(interests * most)
  const pulls = new Float32Array(most)
  const queryStep = new Float32Array(width)
  const placeStep = new Float32Array(most)
  const startStep = new Float32Array(width)

  /** Number `d` of thing `l`: `l` 0 is the start, then the newest. */
  const thing = (things: Float32Array, l: number, d: number): number =>
    l === 0 ? start.values()[d]! : things[(l - 1) * width + d]!

  return {
    /** Writes `interests` vectors into `out`; `things` holds `count` vectors, the newest first. */
    forward(things: Float32Array, count: number, out: Float32Array): void {
      const [q, bias] = [queries.values(), places.values()]
      for (let k = 0; k < interests; k++) {
        let top = -Infinity
        for (let l = 0; l <= count; l++) {
          let match = bias[k * most + l]!
          for (let d = 0; d < width; d++) match += q[k * width + d]! * thing(things, l, d)
          shares[k * most + l] = match
          if (match > top) top = match
        }
        let sum = 0
        for (let l = 0; l <= count; l++) sum += shares[k * most + l] = Math.exp(shares[k * most + l]! - top)
        out.fill(0, k * width, (k + 1) * width)
        for (let l = 0; l <= count; l++) {
          const share = (shares[k * most + l]! /= sum)
          for (let d = 0; d < width; d++) out[k * width + d]! += share * thing(things, l, d)
        }
      }
    },

    /** After `forward` of the same things: `gradient` is that of interest `k`; adds what falls to the things, learns the rest. */
    backward(
      things: Float32Array,
      count: number,
      k: number,
      gradient: Float32Array,
      toThings: Float32Array,
    ): void {
      const q = queries.values()
      let mean = 0
      for (let l = 0; l <= count; l++) {
        let pull = 0
        for (let d = 0; d < width; d++) pull += gradient[d]! * thing(things, l, d)
        pulls[l] = pull
        mean += shares[k * most + l]! * pull
      }
      queryStep.fill(0)
      placeStep.fill(0)
      for (let l = 0; l <= count; l++) {
        const share = shares[k * most + l]!
        const turn = share * (pulls[l]! - mean)
        placeStep[l] = turn
        for (let d = 0; d < width; d++) {
          queryStep[d]! += turn * thing(things, l, d)
          const falls = share * gradient[d]! + turn * q[k * width + d]!
          if (l === 0) startStep[d] = falls
          else toThings[(l - 1) * width + d]! += falls
        }
      }
      queries.step(k, queryStep, 0, 1, learningRate)
      places.step(k, placeStep, 0, 1, learningRate)
      start.step(0, startStep, 0, 1, learningRate)
    },

    dump: (): InterestAttentionState => ({
      queries: queries.dump(),
      places: places.dump(),
      start: start.dump(),
    }),
    restore(state: InterestAttentionState): void {
      queries.restore(state.queries)
      places.restore(state.places)
      start.restore(state.start)
    },
  }
}
