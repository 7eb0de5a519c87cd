// The state of a model as named columns of numbers, each a shared buffer of fixed length. Why: the whole state can be handed to a
// reading thread as it is (nothing is copied, nothing locked) and written to a file without knowing what it means. A column that
// is never touched costs no memory, so room for a million rows may be asked for from the start. Growable buffers would
// do without a maximum, and are five times slower to read (Node 24).

/** Name → buffer. Two sides with the same names and lengths see the same numbers. */
export type SharedColumns = Map<string, SharedArrayBuffer>
/** Name → bytes up to the last that is not zero. */
export type ColumnDump = Record<string, Uint8Array<ArrayBuffer>>
/** How many numbers of a column are in use, where somebody knows; otherwise it is looked for. */
type Used = () => number
type Make<A> = (name: string, length: number, used?: Used) => A
export type Columns = {
  readonly shared: SharedColumns
  float64: Make<Float64Array>
  float32: Make<Float32Array>
  uint32: Make<Uint32Array>
  uint16: Make<Uint16Array>
  uint8: Make<Uint8Array>
  /** The same store under a longer name, so that two models of a kind can live in it. */
  within(name: string): Columns
  /** Bytes of a column that are in use, for whoever copies it piece by piece. */
  used(name: string): number
  /** Everything in it, whatever it is called: what was in use. */
  dump(): ColumnDump
  /** The columns become what was dumped: the same names, none too long, or a RangeError and nothing changed. */
  restore(dump: ColumnDump): void
}

/** With `shared` given, columns of a name that is there are that buffer; otherwise they are new and zero. */
export function createColumns(shared: SharedColumns = new Map()): Columns {
  const inUse = new Map<string, Used>()

  function take(name: string, bytes: number, used: Used | undefined): SharedArrayBuffer {
    const known = shared.get(name)
    if (known && known.byteLength !== bytes)
      throw new RangeError(`column ${name}: ${known.byteLength} bytes are there, ${bytes} asked for`)
    const buffer = known ?? new SharedArrayBuffer(bytes)
    shared.set(name, buffer)
    if (used) inUse.set(name, used)
    return buffer
  }
  const usedOf = (name: string, buffer: SharedArrayBuffer) => inUse.get(name)?.() ?? usedBytes(buffer)

  function dump(): ColumnDump {
    const out: ColumnDump = {}
    for (const [name, buffer] of shared) out[name] = new Uint8Array(buffer, 0, usedOf(name, buffer)).slice()
    return out
  }

  function restore(from: ColumnDump): void {
    for (const [name, bytes] of Object.entries(from)) {
      const room = shared.get(name)?.byteLength
      if (room === undefined) throw new RangeError(`restore: no column ${name}`)
      if (bytes.length > room) throw new RangeError(`restore: ${name} has room for ${room} bytes`)
    }
    const before = new Map(Array.from(shared, ([name, buffer]) => [name, usedOf(name, buffer)]))
    for (const [name, buffer] of shared) {
      const column = new Uint8Array(buffer)
      const bytes = from[name] ?? new Uint8Array()
      column.set(bytes)
      if (before.get(name)! > bytes.length) column.fill(0, bytes.length, before.get(name))
    }
  }

  const make = (prefix: string): Columns => {
    const of =
      <A>(size: number, view: new (buffer: SharedArrayBuffer) => A): Make<A> =>
      (name, length, used) =>
        new view(take(prefix + name, size * length, used && (() => size * used())))
    return {
      shared,
      float64: of(8, Float64Array),
      float32: of(4, Float32Array),
      uint32: of(4, Uint32Array),
      uint16: of(2, Uint16Array),
      uint8: of(1, Uint8Array),
      within: (name) => make(`${prefix}${name}.`),
      used: (name) => usedOf(prefix + name, shared.get(prefix + name)!),
      dump,
      restore,
    }
  }
  return make('')
}

/** How many bytes of a column have ever been more than zero, to the next four. */
export function usedBytes(buffer: SharedArrayBuffer): number {
  const words = new Uint32Array(buffer, 0, buffer.byteLength >>> 2)
  const rest = new Uint8Array(buffer, 4 * words.length)
  if (rest.some((byte) => byte !== 0)) return buffer.byteLength
  let at = words.length - 1
  while (at >= 0 && words[at] === 0) at--
  return 4 * (at + 1)
}
