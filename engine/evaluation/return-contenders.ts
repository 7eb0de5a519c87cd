// Who foretells returns, each in a few settings: one number at a time, plain logistic regression, ours. A baseline that was not
// tuned proves nothing, so all are chosen on the same middle part.
import { seededRandom } from '#kernel/random'
import { FEATURE_COUNT, RETURN_FEATURES, type ReturnFeature } from '../ranking/return-features.ts'
import {
  bucketLogisticHead,
  FOREST,
  forestHead,
  oneNumberHead,
  plainLogisticHead,
  type Head,
} from '../ranking/return-heads.ts'
import { returnContender } from '../ranking/return-model.ts'
import type { ReturnContender } from './return-stream.ts'

export type ReturnFamily = {
  readonly name: string
  readonly settings: readonly { readonly label: string; readonly contender: ReturnContender }[]
}

export const OUR_RETURNS = 'serendip'

const setting = (label: string, createHead: () => Head) => ({
  label,
  contender: returnContender(label, createHead),
})
const oneNumber = (label: string, feature: ReturnFeature, as: 'rate' | 'log') =>
  setting(label, () => oneNumberHead(RETURN_FEATURES.indexOf(feature), as))
const RATES = [0.005, 0.01, 0.02, 0.05]

/** `seeds`: ours draws rows and features by chance, so it is asked once with each. */
export const returnFamilies = (): ReturnFamily[] => [
  {
    name: 'item rate',
    settings: [oneNumber('all time', 'itemRate', 'rate'), oneNumber('recent', 'itemRateRecent', 'rate')],
  },
  {
    name: 'customer rate',
    settings: [oneNumber('all time', 'personRate', 'rate'), oneNumber('recent', 'personRateRecent', 'rate')],
  },
  {
    name: 'value',
    settings: [oneNumber('of the order', 'orderValue', 'log'), oneNumber('of the line', 'lineAmount', 'log')],
  },
  {
    name: 'plain LR',
    settings: RATES.map((rate) => setting(`step ${rate}`, () => plainLogisticHead(FEATURE_COUNT, rate))),
  },
  {
    name: 'LR of buckets',
    settings: RATES.map((learningRate) =>
      setting(`step ${learningRate}`, () =>
        bucketLogisticHead(FEATURE_COUNT, { buckets: 16, learningRate, warmUp: 10_000 }),
      ),
    ),
  },
]

export const ourReturns = (seed: number): ReturnContender =>
  returnContender(OUR_RETURNS, () => forestHead(FEATURE_COUNT, FOREST, seededRandom(seed)))
