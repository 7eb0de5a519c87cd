// From 'this more than that' to a chance: that a thing is in the person's next order, of the score that the next-item model gives
// it among all and of what is known of the two. Learned from every order, from what was asked and what then was in it.
import { DAY_MS } from '#kernel/clock'
import type { Head } from './return-heads.ts'

export const BUY_FEATURES = 8

export type BuyChanceOptions = { readonly people: number; readonly items: number; readonly head: Head }

export function createBuyChance({ people, items, head }: BuyChanceOptions) {
  const orders = new Float64Array(people)
  const linesBought = new Float64Array(people)
  const lastMs = new Float64Array(people).fill(NaN)
  const own = new Map<number, { count: number; lastMs: number }>()
  /** `share`: log of the score's part among all, as of a softmax; `place`: 0 is the best. */
  function rowOf(person: number, item: number, share: number, place: number, nowMs: number): Float32Array {
    const row = new Float32Array(BUY_FEATURES)
    const known = own.get(person * items + item)
    row[0] = share
    row[1] = Math.log(1 + place)
    row[2] = known ? Math.log(1 + known.count) : 0
    row[3] = known ? Math.log(1 + (nowMs - known.lastMs) / DAY_MS) : 7
    row[4] = known ? known.count / orders[person]! : 0
    row[5] = Math.log((linesBought[person]! + 40) / (orders[person]! + 2))
    row[6] = Math.log(1 + orders[person]!)
    row[7] = Number.isNaN(lastMs[person]!) ? 6 : Math.log(1 + (nowMs - lastMs[person]!) / DAY_MS)
    return row
  }

  return {
    /** Writes the chance of each of `offered`, best first as the model scored them, with their shares. */
    foretell(
      person: number,
      offered: ArrayLike<number>,
      shares: ArrayLike<number>,
      nowMs: number,
      out: Float64Array,
    ) {
      for (let k = 0; k < offered.length; k++) {
        out[k] = 1 / (1 + Math.exp(-head.logOdds(rowOf(person, offered[k]!, shares[k]!, k, nowMs))))
      }
    },

    /** As `foretell` was asked, and what then was ordered. */
    learn(
      person: number,
      offered: ArrayLike<number>,
      shares: ArrayLike<number>,
      nowMs: number,
      ordered: ReadonlySet<number>,
    ): void {
      for (let k = 0; k < offered.length; k++) {
        const row = rowOf(person, offered[k]!, shares[k]!, k, nowMs)
        const label = ordered.has(offered[k]!) ? 1 : 0
        head.bought?.(row, nowMs)
        head.learn({ row, boughtMs: nowMs, label, nowMs })
      }
    },

    /** The order has happened. */
    bought(person: number, ordered: ReadonlySet<number>, nowMs: number): void {
      orders[person]! += 1
      linesBought[person]! += ordered.size
      lastMs[person] = nowMs
      for (const item of ordered) {
        const key = person * items + item
        const known = own.get(key)
        if (known) {
          known.count++
          known.lastMs = nowMs
        } else own.set(key, { count: 1, lastMs: nowMs })
      }
    },
  }
}
