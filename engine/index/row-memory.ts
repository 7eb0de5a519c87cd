// Where vectors lie: one growing memory, fit to be shared between threads. It grows by slabs and nothing is ever copied or moved, so a
// reader's addresses stay true and no insert waits for a gigabyte. One writer; any number of readers, without locks:
//
// header (64 B) │ scratch of each reader │ slab 0: codes i8 [rows × d], scales f32, versions u32, vectors f32 [rows × d] │ slab 1 …
//
// A row is dead while its scale is NaN (no score passes then). Its version is odd while the writer is at it: a reader that re-scores
// reads the version before and after, and so never scores half of one vector and half of another.
import { createPlainKernel } from './plain-kernel.ts'
import { createSimdKernel, type RowLayout, type ScanKernel } from './scan-kernel.ts'

/** All that another thread needs to open the same rows: pass it by `postMessage` when `shared`. */
export type RowMemoryHandle = {
  dimensions: number
  maximumRows: number
  slabBits: number
  readers: number
  shared: boolean
  /** Without versions and vectors: codes that are a copy of another memory's. */
  codesOnly: boolean
  maximumPages: number
  memory: WebAssembly.Memory | null
  /** Instead of `memory` where there is no WebAssembly. */
  buffer: ArrayBufferLike | null
}
export type RowMemory = ReturnType<typeof openRowMemory>

const PAGE = 65_536
const HEADER = 64
/** Places in a reader's buffer of candidates. */
export const ROOM = 8_192
/** Words of the header. */
const BOUND = 0
const SLABS = 1
const LIVE = 2

export function createRowMemory(options: {
  dimensions: number
  slabRows?: number
  maximumRows?: number
  readers?: number
  shared?: boolean
  codesOnly?: boolean
}): RowMemoryHandle {
  const { dimensions, slabRows = 4_096, maximumRows = 2_000_000, readers = 1, shared = false } = options
  const { codesOnly = false } = options
  if (!(dimensions >= 16 && dimensions <= 1_024 && dimensions % 16 === 0))
    throw new RangeError(`dimensions is a multiple of 16 up to 1024, not ${dimensions}`)
  const slabBits = Math.log2(slabRows)
  if (!Number.isInteger(slabBits) || slabBits < 4)
    throw new RangeError('slabRows is a power of two, 16 or more')
  const layout = layoutOf({ dimensions, slabBits, readers, codesOnly })
  const most = layout.firstSlab + Math.ceil(maximumRows / slabRows) * layout.slabBytes
  const maximumPages = Math.ceil(most / PAGE)
  if (maximumPages > PAGE)
    throw new RangeError(`${maximumRows} rows of ${dimensions} do not fit in 4 GB: shard them`)
  const initial = Math.ceil(layout.firstSlab / PAGE)
  const hasWebAssembly = typeof WebAssembly !== 'undefined'
  const limits = { maxByteLength: maximumPages * PAGE }
  return {
    dimensions,
    maximumRows,
    slabBits,
    readers,
    shared,
    codesOnly,
    maximumPages,
    memory: hasWebAssembly ? new WebAssembly.Memory({ initial, maximum: maximumPages, shared }) : null,
    buffer: hasWebAssembly
      ? null
      : shared
        ? new SharedArrayBuffer(initial * PAGE, limits)
        : new ArrayBuffer(initial * PAGE, limits),
  }
}

function layoutOf({
  dimensions,
  slabBits,
  readers,
  codesOnly,
}: Pick<RowMemoryHandle, 'dimensions' | 'slabBits' | 'readers' | 'codesOnly'>) {
  const slabRows = 2 ** slabBits
  const align = (bytes: number) => Math.ceil(bytes / 64) * 64
  const query = 64 // the kernel writes its count before it
  const allowed = query + align(2 * dimensions)
  const out = allowed + align(slabRows / 8)
  const scratchBytes = align(out + 8 * ROOM)
  const scalesInSlab = slabRows * dimensions
  return {
    dimensions,
    slabBits,
    slabRows,
    scratch: { query, allowed, out },
    scratchBytes,
    firstSlab: HEADER + readers * scratchBytes,
    scalesInSlab,
    versionsInSlab: scalesInSlab + 4 * slabRows,
    vectorsInSlab: scalesInSlab + 8 * slabRows,
    slabBytes: align(slabRows * (codesOnly ? dimensions + 4 : 5 * dimensions + 8)),
  } satisfies RowLayout & Record<string, unknown>
}

/** Opens the rows for one thread. `reader` numbers the threads from 0; each must have its own, for its scratch space. */
export function openRowMemory(handle: RowMemoryHandle, options: { reader?: number; simd?: boolean } = {}) {
  const { reader = 0, simd = true } = options
  if (reader >= handle.readers) throw new RangeError(`reader ${reader} of ${handle.readers}`)
  const layout = layoutOf(handle)
  const { dimensions, slabBits, slabRows, firstSlab, slabBytes } = layout
  const bufferNow = () => handle.memory?.buffer ?? handle.buffer!
  let views = viewsOf(bufferNow())
  const scratch = HEADER + reader * layout.scratchBytes
  const { memory } = handle
  const kernel: ScanKernel =
    (simd && memory ? createSimdKernel(layout, memory, handle) : null) ?? createPlainKernel(layout, bufferNow)

  /** Takes up what the writer has added since. */
  const refresh = () => {
    const buffer = bufferNow()
    if (buffer !== views.buffer || buffer.byteLength !== views.length) views = viewsOf(buffer)
  }
  const slabAt = (row: number) => firstSlab + (row >>> slabBits) * slabBytes
  const inSlab = (row: number) => row & (slabRows - 1)

  function addSlab(): void {
    const slab = views.words[SLABS]!
    const needed = firstSlab + (slab + 1) * slabBytes - bufferNow().byteLength
    if (needed > 0) {
      const pages = Math.ceil(needed / PAGE)
      if (memory) memory.grow(pages)
      else growBuffer(handle.buffer!, handle.buffer!.byteLength + pages * PAGE)
      refresh()
    }
    const scales = (firstSlab + slab * slabBytes + layout.scalesInSlab) / 4
    views.floats.fill(NaN, scales, scales + slabRows)
    Atomics.store(views.words, SLABS, slab + 1)
  }

  return {
    ...layout,
    kernel,
    refresh,
    views: () => views,
    query: scratch + layout.scratch.query,
    allowed: scratch + layout.scratch.allowed,
    out: scratch + layout.scratch.out,
    bound: () => Atomics.load(views.words, BOUND),
    live: () => Atomics.load(views.words, LIVE),
    addLive: (change: number) => void Atomics.add(views.words, LIVE, change),
    bytes: () => views.length,
    /** Index of the row's scale, version and first number among 32-bit words; its first code among bytes. */
    scaleOf: (row: number) => (slabAt(row) + layout.scalesInSlab) / 4 + inSlab(row),
    versionOf: (row: number) => (slabAt(row) + layout.versionsInSlab) / 4 + inSlab(row),
    vectorOf: (row: number) => (slabAt(row) + layout.vectorsInSlab) / 4 + inSlab(row) * dimensions,
    codesOf: (row: number) => slabAt(row) + inSlab(row) * dimensions,
    /** Makes room up to and with this row. The writer's alone. */
    reach(row: number): void {
      if (row >= handle.maximumRows) throw new RangeError(`row ${row} of at most ${handle.maximumRows}`)
      while (row >= views.words[SLABS]! * slabRows) addSlab()
      if (row >= views.words[BOUND]!) Atomics.store(views.words, BOUND, row + 1)
    },
  }
}

function growBuffer(buffer: ArrayBufferLike, bytes: number): void {
  if (buffer instanceof ArrayBuffer) buffer.resize(bytes)
  else buffer.grow(bytes)
}

const viewsOf = (buffer: ArrayBufferLike) => ({
  buffer,
  length: buffer.byteLength,
  bytes: new Uint8Array(buffer, 0, buffer.byteLength),
  codes: new Int8Array(buffer, 0, buffer.byteLength),
  queries: new Int16Array(buffer, 0, buffer.byteLength >>> 1),
  words: new Uint32Array(buffer, 0, buffer.byteLength >>> 2),
  floats: new Float32Array(buffer, 0, buffer.byteLength >>> 2),
})
