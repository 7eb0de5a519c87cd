// Writes a WebAssembly module byte by byte. Why not a compiler: the kernel is two loops, there is no build step, and bytes that come
// from code a reader can follow need no trust and no tool. Opcodes are those of the core specification (section 5, binary format);
// code is nested lists of bytes, operands before their operator, flattened at the end.

export type Code = readonly (number | Code)[]
export type ValueType = keyof typeof TYPES
export type Locals = Readonly<Record<string, ValueType>>
export type FunctionSource = {
  name: string
  params: Locals
  locals: Locals
  result: ValueType
  body: (local: { get(name: string): Code; set(name: string, value: Code): Code }) => Code
}

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const

/** LEB128, how the format writes every unsigned number. */
function unsigned(value: number): number[] {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest]
    out.push((rest % 128) | 0x80)
  }
}

function signed(value: number): number[] {
  const out: number[] = []
  for (let rest = value | 0; ; rest >>= 7) {
    const last = rest >= -64 && rest < 64
    out.push((rest & 0x7f) | (last ? 0 : 0x80))
    if (last) return out
  }
}

const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode]
/** SIMD instructions: the prefix 0xfd and a LEB128 number. */
const simd = (number: number): Code => [0xfd, ...unsigned(number)]
const simdBinary =
  (number: number) =>
  (a: Code, b: Code): Code => [a, b, simd(number)]
/** Alignment as a power of two, then a constant offset. */
const memoryArgument = (alignment: number, offset: number): Code => [alignment, ...unsigned(offset)]

export const i32 = (value: number): Code => [0x41, signed(value)]
export const add = binary(0x6a)
export const multiply = binary(0x6c)
export const and = binary(0x71)
export const shiftLeft = binary(0x74)
export const shiftRight = binary(0x76)
export const subtract = binary(0x6b)
export const atLeast = binary(0x4f) // i32.ge_u
export const loadByte = (at: Code): Code => [at, 0x2d, memoryArgument(0, 0)]
export const store = (at: Code, value: Code, offset = 0): Code => [at, value, 0x36, memoryArgument(2, offset)]
export const storeFloat = (at: Code, value: Code, offset = 0): Code => [
  at,
  value,
  0x38,
  memoryArgument(2, offset),
]
/** `block`s are left, `loop`s begun again by `branch…(depth)`; depth 0 is the innermost. */
export const block = (...body: Code[]): Code => [0x02, 0x40, body, 0x0b]
export const loop = (...body: Code[]): Code => [0x03, 0x40, body, 0x0b]
export const when = (condition: Code, ...body: Code[]): Code => [condition, 0x04, 0x40, body, 0x0b]
export const branch = (depth: number): Code => [0x0c, depth]
export const branchIf = (depth: number, condition: Code): Code => [condition, 0x0d, depth]

export const loadVector = (at: Code, offset = 0): Code => [at, simd(0x00), memoryArgument(2, offset)]
/** Eight signed bytes, widened to eight 16-bit lanes: v128.load8x8_s. */
export const loadBytesWidened = (at: Code, offset = 0): Code => [at, simd(0x01), memoryArgument(3, offset)]
/** Picks 32-bit lanes out of eight: 0..3 of the first, 4..7 of the second (i8x16.shuffle). */
export const pickLanes = (a: Code, b: Code, ...lanes: readonly number[]): Code => [
  a,
  b,
  simd(0x0d),
  lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
]
export const splatFloat = (a: Code): Code => [a, simd(0x13)]
export const addLanes = simdBinary(0xae) // i32x4.add
/** Products of 16-bit lanes, added in pairs: i32x4.dot_i16x8_s. */
export const dotPairs = simdBinary(0xba)
export const toFloats = (a: Code): Code => [a, simd(0xfa)] // f32x4.convert_i32x4_s
export const multiplyFloats = simdBinary(0xe6)
export const greaterFloats = simdBinary(0x44)
/** The sign of each of four lanes as a bit: i32x4.bitmask. */
export const signs = (a: Code): Code => [a, simd(0xa4)]
export const floatLane = (a: Code, lane: number): Code => [a, simd(0x1f), lane]

const flatten = (code: Code): number[] => (code as unknown[]).flat(Infinity) as number[]
const sized = (content: Code): number[] => {
  const bytes = flatten(content)
  return [...unsigned(bytes.length), ...bytes]
}
const list = (items: readonly Code[]): Code => [unsigned(items.length), ...items]
const section = (id: number, items: readonly Code[]): Code => [id, sized(list(items))]
const text = (value: string): Code => sized([...new TextEncoder().encode(value)])

/** A module that imports its memory as `host.memory` and exports the functions. */
export function assemble(
  functions: readonly FunctionSource[],
  memory: { maximumPages: number; shared: boolean },
) {
  const bodies = functions.map(({ params, locals, body, name: of }) => {
    const names = [...Object.keys(params), ...Object.keys(locals)]
    const place = (name: string) => {
      if (!names.includes(name)) throw new Error(`${of} has no local ${name}`)
      return unsigned(names.indexOf(name))
    }
    const get = (name: string): Code => [0x20, place(name)]
    const set = (name: string, value: Code): Code => [value, 0x21, place(name)]
    const declared = Object.values(locals).map((type): Code => [1, TYPES[type]])
    return sized([list(declared), body({ get, set }), 0x0b])
  })
  return Uint8Array.from(
    flatten([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
      section(
        1, // types
        functions.map(({ params, result }) => [
          0x60,
          list(Object.values(params).map((type): Code => [TYPES[type]])),
          list([[TYPES[result]]]),
        ]),
      ),
      section(2, [
        [text('host'), text('memory'), 0x02, memory.shared ? 3 : 1, 0, unsigned(memory.maximumPages)],
      ]),
      section(
        3,
        functions.map((_, type) => unsigned(type)),
      ), // which type each has
      section(
        7,
        functions.map(({ name }, at) => [text(name), 0x00, unsigned(at)]),
      ), // exports
      section(10, bodies),
    ]),
  )
}
