// A text as 64 bits in two halves: what tables keep instead of ids. Of n ids, two meet by chance with probability n² / 2⁶⁵: 3 · 10⁻⁸ for
// a million, 3 · 10⁻⁴ for a hundred million; two that meet share a row. Mixing after MurmurHash3 (two lanes that feed each other,
// two UTF-16 units a step); not for ids that an enemy may choose freely, for whom a `seed` that he does not know helps a little.

/** Answers in `into`: [low, high]. */
export function fingerprint(text: string, into: Uint32Array | number[], seed = 0): void {
  let a = seed ^ 0x2545f491
  let b = seed ^ 0x9e3779b9
  const { length } = text
  for (let i = 0; i < length; i += 2) {
    const unit = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0)
    a ^= Math.imul(rotate(Math.imul(unit, 0xcc9e2d51), 15), 0x1b873593)
    a = (Math.imul((rotate(a, 13) + b) | 0, 5) + 0xe6546b64) | 0
    b ^= Math.imul(rotate(Math.imul(unit, 0x38b34ae5), 16), 0xa1e38b93)
    b = (Math.imul((rotate(b, 17) + a) | 0, 5) + 0x561ccd1b) | 0
  }
  a ^= length
  b ^= length
  a = (a + b) | 0
  b = (b + a) | 0
  a = finish(a)
  b = finish(b)
  a = (a + b) | 0
  b = (b + a) | 0
  into[0] = a >>> 0
  into[1] = b >>> 0
}

const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by))

/** Every bit of the answer hangs on every bit given. */
export function finish(value: number): number {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}
