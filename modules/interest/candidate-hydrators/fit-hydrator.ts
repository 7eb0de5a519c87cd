// How well each candidate fits what the person likes: the weights of its features in each profile, over the length of its feature
// vector. Negative interest counts as much as positive. Linear up to a bound, not squashed: what fits the taste in every feature must
// stay ahead of what shares a tag or two with it. All three profiles at once, by the features' numbers: it is asked for each of some
// hundreds, of whom few features are known.
import type { CandidateHydrator } from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const MAX_FIT = 2
const PROFILES = 3
const { instant, long } = PARAMS.interestScale

/** By number of the feature, what each profile says of it; all 0 between two questions. */
let leanings = new Float64Array(0)

export const fitHydrator: CandidateHydrator<FeedQuery, Candidate> = {
  name: 'fit-hydrator',
  hydrate(query, candidates) {
    const { catalogue } = query.world
    if (leanings.length < PROFILES * catalogue.features)
      leanings = new Float64Array(2 * PROFILES * catalogue.features)
    spread(catalogue, query.instant, 0)
    spread(catalogue, query.long, 1)
    spread(catalogue, query.taste, 2)
    for (const c of candidates) {
      const { featureNumbers, featureWeights, norm } = c.content
      let [sumInstant, sumLong, sumTaste] = [0, 0, 0]
      for (let k = 0; k < featureNumbers.length; k++) {
        const at = PROFILES * featureNumbers[k]!
        const weight = featureWeights[k]!
        sumInstant += weight * leanings[at]!
        sumLong += weight * leanings[at + 1]!
        sumTaste += weight * leanings[at + 2]!
      }
      c.fit.instant = bounded(sumInstant / norm / instant)
      c.fit.long = bounded(sumLong / norm / long)
      c.fit.taste = bounded(sumTaste / norm)
    }
    leanings.fill(0, 0, PROFILES * catalogue.features)
  },
}

function spread(catalogue: Catalogue, profile: ReadonlyMap<string, number>, which: number): void {
  for (const [feature, weight] of profile) {
    const number = catalogue.featureNumber(feature)
    if (number >= 0) leanings[PROFILES * number + which] = weight
  }
}

const bounded = (fit: number): number => Math.max(-MAX_FIT, Math.min(MAX_FIT, fit))
