// The feed's return head put through whole order lines: what it makes of thing, person and price alone, without the order, which the feed
// does not know when it shows a thing. One return a line, whatever the pieces.
import { DAY_MS } from '#kernel/clock'
import { hashOf } from '../ranking/hashing.ts'
import { createReturnHead } from '../ranking/return-head.ts'
import type { ReturnContender } from './return-stream.ts'
import type { OrderLines } from './shapes.ts'

const OPTIONS = {
  usual: 0.08,
  windowMs: 30 * DAY_MS,
  correctionMs: 30 * DAY_MS,
  maxSales: 200_000,
  rates: 2 ** 18,
  halfLifeMs: 180 * DAY_MS,
  prior: 20,
  halfLifeTrials: 20_000,
}

/** All, price, thing, person, person at this price, person and thing. */
function keysOf({ person, item, amountMinor, quantity }: OrderLines, line: number): number[] {
  const [who, what] = [person[line]!, item[line]!]
  const price = Math.round(Math.log2(1 + Math.max(1, amountMinor[line]!) / quantity[line]!))
  return [
    hashOf(0, 0),
    hashOf(1, price),
    hashOf(2, what),
    hashOf(3, who),
    hashOf(4, who, price),
    hashOf(5, who, what),
  ]
}

export const feedReturnContender: ReturnContender = {
  name: 'feed head',
  create(lines) {
    const head = createReturnHead({ ...OPTIONS, keys: 6 })
    return {
      foretell: (order, out) =>
        order.forEach((line, k) => (out[k] = head.foretell(keysOf(lines, line), lines.atMs[line]!))),
      bought(order) {
        for (const line of order) head.bought(`${line}`, keysOf(lines, line), lines.atMs[line]!)
      },
      returned(line, returnLine, _quantity, first) {
        if (first) head.ended(`${line}`, 'returned', lines.atMs[returnLine]!)
      },
      kept: () => {}, // it sees to its own time
    }
  },
}
