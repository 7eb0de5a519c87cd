// Randomness whose whole state is how often it was asked: a model that draws while it learns writes that number down, and goes on after
// a restart with the draws it would have made. Each number is the count, mixed; for sampling, never for secrets.
import type { Random } from '#kernel/random'
import { hashOf } from './ranking/hashing.ts'

export type CountedRandom = Random & { asked: number }

/** `stream`: those of two streams have nothing to do with each other. */
export function createCountedRandom(stream: number): CountedRandom {
  const next = (): number => {
    const { asked } = random
    random.asked += 1
    return hashOf(stream, asked >>> 0, Math.floor(asked / 2 ** 32)) / 2 ** 32
  }
  const random: CountedRandom = {
    asked: 0,
    next,
    int: (n) => Math.floor(next() * n),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  }
  return random
}
