// Names of things to places in a table. Why hashed: new people, items and crosses of both need no dictionary and no retraining,
// and a table's size is a bound. Two things in one place share a weight; at a few per cent load that costs less than forgetting.
import { fingerprint } from '../tables/fingerprint.ts'

/** Mixes a field and up to two numbers to 32 bits (the finaliser of MurmurHash3, Appleby 2011). */
export function hashOf(field: number, a: number, b = 0): number {
  let h = Math.imul(field + 1, 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca77)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae3d) ^ Math.imul(b + 1, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number for a name: the same in every process. Of 100,000 names about one pair shares one. */
export function numberOf(name: string): number {
  const words = [0, 0]
  fingerprint(name, words)
  return words[0]! >>> 0
}

export const requirePowerOfTwo = (name: string, size: number): number => {
  if (!(Number.isInteger(size) && size >= 2 && (size & (size - 1)) === 0))
    throw new RangeError(`${name}: ${size} is no power of two`)
  return size
}
