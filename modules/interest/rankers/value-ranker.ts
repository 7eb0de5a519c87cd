// The second stage: the best of the first by what showing them is worth: chances of each outcome, learned from every outcome there was,
// times what each outcome is worth. In the units of the first stage, so that what is intended beside it (diversity, exploration, what
// was promised to the new) keeps its weight.
import { firstBy, offerOf, SECOND_STAGE_HEAD as HEAD, valueOf, type Ranker } from '#engine'
import type { Product } from '../catalogue/entries.ts'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

const { candidates: MOST, worth } = PARAMS.secondStage

export const valueRanker: Ranker<FeedQuery, Candidate> = {
  name: 'value',
  rank(query, candidates) {
    const best = firstBy(candidates, MOST, scoreOf)
    const { foreteller, returns } = query.world.learner
    const returned = ({ content, product }: Candidate) =>
      product ? returns.chance(query.accountId, product, content, query.atMs) : 0
    const unit = Math.max(LEAST_UNIT, foreteller.scale())
    const news: number[] = []
    foreteller.foretell(query.accountId, best, query.atMs, (i, chances, beyond) => {
      news.push(gainOf(chances, beyond, best[i]!.product, returned(best[i]!)) / unit)
    })
    // The two stages agree on how good these are together; only who of them stands before whom is decided here.
    const level = mean(news)
    best.forEach((c, i) => {
      c.revalued = news[i]! - level
      c.score += c.revalued
    })
  },
}

/**
 * By how much, in log-odds, a view is likelier than was foretold, and how many times more than that view the showing is worth. What would
 * be sent back is not worth selling.
 */
function gainOf(chances: Float64Array, beyond: number, product: Product | null, returned: number): number {
  const [click, buyIfClicked] = [chances[HEAD.click]!, chances[HEAD.buyIfClicked]!]
  const view = worth.longView * chances[HEAD.longView]!
  const value = valueOf(
    {
      longView: chances[HEAD.longView]!,
      click: product ? click : 0,
      like: chances[HEAD.like]!,
      follow: chances[HEAD.follow]!,
      cart: product ? chances[HEAD.cart]! : 0,
      hide: chances[HEAD.hide]!,
      buy: product ? click * buyIfClicked : 0,
      returned,
    },
    product ? offerOf(product.minPriceMinor, tradeOf(product)) : NOTHING_SOLD,
    worth,
  )
  return beyond + Math.log(Math.max(value / view, LEAST))
}

const scoreOf = (c: Candidate): number => c.score

/** What costs more than it brings is worth this little of a view. */
const LEAST = 0.05
/**
 * Log-odds that a unit of the first stage's score is worth, at least. Among the few that were chosen for their forecast it tells little
 * of who pleases; taken at its word, that slope would let any doubt outvote every interest.
 */
const LEAST_UNIT = 1.2
const NOTHING_SOLD = { marginMinor: 0, returnCostMinor: 0 }

/** A sale leaves what the plan gives to the creator and what the platform takes. */
const tradeOf = ({ rateBps }: Product) => ({
  ...PARAMS.secondStage.trade,
  marginBps: (rateBps ?? 0) + PARAMS.commerce.platformRateBps,
})

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length
