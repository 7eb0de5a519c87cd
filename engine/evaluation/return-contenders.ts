// Who foretells returns, each in a few settings: one number at a time, plain logistic regression, ours. A baseline that was not
// tuned proves nothing, so all are chosen on the same middle part.
import { seededRandom } from '#kernel/random'
import { FEATURE_COUNT, RETURN_FEATURES, type ReturnFeature } from '../ranking/return-features.ts'
import { oneNumberHead, plainLogisticHead, returnHead, type Head } from '../ranking/return-heads.ts'
import { returnContender } from '../ranking/return-model.ts'
import { feedReturnContender } from './feed-return-contender.ts'
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
const RATES = [0.002, 0.005, 0.01, 0.02]

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
  { name: 'feed head', settings: [{ label: '', contender: feedReturnContender }] },
]

/** Ours draws rows and features by chance: ask it with several seeds. */
export const ourReturns = (seed: number): ReturnContender =>
  returnContender(OUR_RETURNS, () => returnHead(FEATURE_COUNT, seededRandom(seed)))
