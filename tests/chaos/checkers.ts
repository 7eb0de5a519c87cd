// Judges of histories, after Jepsen's: is a register linearizable (Wing and Gong's search, with the states met kept), and do transactions
// that append to lists and read them admit an order (Adya's cycles, found as elle finds them). Pure: they know nothing of a database.

/** One call on a versioned register: `returned` null when nobody learned whether it took effect. */
export type RegisterOp = {
  invoked: number
  returned: number | null
} & ({ kind: 'read'; version: number } | { kind: 'cas'; expected: number; ok: boolean | null })

/** A register that begins at `start`; a successful cas adds one to the version it expected. */
export function isLinearizable(history: readonly RegisterOp[], start: number): boolean {
  const ops = [...history].sort((a, b) => a.invoked - b.invoked)
  const seen = new Set<string>()
  const search = (done: bigint, version: number, left: number): boolean => {
    if (left === 0) return true
    const key = `${done} ${version}`
    if (seen.has(key)) return false
    seen.add(key)
    let horizon = Number.POSITIVE_INFINITY
    for (const [i, op] of ops.entries()) {
      if (done & (1n << BigInt(i))) continue
      if (op.invoked > horizon) break // something else had already returned: it must come first
      horizon = Math.min(horizon, op.returned ?? Number.POSITIVE_INFINITY)
      const next = apply(op, version)
      const must = op.returned === null ? 0 : 1
      if (next !== null && search(done | (1n << BigInt(i)), next, left - must)) return true
    }
    return false
  }
  return search(0n, start, ops.filter((o) => o.returned !== null).length)
}

/** The version after it, or null when it cannot happen here. */
function apply(op: RegisterOp, version: number): number | null {
  if (op.kind === 'read') return op.version === version ? version : null
  if (op.ok === false) return op.expected === version ? null : version
  return op.expected === version ? version + 1 : null
}

/** Long histories are cut where nothing was under way: each piece begins where the one before it ended. */
export function registerAnomalies(history: readonly RegisterOp[], start: number): number {
  const ops = [...history].sort((a, b) => a.invoked - b.invoked)
  let [anomalies, from, version, end] = [0, 0, start, Number.NEGATIVE_INFINITY]
  for (let i = 0; i <= ops.length; i++) {
    if (i < ops.length && (i === from || ops[i]!.invoked <= end)) {
      end = Math.max(end, ops[i]!.returned ?? Number.POSITIVE_INFINITY)
      continue
    }
    const piece = ops.slice(from, i)
    if (!isLinearizable(piece, version)) anomalies++
    version += piece.filter((o) => o.kind === 'cas' && o.ok === true).length
    if (i < ops.length) {
      from = i
      end = ops[i]!.returned ?? Number.POSITIVE_INFINITY
    }
  }
  return anomalies
}

/** A committed transaction: what it appended to which list, and the whole of each list it read. */
export type ListTx = {
  id: number
  appends: readonly { key: string; value: number }[]
  reads: ReadonlyMap<string, readonly number[]>
}
export type ListAnomalies = { incompatibleOrders: number; doubled: number; cycles: number; lost: number }

/** `final`: each list after everything; what was committed must be in it. */
export function listAnomalies(
  txs: readonly ListTx[],
  final: ReadonlyMap<string, readonly number[]>,
): ListAnomalies {
  const writerOf = new Map<string, number>(
    txs.flatMap((t) => t.appends.map((a) => [`${a.key} ${a.value}`, t.id] as const)),
  )
  const found = { incompatibleOrders: 0, doubled: 0, cycles: 0, lost: 0 }
  const orders = new Map(final)
  for (const t of txs)
    for (const [key, list] of t.reads) if (list.length > (orders.get(key)?.length ?? 0)) orders.set(key, list)
  for (const list of orders.values()) found.doubled += list.length - new Set(list).size
  for (const t of txs)
    for (const [key, list] of t.reads)
      if (!list.every((v, i) => orders.get(key)![i] === v)) found.incompatibleOrders++
  for (const t of txs)
    for (const a of t.appends) if (!(final.get(a.key) ?? []).includes(a.value)) found.lost++
  const edges = new Map<number, Set<number>>()
  const edge = (from: number | undefined, to: number | undefined) => {
    if (from === undefined || to === undefined || from === to) return
    edges.set(from, (edges.get(from) ?? new Set()).add(to))
  }
  for (const [key, list] of orders) {
    const writer = (i: number) => writerOf.get(`${key} ${list[i]}`)
    for (let i = 1; i < list.length; i++) edge(writer(i - 1), writer(i)) // ww
    for (const t of txs) {
      const read = t.reads.get(key)
      if (!read) continue
      if (read.length > 0) edge(writer(read.length - 1), t.id) // wr
      if (read.length < list.length) edge(t.id, writer(read.length)) // rw
    }
  }
  found.cycles = cyclesIn(edges)
  return found
}

/** How many groups of transactions precede each other (Tarjan, without recursion). */
function cyclesIn(edges: ReadonlyMap<number, ReadonlySet<number>>): number {
  const index = new Map<number, number>()
  const low = new Map<number, number>()
  const onStack = new Set<number>()
  const stack: number[] = []
  let [next, cycles] = [0, 0]
  for (const root of edges.keys()) {
    if (index.has(root)) continue
    const work: { node: number; rest: number[] }[] = []
    const open = (node: number) => {
      index.set(node, next)
      low.set(node, next++)
      stack.push(node)
      onStack.add(node)
      work.push({ node, rest: [...(edges.get(node) ?? [])] })
    }
    open(root)
    while (work.length > 0) {
      const top = work.at(-1)!
      const to = top.rest.pop()
      if (to !== undefined) {
        if (!index.has(to)) open(to)
        else if (onStack.has(to)) low.set(top.node, Math.min(low.get(top.node)!, index.get(to)!))
        continue
      }
      work.pop()
      const parent = work.at(-1)
      if (parent) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(top.node)!))
      if (low.get(top.node) !== index.get(top.node)) continue
      let size = 0
      for (let node = -1; node !== top.node; size++) {
        node = stack.pop()!
        onStack.delete(node)
      }
      if (size > 1) cycles++
    }
  }
  return cycles
}

/** Histories with a fault each, from the literature: a judge that lets one pass is no judge. Returns how many it found. */
export function plantedFound(): { planted: number; found: number } {
  const none = new Map<string, number[]>()
  const append = (id: number, ...appends: [string, number][]): ListTx => ({
    id,
    appends: appends.map(([key, value]) => ({ key, value })),
    reads: none,
  })
  const reads = (id: number, lists: [string, number[]][], ...appends: [string, number][]): ListTx => ({
    ...append(id, ...appends),
    reads: new Map(lists),
  })
  const lists = (x: number[], y: number[]) =>
    new Map([
      ['x', x],
      ['y', y],
    ])
  const g0 = listAnomalies(
    [append(1, ['x', 1], ['y', 1]), append(2, ['x', 2], ['y', 2])],
    lists([1, 2], [2, 1]),
  )
  const g1c = listAnomalies(
    [reads(1, [['y', [2]]], ['x', 1]), reads(2, [['x', [1]]], ['y', 2])],
    lists([1], [2]),
  )
  const lostUpdate = listAnomalies(
    [reads(1, [['x', []]], ['x', 1]), reads(2, [['x', []]], ['x', 2])],
    lists([1, 2], []),
  )
  const gone = listAnomalies([append(1, ['x', 1])], lists([], []))
  const twoOrders = listAnomalies(
    [append(1, ['x', 1]), append(2, ['x', 2]), reads(3, [['x', [2]]])],
    lists([1, 2], []),
  )
  const staleRead = registerAnomalies(
    [
      { kind: 'cas', expected: 1, ok: true, invoked: 0, returned: 1 },
      { kind: 'read', version: 1, invoked: 2, returned: 3 },
    ],
    1,
  )
  const bothWon = registerAnomalies(
    [
      { kind: 'cas', expected: 1, ok: true, invoked: 0, returned: 5 },
      { kind: 'cas', expected: 1, ok: true, invoked: 1, returned: 4 },
    ],
    1,
  )
  const verdicts = [
    g0.cycles,
    g1c.cycles,
    lostUpdate.cycles,
    gone.lost,
    twoOrders.incompatibleOrders,
    staleRead,
    bothWon,
  ]
  return { planted: verdicts.length, found: verdicts.filter((n) => n > 0).length }
}
