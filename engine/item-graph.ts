// Which item leads to which: an online item–item graph. Every positive event links the items just before it to this one, so
// it knows a minute-old item as well as a year-old one, and nothing is ever retrained. Edges are typed (watched together,
// bought after watching), directed with a weaker way back, forget by half-life, and each item keeps only its strongest.
import { addDecayed, decayed } from './decay.ts'

export type ItemGraphOptions = {
  /** Names of the edge types, each with its worth when neighbours are asked for. */
  edgeTypes: Readonly<Record<string, number>>
  halfLifeMs: number
  /** Neighbours kept for each item and type. */
  degree: number
  maxItems: number
  /** How much of a link counts in the opposite direction. */
  backward: number
  /** Evidence below about this much is mostly discounted, so that one coincidence is not a similarity. */
  shrinkage: number
}
export type ItemGraphDump = {
  items: string[]
  mass: Float64Array
  massAt: Float64Array
  from: Uint32Array
  to: Uint32Array
  type: Uint8Array
  weight: Float64Array
  at: Float64Array
}
export type ItemGraph = ReturnType<typeof createItemGraph>
export type Neighbour = { item: string; similarity: number }

type Edge = { weight: number; at: number }
type Node = { mass: number; at: number; edges: Map<string, Edge>[] }

export function createItemGraph(options: ItemGraphOptions) {
  const { halfLifeMs, degree, maxItems, backward, shrinkage } = options
  const types = Object.keys(options.edgeTypes)
  const worth = Object.values(options.edgeTypes)
  const nodes = new Map<string, Node>()

  /** Touched nodes move to the end of the map; the least recently touched is dropped first. */
  function touch(item: string, atMs: number): Node {
    let node = nodes.get(item)
    if (node) nodes.delete(item)
    else {
      if (nodes.size >= maxItems) nodes.delete(nodes.keys().next().value!)
      node = { mass: 0, at: atMs, edges: types.map(() => new Map()) }
    }
    nodes.set(item, node)
    return node
  }

  function addEdge(from: Node, type: number, to: string, weight: number, atMs: number): void {
    const edges = from.edges[type]!
    const edge = edges.get(to)
    if (edge) {
      edge.weight = addDecayed(edge.weight, edge.at, weight, atMs, halfLifeMs)
      edge.at = Math.max(edge.at, atMs)
    } else {
      edges.set(to, { weight, at: atMs })
      if (edges.size > degree + Math.ceil(degree / 4)) prune(edges, atMs)
    }
    from.mass = addDecayed(from.mass, from.at, weight, atMs, halfLifeMs)
    from.at = Math.max(from.at, atMs)
  }

  /** Down to `degree`, by weight as of now; done every quarter-degree insertions, so it costs little each. */
  function prune(edges: Map<string, Edge>, atMs: number): void {
    const byWeight = [...edges].sort(
      (a, b) =>
        decayed(b[1].weight, atMs - b[1].at, halfLifeMs) - decayed(a[1].weight, atMs - a[1].at, halfLifeMs),
    )
    for (const [item] of byWeight.slice(degree)) edges.delete(item)
  }

  const massOf = (node: Node, atMs: number) => decayed(node.mass, atMs - node.at, halfLifeMs)

  return {
    get size() {
      return nodes.size
    },

    link(type: string, from: string, to: string, weight: number, atMs: number): void {
      const t = types.indexOf(type)
      if (t < 0) throw new RangeError(`link: no edge type ${type}`)
      if (from === to || !(weight > 0)) return
      addEdge(touch(from, atMs), t, to, weight, atMs)
      addEdge(touch(to, atMs), t, from, weight * backward, atMs)
    },

    /** The items most like this one, best first. Similarity is a shrunken cosine: popular items do not win by size. */
    neighbours(item: string, atMs: number, limit: number): Neighbour[] {
      const node = nodes.get(item)
      if (!node) return []
      const own = massOf(node, atMs)
      const found = new Map<string, number>()
      node.edges.forEach((edges, t) => {
        for (const [to, edge] of edges) {
          const other = nodes.get(to)
          if (!other) continue
          const weight = decayed(edge.weight, atMs - edge.at, halfLifeMs)
          const cosine = weight / Math.sqrt(own * massOf(other, atMs) + 1e-12)
          found.set(to, (found.get(to) ?? 0) + worth[t]! * cosine * (weight / (weight + shrinkage)))
        }
      })
      return [...found]
        .map(([to, similarity]) => ({ item: to, similarity }))
        .sort((a, b) => b.similarity - a.similarity || (a.item < b.item ? -1 : 1))
        .slice(0, limit)
    },

    /** How many neighbours an item has, all types together. */
    degreeOf: (item: string): number => nodes.get(item)?.edges.reduce((sum, e) => sum + e.size, 0) ?? 0,

    delete: (item: string): boolean => nodes.delete(item),

    dump(): ItemGraphDump {
      const items = [...nodes.keys()]
      const index = new Map(items.map((item, i) => [item, i]))
      const rows: { from: number; to: number; type: number; edge: Edge }[] = []
      items.forEach((item, from) =>
        nodes.get(item)!.edges.forEach((edges, type) => {
          for (const [to, edge] of edges)
            if (index.has(to)) rows.push({ from, to: index.get(to)!, type, edge })
        }),
      )
      return {
        items,
        mass: Float64Array.from(items, (i) => nodes.get(i)!.mass),
        massAt: Float64Array.from(items, (i) => nodes.get(i)!.at),
        from: Uint32Array.from(rows, (r) => r.from),
        to: Uint32Array.from(rows, (r) => r.to),
        type: Uint8Array.from(rows, (r) => r.type),
        weight: Float64Array.from(rows, (r) => r.edge.weight),
        at: Float64Array.from(rows, (r) => r.edge.at),
      }
    },

    restore(d: ItemGraphDump): void {
      nodes.clear()
      d.items.forEach((item, i) =>
        nodes.set(item, { mass: d.mass[i]!, at: d.massAt[i]!, edges: types.map(() => new Map()) }),
      )
      d.from.forEach((from, i) =>
        nodes
          .get(d.items[from]!)!
          .edges[d.type[i]!]!.set(d.items[d.to[i]!]!, { weight: d.weight[i]!, at: d.at[i]! }),
      )
    },
  }
}
