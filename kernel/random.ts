// Randomness as an argument. Why: a world, a test and an exploration draw must be repeatable from a seed.

export type Random = {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, n). */
  int(n: number): number
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}

/** Seeded (sfc32): for worlds, tests and simulations. Never for secrets. */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, d] = hashSeed(String(seed))
  const u32 = (): number => {
    const t = (((a! + b!) | 0) + d!) | 0
    d = (d! + 1) | 0
    a = b! ^ (b! >>> 9)
    b = (c! + (c! << 3)) | 0
    c = (c! << 21) | (c! >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) u32()
  return fromU32(u32)
}

/** From the platform's generator: ids, tokens, exploration in production. */
export function secureRandom(): Random {
  const pool = new Uint32Array(8192) // asking the system is what costs
  let at = pool.length
  return fromU32(() => {
    if (at === pool.length) {
      globalThis.crypto.getRandomValues(pool)
      at = 0
    }
    return pool[at++]!
  })
}

function fromU32(u32: () => number): Random {
  const next = () => u32() / 4294967296
  return {
    next,
    int: (n) => Math.floor(next() * n),
    bytes: (length) => {
      const out = new Uint8Array(length)
      for (let i = 0; i < length; i += 4) {
        const v = u32()
        for (let j = 0; j < 4 && i + j < length; j++) out[i + j] = (v >>> (8 * j)) & 255
      }
      return out
    },
  }
}

function hashSeed(text: string): number[] {
  let h = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  const out: number[] = []
  for (let i = 0; i < 4; i++) {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    out.push(h | 0)
  }
  return out
}
