// A taste out of few events: which features explain what was liked and what was passed by, weighed against each other (ridge
// regression, Hoerl & Kennard 1970, in its dual form). Why beside running means: what is liked shares five features with what is not, and
// a mean praises all five; a regression gives the praise to the one that tells them apart, after a handful of events. How much of it is
// chance differs between people: of several ridges the one that makes what happened likeliest is taken (MacKay 1992).

export type Judged = {
  /** Of a content, each with its share. */
  features: readonly { readonly key: string; readonly weight: number }[]
  /** Length of that vector: many features do not count more than few. */
  norm: number
  /** How it was taken to. */
  strength: number
}
export type RidgeOptions = {
  /** To choose from: the variance of chance next to that of taste. */
  ridges: readonly number[]
  /** How somebody takes to what says nothing to them. */
  usual: number
}

/** Weights by feature, so that their sum over a content's (normed) features foretells its strength beyond `usual`. */
export function ridgeProfile(
  judged: readonly Judged[],
  { ridges, usual }: RidgeOptions,
): Map<string, number> {
  const n = judged.length
  const weights = new Map<string, number>()
  if (n === 0) return weights
  const alike = new Float64Array(n * n)
  /** Who has a feature, and with what share. */
  const sharers = new Map<string, { row: number; share: number }[]>()
  judged.forEach(({ features, norm }, row) => {
    for (const { key, weight: own } of features) {
      const share = own / norm
      const others = sharers.get(key)
      if (others) others.push({ row, share })
      else sharers.set(key, [{ row, share }])
    }
  })
  for (const shared of sharers.values())
    for (let a = 0; a < shared.length; a++)
      for (let b = 0; b < shared.length && shared[b]!.row <= shared[a]!.row; b++)
        alike[shared[a]!.row * n + shared[b]!.row]! += shared[a]!.share * shared[b]!.share
  const beyond = Float64Array.from(judged, ({ strength }) => strength - usual)
  let best: { likelihood: number; parts: Float64Array } | null = null
  for (const ridge of ridges) {
    const fitted = solve(alike, ridge, beyond)
    if (!best || fitted.likelihood > best.likelihood) best = fitted
  }
  for (const [key, shared] of sharers)
    weights.set(
      key,
      shared.reduce((sum, { row, share }) => sum + best!.parts[row]! * share, 0),
    )
  return weights
}

/** Solves (k + ridge · I) · parts = y by Cholesky, and tells how likely y is under it, up to what all ridges share. */
function solve(k: Float64Array, ridge: number, y: Float64Array): { likelihood: number; parts: Float64Array } {
  const n = y.length
  const l = k.slice()
  for (let i = 0; i < n; i++) l[i * n + i]! += ridge
  let logDeterminant = 0
  for (let j = 0; j < n; j++) {
    const atJ = j * n
    for (let i = j; i < n; i++) {
      const atI = i * n
      let sum = l[atI + j]!
      for (let m = 0; m < j; m++) sum -= l[atI + m]! * l[atJ + m]!
      l[atI + j] = i === j ? Math.sqrt(sum) : sum / l[atJ + j]!
    }
    logDeterminant += 2 * Math.log(l[atJ + j]!)
  }
  const parts = y.slice()
  let fit = 0
  for (let i = 0; i < n; i++) {
    for (let m = 0; m < i; m++) parts[i]! -= l[i * n + m]! * parts[m]!
    parts[i]! /= l[i * n + i]!
    fit += parts[i]! ** 2
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let m = i + 1; m < n; m++) parts[i]! -= l[m * n + i]! * parts[m]!
    parts[i]! /= l[i * n + i]!
  }
  return { likelihood: -n * Math.log(fit / n + 1e-9) - logDeterminant, parts }
}
