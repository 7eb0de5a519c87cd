// A rate from few trials is mostly its prior: one like out of one view is not a 100 % like rate.

/** `hits / trials` pulled towards `prior` with the weight of `strength` trials. */
export const smoothedRate = (hits: number, trials: number, prior: number, strength: number): number =>
  (hits + prior * strength) / (trials + strength)

/** Any size of evidence to (-1, 1), linear near zero; `scale` is where it reaches 0.76. */
export const squash = (evidence: number, scale: number): number => Math.tanh(evidence / scale)
