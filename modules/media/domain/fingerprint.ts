// Is this clip another one, made over? One 64-bit hash a second: the signs of the 8×8 lowest frequencies (DCT-II) of the frame
// in grey, 32×32. Signs, not values against a median, because a mirrored picture then differs in exactly the odd columns and is
// found with one XOR. Two clips are compared at every offset; frames that show nothing (black, one colour) tell nothing.

export const SIDE = 32
const LOW = 8
export const FRAME_BYTES = SIDE * SIDE
/** Bits of 63 that may differ between two pictures of the same thing. */
const MAX_DISTANCE = 12
/** Fewer frames than this prove nothing. */
const MIN_FRAMES = 3
/** Of the shorter clip, so much must be in the other before anything is said. */
const MIN_SHARE = 0.5
/** Grey levels that a frame must vary by to be told apart. */
const MIN_DEVIATION = 6

/** High and low word of each second's hash. */
export type Hashes = Uint32Array
/** `share` of the compared frames that match, from `second` of the asked clip and `otherSecond` of the other. */
export type Likeness = { share: number; second: number; otherSecond: number; mirrored: boolean }

const COSINES = Array.from({ length: LOW }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
)
/** Bits of coefficients of odd horizontal frequency: their sign turns when the picture is mirrored. */
const MIRROR = wordsOf((u) => u % 2 === 1)

function wordsOf(isSet: (u: number, v: number) => boolean): [number, number] {
  const words: [number, number] = [0, 0]
  for (let v = 0; v < LOW; v++)
    for (let u = 0; u < LOW; u++) {
      const bit = v * LOW + u
      if (bit > 0 && isSet(u, v)) words[bit >> 5]! |= 1 << (bit & 31)
    }
  return [words[0] >>> 0, words[1] >>> 0]
}

/** Raw grey frames of 32×32, one a second, to eight bytes each; all zero for a frame that shows nothing. */
export function fingerprint(frames: Uint8Array): Buffer {
  const count = Math.floor(frames.length / FRAME_BYTES)
  const out = Buffer.alloc(count * 8)
  for (let i = 0; i < count; i++) {
    const frame = frames.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES)
    if (deviation(frame) < MIN_DEVIATION) continue
    const [high, low] = hashFrame(frame)
    out.writeUInt32BE(high, i * 8)
    out.writeUInt32BE(low, i * 8 + 4)
  }
  return out
}

export function hashesOf(bytes: Uint8Array): Hashes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(i * 4))
}

function deviation(frame: Uint8Array): number {
  let sum = 0
  let squares = 0
  for (const grey of frame) {
    sum += grey
    squares += grey * grey
  }
  const mean = sum / frame.length
  return Math.sqrt(Math.max(0, squares / frame.length - mean * mean))
}

function hashFrame(frame: Uint8Array): [number, number] {
  const rows = COSINES.map((cosines) =>
    Float64Array.from({ length: SIDE }, (_, y) => {
      let sum = 0
      for (let x = 0; x < SIDE; x++) sum += frame[y * SIDE + x]! * cosines[x]!
      return sum
    }),
  )
  return wordsOf((u, v) => {
    let sum = 0
    for (let y = 0; y < SIDE; y++) sum += rows[u]![y]! * COSINES[v]![y]!
    return sum > 0
  })
}

/** The best overlap of two clips, or null when they are not alike. */
export function likeness(a: Hashes, b: Hashes): Likeness | null {
  let best: Likeness | null = null
  const [inA, inB] = [a.length / 2, b.length / 2]
  const shorter = Math.min(telling(a), telling(b))
  if (shorter < MIN_FRAMES) return null
  for (const mirrored of [false, true])
    for (let shift = MIN_FRAMES - inA; shift <= inB - MIN_FRAMES; shift++) {
      const from = Math.max(0, -shift)
      const to = Math.min(inA, inB - shift)
      let same = 0
      let first = -1
      for (let i = from; i < to; i++)
        if (isSame(a, i, b, i + shift, mirrored)) {
          same++
          if (first < 0) first = i
        }
      const share = same / shorter
      if (same >= MIN_FRAMES && share >= MIN_SHARE && share > (best?.share ?? 0))
        best = { share: Math.min(1, share), second: first, otherSecond: first + shift, mirrored }
    }
  return best
}

function telling(hashes: Hashes): number {
  let count = 0
  for (let i = 0; i < hashes.length; i += 2) if (hashes[i] !== 0 || hashes[i + 1] !== 0) count++
  return count
}

function isSame(a: Hashes, i: number, b: Hashes, j: number, mirrored: boolean): boolean {
  const [ah, al, bh, bl] = [a[i * 2]!, a[i * 2 + 1]!, b[j * 2]!, b[j * 2 + 1]!]
  if ((ah | al) === 0 || (bh | bl) === 0) return false
  const [mh, ml] = mirrored ? MIRROR : [0, 0]
  return ones(ah ^ bh ^ mh) + ones(al ^ bl ^ ml) <= MAX_DISTANCE
}

function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
