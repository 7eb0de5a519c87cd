// The state of a model as named columns of numbers, each a shared buffer of fixed length. Why: the whole state can be handed to a
// reading thread as it is (nothing is copied, nothing locked) and written to a file without knowing what it means. A column that
// is never touched costs no memory, so room for a million rows may be asked for from the start. Growable buffers would
// do without a maximum, and are five times slower to read (Node 24).

/** Name → buffer. Two sides with the same names and lengths see the same numbers. */
export type SharedColumns = Map<string, SharedArrayBuffer>
/** Name → bytes up to the last that is not zero. */
export type ColumnDump = Record<string, Uint8Array<ArrayBuffer>>
export type Columns = {
  readonly shared: SharedColumns
  float64(name: string, length: number): Float64Array
  float32(name: string, length: number): Float32Array
  uint32(name: string, length: number): Uint32Array
  uint16(name: string, length: number): Uint16Array
  uint8(name: string, length: number): Uint8Array
  /** The same store under a longer name, so that two models of a kind can live in it. */
  within(name: string): Columns
}

/** With `shared` given, columns of a name that is there are that buffer; otherwise they are new and zero. */
export function createColumns(shared: SharedColumns = new Map(), prefix = ''): Columns {
  function bufferOf(name: string, bytes: number): SharedArrayBuffer {
    const full = prefix + name
    const known = shared.get(full)
    if (known && known.byteLength !== bytes)
      throw new RangeError(`column ${full}: ${known.byteLength} bytes are there, ${bytes} asked for`)
    const buffer = known ?? new SharedArrayBuffer(bytes)
    shared.set(full, buffer)
    return buffer
  }
  return {
    shared,
    float64: (name, length) => new Float64Array(bufferOf(name, 8 * length)),
    float32: (name, length) => new Float32Array(bufferOf(name, 4 * length)),
    uint32: (name, length) => new Uint32Array(bufferOf(name, 4 * length)),
    uint16: (name, length) => new Uint16Array(bufferOf(name, 2 * length)),
    uint8: (name, length) => new Uint8Array(bufferOf(name, length)),
    within: (name) => createColumns(shared, `${prefix}${name}.`),
  }
}

const CHUNK = 1 << 16

/** How many bytes of a column have ever been more than zero. */
export function usedBytes(buffer: SharedArrayBuffer): number {
  for (let end = buffer.byteLength; end > 0; end -= CHUNK) {
    const from = Math.max(0, end - CHUNK)
    const chunk = new Uint8Array(buffer, from, end - from)
    for (let i = chunk.length - 1; i >= 0; i--) if (chunk[i] !== 0) return from + i + 1
  }
  return 0
}

export function dumpColumns(shared: SharedColumns): ColumnDump {
  const out: ColumnDump = {}
  for (const [name, buffer] of shared) out[name] = new Uint8Array(buffer, 0, usedBytes(buffer)).slice()
  return out
}

/** The columns become what was dumped: the same names, none too long, or a RangeError and nothing changed. */
export function restoreColumns(shared: SharedColumns, dump: ColumnDump): void {
  for (const [name, bytes] of Object.entries(dump)) {
    const room = shared.get(name)?.byteLength
    if (room === undefined) throw new RangeError(`restoreColumns: no column ${name}`)
    if (bytes.length > room) throw new RangeError(`restoreColumns: ${name} has room for ${room} bytes`)
  }
  for (const [name, buffer] of shared) {
    const column = new Uint8Array(buffer)
    const bytes = dump[name] ?? new Uint8Array()
    const before = usedBytes(buffer)
    column.set(bytes)
    if (before > bytes.length) column.fill(0, bytes.length, before)
  }
}
