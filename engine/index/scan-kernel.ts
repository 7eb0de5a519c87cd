// The inner loop of vector search: dot products of 8-bit rows with one 16-bit query, four rows at a time, writing down those that pass
// a threshold. In WebAssembly SIMD where it runs, else in plain JavaScript with the very same answers (integers are exact in both,
// and the two float steps round alike). Whoever calls keeps the best and raises the threshold (candidates.ts).
import {
  add,
  addLanes,
  and,
  assemble,
  atLeast,
  block,
  branch,
  branchIf,
  dotPairs,
  floatLane,
  greaterFloats,
  i32,
  loadByte,
  loadBytesWidened,
  loadVector,
  loop,
  multiply,
  multiplyFloats,
  pickLanes,
  shiftLeft,
  shiftRight,
  signs,
  splatFloat,
  store,
  storeFloat,
  subtract,
  toFloats,
  when,
  type Code,
  type FunctionSource,
  type Locals,
} from './assembler.ts'

/** Where things lie (bytes), a pure function of the row: see row-memory.ts. */
export type RowLayout = {
  dimensions: number
  slabBits: number
  firstSlab: number
  slabBytes: number
  scalesInSlab: number
}

/**
 * Writes pairs (row u32, score f32) from `out` on, at most `room` (≥ 4), and the number of bytes written to `query − 8`; it stops
 * early where fewer than four places are left, and returns where it stopped. A score is f32(dot) · f32(scale); a NaN scale, which is
 * a dead row, never passes.
 * Rows `from`…`to` (multiples of 4) of one slab whose first row is `base`. `allowed`: address of one bit a row of the slab, or 0.
 */
export type ScanKernel = {
  simd: boolean
  scan(
    base: number,
    from: number,
    to: number,
    allowed: number,
    query: number,
    out: number,
    room: number,
    threshold: number,
  ): number
}

const LANES = [0, 1, 2, 3] as const
type Local = { get(name: string): Code; set(name: string, value: Code): Code }

const queryLocals = (dimensions: number): Locals =>
  Object.fromEntries(Array.from({ length: dimensions / 8 }, (_, i) => [`q${i}`, 'v128' as const]))
const SUMS: Locals = {
  a: 'v128',
  b: 'v128',
  c: 'v128',
  d: 'v128',
  ab: 'v128',
  cd: 'v128',
  scores: 'v128',
  hits: 'i32',
  write: 'i32',
}

/** The query is widened already (16-bit lanes), and stays in locals. */
const loadQuery = ({ get, set }: Local, dimensions: number): Code =>
  Array.from({ length: dimensions / 8 }, (_, i) => set(`q${i}`, loadVector(get('query'), 16 * i)))

/** Dots of four rows with the query, their sums in one vector, times their scales: → scores, and hits as four bits. */
function scoreFour({ get, set }: Local, dimensions: number): Code {
  const within = (lane: number): Code =>
    Array.from({ length: dimensions / 8 }, (_, i) =>
      dotPairs(loadBytesWidened(get('codes'), lane * dimensions + 8 * i), get(`q${i}`)),
    ).reduce((sum, part) => addLanes(sum, part))
  const interleaved = (x: string, y: string) =>
    addLanes(pickLanes(get(x), get(y), 0, 4, 1, 5), pickLanes(get(x), get(y), 2, 6, 3, 7))
  return [
    ['a', 'b', 'c', 'd'].map((name, lane) => set(name, within(lane))),
    set('ab', interleaved('a', 'b')), // a0+a2, b0+b2, a1+a3, b1+b3
    set('cd', interleaved('c', 'd')),
    set(
      'scores',
      multiplyFloats(
        toFloats(
          addLanes(pickLanes(get('ab'), get('cd'), 0, 1, 4, 5), pickLanes(get('ab'), get('cd'), 2, 3, 6, 7)),
        ),
        loadVector(get('scales')),
      ),
    ),
    set('hits', signs(greaterFloats(get('scores'), splatFloat(get('threshold'))))),
  ]
}

/** Writes all four and moves on by those that hit: no branch to foretell. Hits are rare, so this is cold. */
const writeHits = ({ get, set }: Local): Code =>
  when(
    get('hits'),
    LANES.map((lane) => [
      store(get('write'), add(add(get('base'), get('from')), i32(lane))),
      storeFloat(get('write'), floatLane(get('scores'), lane), 4),
      set('write', add(get('write'), shiftLeft(and(shiftRight(get('hits'), i32(lane)), i32(1)), i32(3)))),
    ]),
  )

/** Fewer than four places left. */
const full = ({ get }: Local): Code =>
  atLeast(get('write'), add(get('out'), subtract(shiftLeft(get('room'), i32(3)), i32(24))))
function scanSource({ dimensions, slabBits, firstSlab, slabBytes, scalesInSlab }: RowLayout): FunctionSource {
  const body = (local: Local): Code => {
    const { get, set } = local
    const step: Code[] = [
      scoreFour(local, dimensions),
      set('hits', and(get('hits'), get('pass'))),
      writeHits(local),
    ]
    return [
      loadQuery(local, dimensions),
      set('write', get('out')),
      set('slab', add(i32(firstSlab), multiply(shiftRight(get('base'), i32(slabBits)), i32(slabBytes)))),
      set('codes', add(get('slab'), multiply(get('from'), i32(dimensions)))),
      set('scales', add(add(get('slab'), i32(scalesInSlab)), shiftLeft(get('from'), i32(2)))),
      block(
        loop(
          branchIf(1, atLeast(get('from'), get('to'))),
          branchIf(1, full(local)),
          set('pass', i32(15)),
          when(
            get('allowed'), // four bits of the byte that holds them
            set('pass', loadByte(add(get('allowed'), shiftRight(get('from'), i32(3))))),
            set('pass', and(shiftRight(get('pass'), and(get('from'), i32(4))), i32(15))),
          ),
          when(get('pass'), ...step),
          set('from', add(get('from'), i32(4))),
          set('codes', add(get('codes'), i32(4 * dimensions))),
          set('scales', add(get('scales'), i32(16))),
          branch(0),
        ),
      ),
      store(subtract(get('query'), i32(8)), subtract(get('write'), get('out'))),
      get('from'),
    ]
  }
  const i = 'i32' as const
  return {
    name: 'scan',
    params: { base: i, from: i, to: i, allowed: i, query: i, out: i, room: i, threshold: 'f32' },
    locals: { ...SUMS, slab: i, codes: i, scales: i, pass: i, ...queryLocals(dimensions) },
    result: i,
    body,
  }
}

/** The bytes of the module: a few kilobytes, the same for the same layout. */
export const kernelBytes = (layout: RowLayout, memory: { maximumPages: number; shared: boolean }) =>
  assemble([scanSource(layout)], memory)

/** The kernel in WebAssembly, or null where its SIMD does not run. */
export function createSimdKernel(
  layout: RowLayout,
  memory: WebAssembly.Memory,
  limits: { maximumPages: number; shared: boolean },
) {
  const bytes = kernelBytes(layout, limits)
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } })
  return { simd: true, scan: exports.scan } as unknown as ScanKernel
}
