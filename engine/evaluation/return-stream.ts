// Foretelling at the moment of purchase what will be sent back within some days, and learning from each answer only when it is
// known: a return at its own time, a purchase that was kept when its days are over. All that happens in one tick is foretold
// before any of it is learned. Purchases whose days do not end within the data are learned as bought, but never asked about.
import { createReturnMatcher } from '../ranking/return-matching.ts'
import { LINE_KINDS, type OrderLines } from './shapes.ts'

const BUY = LINE_KINDS.indexOf('buy')
const RETURN = LINE_KINDS.indexOf('return')

/** Lines are indices into `OrderLines`. What a model may look up are lines that it has been given, and no others. */
export type ReturnForeteller = {
  /** Writes the chance that line `lines[k]` is sent back to `out[k]`; `lines` are those of one order at one moment. */
  foretell(lines: readonly number[], out: Float64Array): void
  /** The order has happened. */
  bought(lines: readonly number[]): void
  /** `quantity` pieces of the purchase `line` came back with `returnLine`; `inTime`: within the days that count. */
  returned(line: number, returnLine: number, quantity: number, first: boolean, inTime: boolean): void
  /** `returnLine` brings back what nobody is known to have bought. */
  returnedUnknown?(returnLine: number): void
  /** The days of `line` are over and nothing of it came back. */
  kept(line: number, nowMs: number): void
}
export type ReturnContender = { name: string; create(lines: OrderLines): ReturnForeteller }

export type ReturnTruth = {
  /** Purchases of known people whose days end within the data, in order of time. */
  readonly line: Uint32Array
  /** 1 when something of it came back in time. */
  readonly returned: Uint8Array
  /** Pieces that came back in time, by line of `OrderLines`. */
  readonly piecesBack: Float64Array
  /** Returns that no purchase was known of, and all returns of known people. */
  readonly unmatched: number
  readonly returns: number
}

const isKnownBuy = (lines: OrderLines, line: number) =>
  lines.kind[line] === BUY && lines.person[line]! >= 0 && lines.quantity[line]! > 0

/** What really came back within `withinMs`: told by the same run that models are put through. */
export function returnTruth(lines: OrderLines, withinMs: number): ReturnTruth {
  const piecesBack = new Float64Array(lines.length)
  let unmatched = 0
  const returns = new Set<number>()
  const witness: ReturnForeteller = {
    foretell: () => {},
    bought: () => {},
    kept: () => {},
    returned(line, returnLine, quantity, _first, inTime) {
      returns.add(returnLine)
      if (inTime) piecesBack[line]! += quantity
    },
    returnedUnknown: () => void unmatched++,
  }
  runReturns(lines, { name: 'witness', create: () => witness }, { withinMs })
  const endMs = lines.length > 0 ? lines.atMs[lines.length - 1]! : 0
  const asked: number[] = []
  for (let line = 0; line < lines.length; line++)
    if (isKnownBuy(lines, line) && lines.atMs[line]! + withinMs <= endMs) asked.push(line)
  return {
    line: Uint32Array.from(asked),
    returned: Uint8Array.from(asked, (line) => (piecesBack[line]! > 0 ? 1 : 0)),
    piecesBack,
    unmatched,
    returns: returns.size + unmatched,
  }
}

/**
 * The chance that was foretold for each purchase of a known person at the moment it was made, by line of `lines`; NaN for every
 * other line. `toMs`: nothing from there on is shown to the model.
 */
export function runReturns(
  lines: OrderLines,
  contender: ReturnContender,
  { withinMs, toMs = Infinity }: { withinMs: number; toMs?: number },
): Float64Array {
  const model = contender.create(lines)
  const matcher = createReturnMatcher({ items: lines.items.length })
  const chances = new Float64Array(lines.length).fill(NaN)
  const hasReturned = new Uint8Array(lines.length)
  const pending: number[] = []
  let released = 0
  let out = new Float64Array(256)

  function release(nowMs: number): void {
    for (; released < pending.length; released++) {
      const line = pending[released]!
      if (lines.atMs[line]! + withinMs >= nowMs) break
      if (!hasReturned[line]) model.kept(line, nowMs)
    }
  }

  function takeBack(line: number): void {
    const { matched } = matcher.take(lines.person[line]!, lines.item[line]!, -lines.quantity[line]!)
    if (matched.length === 0) model.returnedUnknown?.(line)
    for (const match of matched) {
      const inTime = lines.atMs[line]! - lines.atMs[match.line]! <= withinMs
      if (inTime) hasReturned[match.line] = 1
      model.returned(match.line, line, match.quantity, match.first, inTime)
    }
  }

  for (let at = 0; at < lines.length && lines.atMs[at]! < toMs;) {
    let end = at
    while (end < lines.length && lines.atMs[end] === lines.atMs[at]) end++
    release(lines.atMs[at]!)
    const orders = ordersOf(lines, at, end)
    for (const order of orders) {
      if (out.length < order.length) out = new Float64Array(2 * order.length)
      model.foretell(order, out)
      order.forEach((line, k) => (chances[line] = out[k]!))
    }
    for (const order of orders) {
      for (const line of order) {
        matcher.buy(lines.person[line]!, lines.item[line]!, line, lines.quantity[line]!)
        pending.push(line)
      }
      model.bought(order)
    }
    for (let line = at; line < end; line++)
      if (lines.kind[line] === RETURN && lines.person[line]! >= 0) takeBack(line)
    at = end
  }
  return chances
}

/** The purchases of known people among the lines `from`..`to` of one moment, by order. */
function ordersOf(lines: OrderLines, from: number, to: number): number[][] {
  const orders = new Map<number, number[]>()
  for (let line = from; line < to; line++) {
    if (!isKnownBuy(lines, line)) continue
    const own = orders.get(lines.order[line]!)
    if (own) own.push(line)
    else orders.set(lines.order[line]!, [line])
  }
  return [...orders.values()]
}
