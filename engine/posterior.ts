// Exploration by posterior sampling (Thompson): an item is tried as often as it may still be the best. The chance itself is
// estimated from joint draws and then used to draw, so the logged propensity is exactly the one that was used.
import type { Random } from '#kernel/random'

/** Successes and failures seen so far, prior included; both must be positive. */
export type Arm = { successes: number; failures: number; /** Multiplies the drawn rate. */ worth?: number }

/** Standard normal, Box–Muller. */
function sampleNormal(random: Random): number {
  const u = 1 - random.next()
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next())
}

/** Gamma(shape, 1) by Marsaglia and Tsang (2000); shapes below 1 by their boost. */
export function sampleGamma(shape: number, random: Random): number {
  if (!(shape > 0)) throw new RangeError(`sampleGamma: shape must be positive, got ${shape}`)
  if (shape < 1) return sampleGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (let tries = 0; tries < 1000; tries++) {
    const x = sampleNormal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
  return d // not reached: each try is accepted with more than 95 %
}

export function sampleBeta(successes: number, failures: number, random: Random): number {
  const a = sampleGamma(successes, random)
  const b = sampleGamma(failures, random)
  return a / (a + b)
}

/**
 * For each arm the chance that it is the best, from `draws` joint draws, mixed with a tenth of plain chance: no arm is ever
 * ruled out, and an estimate that divides by these chances keeps a bounded variance. They sum to 1.
 */
export function chancesToBeBest(arms: readonly Arm[], draws: number, random: Random): number[] {
  const wins = arms.map(() => 0)
  for (let draw = 0; draw < draws; draw++) {
    let best = 0
    let bestValue = -Infinity
    for (let i = 0; i < arms.length; i++) {
      const { successes, failures, worth = 1 } = arms[i]!
      const value = sampleBeta(successes, failures, random) * worth
      if (value > bestValue) [best, bestValue] = [i, value]
    }
    wins[best]! += 1
  }
  return wins.map((w) => (1 - UNIFORM_SHARE) * (w / draws) + UNIFORM_SHARE / arms.length)
}
const UNIFORM_SHARE = 0.1

/** An index drawn with the given chances (which sum to 1). */
export function drawIndex(chances: readonly number[], random: Random): number {
  let left = random.next()
  for (let i = 0; i < chances.length; i++) {
    left -= chances[i]!
    if (left < 0) return i
  }
  return chances.length - 1
}
