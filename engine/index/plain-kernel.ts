// The scan kernel in plain JavaScript, for where WebAssembly SIMD does not run, and as the words against which the bytes are tested.
// Same blocks of four, same stops, same roundings: the answers are the same to the last bit.
import type { RowLayout, ScanKernel } from './scan-kernel.ts'

/** `bytes` gives the memory as it is now: it moves when it grows. */
export function createPlainKernel(layout: RowLayout, memory: () => ArrayBufferLike): ScanKernel {
  const { dimensions, slabBits, firstSlab, slabBytes, scalesInSlab } = layout
  let buffer = memory()
  let views = viewsOf(buffer)
  const refresh = () => {
    if (buffer !== memory() || buffer.byteLength !== views.bytes.byteLength)
      views = viewsOf((buffer = memory()))
  }
  const { fround } = Math
  let write = 0

  function offer(row: number, query: number, threshold: number): void {
    const slab = firstSlab + (row >>> slabBits) * slabBytes
    const inSlab = row & ((1 << slabBits) - 1)
    const scale = views.floats[(slab + scalesInSlab) / 4 + inSlab]!
    if (Number.isNaN(scale)) return
    const codes = slab + inSlab * dimensions
    let dot = 0
    for (let i = 0; i < dimensions; i++) dot += views.codes[codes + i]! * views.queries[query / 2 + i]!
    const score = fround(fround(dot) * scale)
    if (!(score > threshold)) return
    views.words[write / 4] = row
    views.floats[write / 4 + 1] = score
    write += 8
  }

  function run(
    from: number,
    to: number,
    query: number,
    out: number,
    room: number,
    visit: (at: number) => void,
  ): number {
    refresh()
    write = out
    let at = from
    for (; at < to && write < out + 8 * room - 24; at += 4) for (let i = 0; i < 4; i++) visit(at + i)
    views.words[query / 4 - 2] = write - out
    return at
  }

  return {
    simd: false,
    scan(base, from, to, allowed, query, out, room, threshold) {
      const limit = fround(threshold)
      return run(from, to, query, out, room, (at) => {
        if (allowed && !((views.bytes[allowed + (at >>> 3)]! >>> (at & 7)) & 1)) return
        offer(base + at, query, limit)
      })
    },
  }
}

const viewsOf = (buffer: ArrayBufferLike) => ({
  bytes: new Uint8Array(buffer),
  codes: new Int8Array(buffer),
  queries: new Int16Array(buffer),
  words: new Uint32Array(buffer),
  floats: new Float32Array(buffer),
})
