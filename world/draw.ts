// Draws from a seeded source: one of a list, one by weight, a spread, a shuffle. Everything random in the world goes through here.
import type { Random } from '#kernel/random'

export function pick<T>(random: Random, from: readonly T[]): T {
  if (from.length === 0) throw new RangeError('pick: nothing to pick from')
  return from[random.int(from.length)]!
}

/** One of `from`, in proportion to `weight`. */
export function pickBy<T>(random: Random, from: readonly T[], weight: (item: T) => number): T {
  const weights = from.map(weight)
  let left = random.next() * weights.reduce((a, b) => a + b, 0)
  for (let i = 0; i < from.length; i++) {
    left -= weights[i]!
    if (left < 0) return from[i]!
  }
  return from.at(-1)!
}

/** `count` different ones, in random order. */
export function pickSome<T>(random: Random, from: readonly T[], count: number): T[] {
  const rest = [...from]
  const out: T[] = []
  while (out.length < count && rest.length > 0) out.push(rest.splice(random.int(rest.length), 1)[0]!)
  return out
}

export const chance = (random: Random, probability: number): boolean => random.next() < probability

/** Uniform in [low, high). */
export const between = (random: Random, low: number, high: number): number =>
  low + random.next() * (high - low)

/** A positive number around `median` with a long tail; `sigma` 0.5 is moderate, 1 wild. */
export const spread = (random: Random, median: number, sigma: number): number =>
  median * Math.exp(sigma * gaussian(random))

function gaussian(random: Random): number {
  const u = 1 - random.next()
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next())
}
