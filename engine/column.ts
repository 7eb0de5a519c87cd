// Numbers in a row, in memory that grows where it stands and that other threads can see. Why: a table of millions of people must not
// stop to copy itself, and a reader's view must stay true while the writer adds rows. A growing SharedArrayBuffer does both: the
// address space is set aside at once (which costs nothing), memory is taken as rows come. One writer; readers open the same buffer.

export type NumberArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array
export type NumberType = 'f32' | 'f64' | 'i32' | 'u32' | 'u8'
type ArrayOf = { f32: Float32Array; f64: Float64Array; i32: Int32Array; u32: Uint32Array; u8: Uint8Array }
type Constructor = {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, at: number, length: number): NumberArray
}

const CONSTRUCTORS: Record<NumberType, Constructor> = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
}
/** It grows by an eighth and at least this much. */
const STEP_BYTES = 65_536

export type Column<T extends NumberType> = {
  readonly buffer: SharedArrayBuffer
  /** As long as was last reached. Take it anew after `reach`. */
  view: ArrayOf[T]
  /** Makes the first `length` numbers usable: the writer's grows the memory, a reader's looks how far it has grown. */
  reach(length: number): void
}

/** `maximum` in numbers. With `buffer`, a reader's view of another's column. */
export function createColumn<T extends NumberType>(
  type: T,
  { maximum, buffer: given }: { maximum: number; buffer?: SharedArrayBuffer },
): Column<T> {
  const Numbers = CONSTRUCTORS[type]
  const size = Numbers.BYTES_PER_ELEMENT
  const maxByteLength = Math.ceil((maximum * size) / STEP_BYTES) * STEP_BYTES
  const buffer = given ?? new SharedArrayBuffer(0, { maxByteLength })
  const look = () => new Numbers(buffer, 0, Math.floor(buffer.byteLength / size)) as ArrayOf[T]
  const column: Column<T> = {
    buffer,
    view: look(),
    reach(length) {
      if (length <= column.view.length) return
      if (length > maximum)
        throw new RangeError(`a table of at most ${maximum} numbers is asked for ${length}`)
      const wanted = Math.max(length * size, buffer.byteLength * 1.125, buffer.byteLength + STEP_BYTES)
      if (length * size > buffer.byteLength)
        buffer.grow(Math.min(buffer.maxByteLength, Math.ceil(wanted / STEP_BYTES) * STEP_BYTES))
      column.view = look()
    },
  }
  return column
}
