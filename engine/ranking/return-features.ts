// What is known at the moment of purchase that says whether a line will come back: how often this thing, this person and things
// of such words came back lately; whether this line is large for them; and what the order as a whole looks like. Everything is
// counted as it happens, nothing of the future. Why rates are smoothed towards the rate of all: most things were bought a few
// times and never came back, which says almost nothing.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { addDecayed, decayed } from '../decay.ts'
import { listOf, type OrderLines } from '../evaluation/shapes.ts'

export const RETURN_FEATURES = [
  'itemRate',
  'itemRateRecent',
  'itemPiecesRate',
  'itemBought',
  'itemAge',
  'personRate',
  'personRateRecent',
  'personOrderRate',
  'personLines',
  'personOrders',
  'personSinceReturn',
  'personSinceOrder',
  'personUnknownReturns',
  'againBought',
  'againReturned',
  'againSince',
  'orderValue',
  'orderLines',
  'orderValueToUsual',
  'orderLinesToUsual',
  'orderItemRate',
  'lineAmount',
  'lineShare',
  'linePosition',
  'quantity',
  'quantityToItem',
  'quantityToPerson',
  'price',
  'priceToItem',
  'priceToPerson',
  'hour',
  'weekday',
  'wordRate',
  'wordRateMost',
  'allRate',
  'sameDayOrders',
] as const
export type ReturnFeature = (typeof RETURN_FEATURES)[number]
export const FEATURE_COUNT = RETURN_FEATURES.length
/** What nobody can know before the order is there. */
export const OF_THE_ORDER: ReadonlySet<ReturnFeature> = new Set([
  'orderValue',
  'orderLines',
  'orderValueToUsual',
  'orderLinesToUsual',
  'orderItemRate',
  'lineAmount',
  'lineShare',
  'linePosition',
  'quantity',
  'quantityToItem',
  'quantityToPerson',
  'priceToItem',
  'priceToPerson',
])
const AT = Object.fromEntries(RETURN_FEATURES.map((name, i) => [name, i])) as Record<ReturnFeature, number>

const RECENT_MS = 45 * DAY_MS
const ITEM_STRENGTH = 40
const PERSON_STRENGTH = 40
const WORD_STRENGTH = 150

/** Two sums that are forgotten with one half-life. */
function createRates(count: number, halfLifeMs: number) {
  const hits = new Float64Array(count)
  const trials = new Float64Array(count)
  const atMs = new Float64Array(count)
  return {
    add(k: number, hit: number, trial: number, nowMs: number): void {
      hits[k] = addDecayed(hits[k]!, atMs[k]!, hit, nowMs, halfLifeMs)
      trials[k] = addDecayed(trials[k]!, atMs[k]!, trial, nowMs, halfLifeMs)
      atMs[k] = nowMs
    },
    rate(k: number, prior: number, strength: number, nowMs: number): number {
      const left = decayed(1, nowMs - atMs[k]!, halfLifeMs)
      return (hits[k]! * left + prior * strength) / (trials[k]! * left + strength)
    },
  }
}

/** Running mean of logarithms: what is usual. */
function createUsual(count: number) {
  const sums = new Float64Array(count)
  const counts = new Float64Array(count)
  return {
    usual: (k: number): number => (counts[k] === 0 ? 0 : sums[k]! / counts[k]!),
    add(k: number, value: number): void {
      sums[k]! += Math.log(value)
      counts[k]! += 1
    },
    /** log(value / usual), shrunk to 0 while little is known. */
    compare: (k: number, value: number): number =>
      counts[k] === 0 ? 0 : ((Math.log(value) - sums[k]! / counts[k]!) * counts[k]!) / (counts[k]! + 1),
  }
}

export function createReturnFeatures(lines: OrderLines) {
  const [items, people] = [lines.items.length, lines.people.length]
  const wordsOf = (item: number) => listOf(lines.itemFeatures.of, item)
  const FOREVER = 100_000 * DAY_MS
  const itemAll = createRates(items, FOREVER)
  const itemRecent = createRates(items, RECENT_MS)
  const itemPieces = createRates(items, FOREVER)
  const personAll = createRates(people, FOREVER)
  const personRecent = createRates(people, RECENT_MS)
  const personOrder = createRates(people, FOREVER)
  const wordAll = createRates(lines.itemFeatures.names.length, FOREVER)
  const all = createRates(2, 90 * DAY_MS)
  const itemCount = new Float64Array(items)
  const itemBornMs = new Float64Array(items).fill(NaN)
  const personLines = new Float64Array(people)
  const personOrders = new Float64Array(people)
  const personReturnMs = new Float64Array(people).fill(NaN)
  const personOrderMs = new Float64Array(people).fill(NaN)
  const personUnknown = new Float64Array(people)
  const personDay = new Float64Array(people)
  const personDayOrders = new Float64Array(people)
  const again = new Map<number, { bought: number; returned: number; lastMs: number }>()
  const returnedOrders = new Set<number>()
  const itemQuantity = createUsual(items)
  const itemPrice = createUsual(items)
  const personQuantity = createUsual(people)
  const personPrice = createUsual(people)
  const personValue = createUsual(people)
  const personOrderLines = createUsual(people)

  const amountOf = (line: number) => Math.max(1, lines.amountMinor[line]!)
  const priceOf = (line: number) => amountOf(line) / lines.quantity[line]!
  const days = (ms: number) => (Number.isNaN(ms) ? 400 : ms / DAY_MS)
  const allRate = (nowMs: number) => all.rate(0, 0.015, 2_000, nowMs)

  function personFeatures(person: number, nowMs: number, row: Float64Array): void {
    const prior = allRate(nowMs)
    const day = Math.floor(nowMs / DAY_MS)
    row[AT.allRate] = prior
    row[AT.personRate] = personAll.rate(person, prior, PERSON_STRENGTH, nowMs)
    row[AT.personRateRecent] = personRecent.rate(person, prior, PERSON_STRENGTH, nowMs)
    row[AT.personOrderRate] = personOrder.rate(person, all.rate(1, 0.1, 100, nowMs), 3, nowMs)
    row[AT.personLines] = Math.log(1 + personLines[person]!)
    row[AT.personOrders] = Math.log(1 + personOrders[person]!)
    row[AT.personSinceReturn] = Math.log(1 + days(nowMs - personReturnMs[person]!))
    row[AT.personSinceOrder] = Math.log(1 + days(nowMs - personOrderMs[person]!))
    row[AT.personUnknownReturns] = Math.log(1 + personUnknown[person]!)
    row[AT.sameDayOrders] = personDay[person] === day ? personDayOrders[person]! : 0
    row[AT.hour] = (nowMs % DAY_MS) / HOUR_MS
    row[AT.weekday] = (day + 4) % 7
  }

  function orderFeatures(order: readonly number[], row: Float64Array): void {
    const first = order[0]!
    const [person, nowMs] = [lines.person[first]!, lines.atMs[first]!]
    const prior = row[AT.allRate]!
    const value = order.reduce((sum, line) => sum + amountOf(line), 0)
    row[AT.orderValue] = Math.log(value)
    row[AT.orderLines] = Math.log(order.length)
    row[AT.orderValueToUsual] = personValue.compare(person, value)
    row[AT.orderLinesToUsual] = personOrderLines.compare(person, order.length)
    row[AT.orderItemRate] =
      order.reduce((s, line) => s + itemAll.rate(lines.item[line]!, prior, ITEM_STRENGTH, nowMs), 0) /
      order.length
  }

  /** What is known of a thing for this person before it is bought. */
  function itemFeatures(person: number, item: number, nowMs: number, row: Float64Array): void {
    const prior = row[AT.allRate]!
    row[AT.itemRate] = itemAll.rate(item, prior, ITEM_STRENGTH, nowMs)
    row[AT.itemRateRecent] = itemRecent.rate(item, prior, ITEM_STRENGTH, nowMs)
    row[AT.itemPiecesRate] = itemPieces.rate(item, prior, 200, nowMs)
    row[AT.itemBought] = Math.log(1 + itemCount[item]!)
    row[AT.itemAge] = Math.log(
      1 + (Number.isNaN(itemBornMs[item]!) ? 0 : (nowMs - itemBornMs[item]!) / DAY_MS),
    )
    const known = again.get(person * items + item)
    row[AT.againBought] = Math.log(1 + (known?.bought ?? 0))
    row[AT.againReturned] = Math.log(1 + (known?.returned ?? 0))
    row[AT.againSince] = Math.log(1 + (known ? (nowMs - known.lastMs) / DAY_MS : 400))
    let [sum, most, count] = [0, 0, 0]
    for (const word of wordsOf(item)) {
      const rate = wordAll.rate(word, prior, WORD_STRENGTH, nowMs)
      sum += rate
      count++
      if (rate > most) most = rate
    }
    row[AT.wordRate] = count > 0 ? sum / count : prior
    row[AT.wordRateMost] = count > 0 ? most : prior
  }

  function lineFeatures(line: number, position: number, row: Float64Array): void {
    const [person, item] = [lines.person[line]!, lines.item[line]!]
    row[AT.lineAmount] = Math.log(amountOf(line))
    row[AT.lineShare] = row[AT.lineAmount]! - row[AT.orderValue]!
    row[AT.linePosition] = position
    row[AT.quantity] = Math.log(lines.quantity[line]!)
    row[AT.quantityToItem] = itemQuantity.compare(item, lines.quantity[line]!)
    row[AT.quantityToPerson] = personQuantity.compare(person, lines.quantity[line]!)
    row[AT.price] = Math.log(priceOf(line))
    row[AT.priceToItem] = itemPrice.compare(item, priceOf(line))
    row[AT.priceToPerson] = personPrice.compare(person, priceOf(line))
  }

  return {
    /** Writes one row of `FEATURE_COUNT` numbers for each line of an order. */
    write(order: readonly number[], rows: Float32Array): void {
      const row = new Float64Array(FEATURE_COUNT)
      const [person, nowMs] = [lines.person[order[0]!]!, lines.atMs[order[0]!]!]
      personFeatures(person, nowMs, row)
      orderFeatures(order, row)
      order.forEach((line, k) => {
        itemFeatures(person, lines.item[line]!, nowMs, row)
        lineFeatures(line, k / order.length, row)
        rows.set(row, k * FEATURE_COUNT)
      })
    },

    /** The same for things that the person has not bought yet: what only the order tells is 0, the price is the usual one. */
    writeOffers(person: number, offered: ArrayLike<number>, nowMs: number, rows: Float32Array): void {
      const row = new Float64Array(FEATURE_COUNT)
      personFeatures(person, nowMs, row)
      for (let k = 0; k < offered.length; k++) {
        itemFeatures(person, offered[k]!, nowMs, row)
        row[AT.price] = itemPrice.usual(offered[k]!)
        rows.set(row, k * FEATURE_COUNT)
      }
    },

    bought(order: readonly number[]): void {
      const first = order[0]!
      const [person, nowMs] = [lines.person[first]!, lines.atMs[first]!]
      for (const line of order) {
        const item = lines.item[line]!
        itemAll.add(item, 0, 1, nowMs)
        itemRecent.add(item, 0, 1, nowMs)
        itemPieces.add(item, 0, lines.quantity[line]!, nowMs)
        personAll.add(person, 0, 1, nowMs)
        personRecent.add(person, 0, 1, nowMs)
        all.add(0, 0, 1, nowMs)
        for (const word of wordsOf(item)) wordAll.add(word, 0, 1, nowMs)
        itemCount[item]! += 1
        if (Number.isNaN(itemBornMs[item]!)) itemBornMs[item] = nowMs
        const key = person * items + item
        const known = again.get(key)
        if (known) {
          known.bought++
          known.lastMs = nowMs
        } else again.set(key, { bought: 1, returned: 0, lastMs: nowMs })
        itemQuantity.add(item, lines.quantity[line]!)
        itemPrice.add(item, priceOf(line))
        personQuantity.add(person, lines.quantity[line]!)
        personPrice.add(person, priceOf(line))
      }
      personLines[person]! += order.length
      personOrders[person]! += 1
      personOrderMs[person] = nowMs
      personOrder.add(person, 0, 1, nowMs)
      all.add(1, 0, 1, nowMs)
      const day = Math.floor(nowMs / DAY_MS)
      personDayOrders[person] = personDay[person] === day ? personDayOrders[person]! + 1 : 1
      personDay[person] = day
      personValue.add(
        person,
        order.reduce((sum, line) => sum + amountOf(line), 0),
      )
      personOrderLines.add(person, order.length)
    },

    returned(line: number, returnLine: number, quantity: number, first: boolean): void {
      const [person, item, nowMs] = [lines.person[line]!, lines.item[line]!, lines.atMs[returnLine]!]
      personReturnMs[person] = nowMs
      itemPieces.add(item, quantity, 0, nowMs)
      again.get(person * items + item)!.returned++
      if (!first) return
      itemAll.add(item, 1, 0, nowMs)
      itemRecent.add(item, 1, 0, nowMs)
      personAll.add(person, 1, 0, nowMs)
      personRecent.add(person, 1, 0, nowMs)
      all.add(0, 1, 0, nowMs)
      for (const word of wordsOf(item)) wordAll.add(word, 1, 0, nowMs)
      const order = lines.order[line]!
      if (returnedOrders.has(order)) return
      returnedOrders.add(order)
      personOrder.add(person, 1, 0, nowMs)
      all.add(1, 1, 0, nowMs)
    },

    returnedUnknown(returnLine: number): void {
      const person = lines.person[returnLine]!
      personUnknown[person]! += 1
      personReturnMs[person] = lines.atMs[returnLine]!
    },
  }
}
