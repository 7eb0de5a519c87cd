// Exponential forgetting by half-life: one number says how long something stays true, and sums stay exact however rarely
// they are touched, because decay is applied on reading.

/** What is left of `value` after `elapsedMs`. A negative elapsed time (a late event) counts as none. */
export const decayed = (value: number, elapsedMs: number, halfLifeMs: number): number =>
  elapsedMs <= 0 ? value : value * 2 ** (-elapsedMs / halfLifeMs)

/** Adds `amount` seen at `atMs` to `sum` as of `sumAtMs`; answers the sum as of the later of both. */
export function addDecayed(
  sum: number,
  sumAtMs: number,
  amount: number,
  atMs: number,
  halfLifeMs: number,
): number {
  return atMs >= sumAtMs
    ? decayed(sum, atMs - sumAtMs, halfLifeMs) + amount
    : sum + decayed(amount, sumAtMs - atMs, halfLifeMs)
}
