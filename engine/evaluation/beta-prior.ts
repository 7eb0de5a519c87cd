// What to believe of a thing not tried yet, from those that were: the Beta whose mean and spread the rates of tried things have.

/** Tried less often, a rate is mostly chance. */
const OFTEN = 10

/**
 * Method of moments over the things tried often enough: how much their rates vary beyond chance. Each thing counts once, however
 * often it was tried: what is shown most is not what things are like. `strength` is in trials.
 */
export function betaPrior(hits: Float64Array, tried: Float64Array): { mean: number; strength: number } {
  let [n, sum, squares, chance] = [0, 0, 0, 0]
  tried.forEach((times, i) => {
    if (times < OFTEN) return
    const rate = Math.min(1, hits[i]! / times)
    n++
    sum += rate
    squares += rate * rate
    chance += (rate * (1 - rate)) / (times - 1)
  })
  if (n < 2) return { mean: 0.5, strength: 2 }
  const mean = sum / n
  const variance = Math.max(1e-4, squares / n - mean * mean - chance / n)
  return { mean, strength: Math.max(1, (mean * (1 - mean)) / variance - 1) }
}
