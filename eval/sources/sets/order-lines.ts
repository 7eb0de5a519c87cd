// Collects lines of orders in any order and gives them back as columns in order of time.
import { createIndex } from '#engine/evaluation/dataset'
import { LINE_KINDS, type OrderLines } from '#engine/evaluation/shapes'
import { createFeatureCollector } from './features.ts'

export type OrderLine = {
  /** Undefined when nobody knows. */
  readonly person: string | undefined
  readonly item: string
  readonly order: string
  readonly atMs: number
  readonly quantity: number
  readonly amountMinor: number
  readonly kind: (typeof LINE_KINDS)[number]
}

export function createOrderLines() {
  const people = createIndex()
  const items = createIndex()
  const orders = createIndex()
  const columns = {
    person: [] as number[],
    item: [] as number[],
    order: [] as number[],
    atMs: [] as number[],
    quantity: [] as number[],
    amountMinor: [] as number[],
    kind: [] as number[],
  }
  const described: [item: string, column: string, value: string][] = []
  return {
    /** What is known of an item from the start; of one that stands in no line it is left out. */
    describe: (item: string, column: string, value: string) => void described.push([item, column, value]),
    add(line: OrderLine): void {
      columns.person.push(line.person === undefined ? -1 : people.of(line.person))
      columns.item.push(items.of(line.item))
      columns.order.push(orders.of(line.order))
      columns.atMs.push(line.atMs)
      columns.quantity.push(line.quantity)
      columns.amountMinor.push(line.amountMinor)
      columns.kind.push(LINE_KINDS.indexOf(line.kind))
    },
    build(): OrderLines {
      const { atMs } = columns
      const sorted = Uint32Array.from(atMs, (_, i) => i).sort((a, b) => atMs[a]! - atMs[b]! || a - b)
      const features = createFeatureCollector()
      for (const [item, column, value] of described) {
        const index = items.find(item)
        if (index !== undefined) features.add(index, column, value)
      }
      const pick = (column: readonly number[]) => Array.from(sorted, (i) => column[i]!)
      return {
        people: people.names,
        items: items.names,
        orders: orders.names,
        length: sorted.length,
        person: Int32Array.from(pick(columns.person)),
        item: Uint32Array.from(pick(columns.item)),
        order: Uint32Array.from(pick(columns.order)),
        atMs: Float64Array.from(pick(atMs)),
        quantity: Int32Array.from(pick(columns.quantity)),
        amountMinor: Int32Array.from(pick(columns.amountMinor)),
        kind: Uint8Array.from(pick(columns.kind)),
        itemFeatures: features.build(items.names.length),
      }
    },
  }
}
