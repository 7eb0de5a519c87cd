// An item as a vector: what is known of it from the start (numbers that say what it looks and sounds like, and hashed features such
// as a category or a seller) projected into one space, plus a vector of its own whose weight grows with evidence.
//
//   vector(i) = n / (n + evidence) · own(i) + projection · dense(i) + Σ features(i) / √count
//
// A new item therefore has a place at once, next to what resembles it, and leaves it as soon as people say otherwise. The last
// number is its standing with everybody (a person's is 1 there), so one inner product is the whole score and any index can do it.
import type { Random } from '#kernel/random'
import { gaussian } from './gaussian.ts'
import { createRowTable, type RowTableState } from './row-table.ts'

export type ItemTowerOptions = {
  width: number
  /** Numbers in the dense description of an item; 0 for none. */
  dense: number
  /** Rows of the table of hashed features; features are taken modulo this. */
  featureRows: number
  /** After so many positives an item's own vector has half its weight. */
  evidence: number
  /** How far an item's description puts it from the origin before anything is learned. */
  spread: number
  learningRate: number
  /** Draws an own vector to zero: the fewer say something, the less it says. */
  shrink: number
  random: Random
}
export type ItemTower = ReturnType<typeof createItemTower>
export type ItemTowerState = {
  own: RowTableState
  projection: RowTableState
  features: RowTableState
  dense: RowTableState
  positives: RowTableState
  hashes: PackedHashes
}
/** Those of all items one after the other, and how many each has. */
type PackedHashes = { counts: Uint16Array; rows: Uint32Array }

export function createItemTower(o: ItemTowerOptions) {
  const { width, dense, learningRate } = o
  const own = createRowTable(width, () => 0.05 * gaussian(o.random))
  const positives = createRowTable(1)
  const descriptions = createRowTable(dense)
  /** One row a number of the description. */
  const projection = createRowTable(width, () => (o.spread * gaussian(o.random)) / Math.sqrt(width))
  if (dense > 0) projection.ensure(dense - 1)
  for (let c = 0; c < dense; c++) projection.values()[c * width + width - 1] = 0
  const features = createRowTable(width, () => (0.5 * o.spread * gaussian(o.random)) / Math.sqrt(width))
  const hashes: (readonly number[] | undefined)[] = []

  const ensure = (item: number): void => {
    own.ensure(item)
    positives.ensure(item)
    descriptions.ensure(item)
  }
  const trust = (item: number): number => {
    const n = positives.values()[item]!
    return n / (n + o.evidence)
  }

  const featureRow = (hash: number): number => Math.abs(hash) % o.featureRows

  /** Adds what it is by its features: rows of the table. */
  function writeFeatures(rows: readonly number[], out: Float32Array, at: number): void {
    const share = 1 / Math.sqrt(rows.length)
    const values = features.values()
    for (const row of rows) for (let d = 0; d < width; d++) out[at + d]! += share * values[row * width + d]!
  }

  return {
    width,
    items: () => own.rows(),
    ensure,
    trust,
    positives: (item: number): number => positives.values()[item] ?? 0,
    count(item: number): void {
      ensure(item)
      positives.values()[item]! += 1
    },

    /** What is known of it; takes the place of what was said before. A dense description is scaled to length 1. */
    describe(item: number, description?: ArrayLike<number>, hashed?: readonly number[]): void {
      ensure(item)
      if (description) {
        if (description.length !== dense)
          throw new RangeError(`describe: ${description.length} numbers where ${dense} were agreed`)
        let square = 0
        for (let c = 0; c < dense; c++) square += description[c]! ** 2
        const scale = square > 0 ? 1 / Math.sqrt(square) : 0
        for (let c = 0; c < dense; c++) descriptions.values()[item * dense + c] = description[c]! * scale
      }
      if (!hashed || o.featureRows === 0) return
      const rows = hashed.map(featureRow)
      for (const row of rows) features.ensure(row)
      hashes[item] = rows
    },

    /** As if nobody had met it and nothing were known of it. */
    renew(item: number): void {
      if (item >= own.rows()) return
      own.renew(item)
      positives.renew(item)
      descriptions.renew(item)
      hashes[item] = undefined
    },
    /** As if nothing had been learned of the feature. */
    renewFeature: (hash: number): void => features.renew(featureRow(hash)),

    /** Writes the vector of something that has these features and no row, or besides its own part in the row `item`. */
    writeDescribed(hashed: readonly number[], out: Float32Array, at: number, item = -1): void {
      const weight = item < 0 ? 0 : trust(item)
      const mine = own.values()
      for (let d = 0; d < width; d++) out[at + d] = weight > 0 ? weight * mine[item * width + d]! : 0
      const rows = hashed.map(featureRow).filter((row) => row < features.rows())
      if (rows.length > 0) writeFeatures(rows, out, at)
    },

    /** Writes the vector at `out[at …]`; `weight` of its own part (0: as if nobody had met it). */
    write(item: number, out: Float32Array, at: number, weight = trust(item)): void {
      const mine = own.values()
      for (let d = 0; d < width; d++) out[at + d] = weight * mine[item * width + d]!
      const [given, rows] = [descriptions.values(), projection.values()]
      for (let c = 0; c < dense; c++) {
        const value = given[item * dense + c]!
        if (value !== 0) for (let d = 0; d < width; d++) out[at + d]! += value * rows[c * width + d]!
      }
      const known = hashes[item]
      if (known?.length) writeFeatures(known, out, at)
    },

    /** The gradient of one item's vector: own part and features learn at once, the projection's share is added to `toProjection`. */
    learn(
      item: number,
      gradient: Float32Array,
      at: number,
      weight: number,
      toProjection: Float32Array,
    ): void {
      if (weight > 0) own.step(item, gradient, at, weight, learningRate, o.shrink)
      const given = descriptions.values()
      for (let c = 0; c < dense; c++) {
        const value = given[item * dense + c]!
        if (value !== 0)
          for (let d = 0; d < width; d++) toProjection[c * width + d]! += value * gradient[at + d]!
      }
      const known = hashes[item]
      if (known?.length)
        for (const row of known) features.step(row, gradient, at, 1 / Math.sqrt(known.length), learningRate)
    },

    learnProjection(gradient: Float32Array, rate: number): void {
      for (let c = 0; c < dense; c++) projection.step(c, gradient, c * width, 1, rate)
    },

    dump: (): ItemTowerState => ({
      own: own.dump(),
      projection: projection.dump(),
      features: features.dump(),
      dense: descriptions.dump(),
      positives: positives.dump(),
      hashes: {
        counts: Uint16Array.from({ length: own.rows() }, (_, item) => hashes[item]?.length ?? 0),
        rows: allOf(hashes),
      },
    }),
    restore(state: ItemTowerState): void {
      own.restore(state.own)
      projection.restore(state.projection)
      features.restore(state.features)
      descriptions.restore(state.dense)
      positives.restore(state.positives)
      hashes.length = 0
      let at = 0
      state.hashes.counts.forEach((count, item) => {
        if (count > 0) hashes[item] = [...state.hashes.rows.subarray(at, (at += count))]
      })
    },
  }
}

function allOf(lists: readonly (readonly number[] | undefined)[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + (list?.length ?? 0), 0))
  let at = 0
  for (const list of lists) if (list) for (const value of list) all[at++] = value
  return all
}
