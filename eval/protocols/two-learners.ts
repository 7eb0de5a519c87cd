// Amazon Beauty's stream once more, learned by one learner and by two with half of the people each, who tell one another what they
// learned after every tick of the clock: is anything lost by sharing the work?
import { REPORT_FROM } from '#engine/evaluation/compare'
import { oneAndTwoLearners } from '#engine/evaluation/families'
import { bootstrapDifference, totalsByPerson } from '#engine/evaluation/intervals'
import { hitAt } from '#engine/evaluation/ranking-metrics'
import { cutAt, runStream } from '#engine/evaluation/stream'
import { streamOf } from '../sources/source.ts'
import { rounded, type Protocol } from './protocol.ts'

export const twoLearners: Protocol = {
  name: 'two-learners',
  set: 'amazon-beauty-ts',
  run(source, { random, say }) {
    const dataset = streamOf(source, 'amazon-beauty-ts')
    const range = { from: cutAt(dataset, REPORT_FROM), to: dataset.interactions.length }
    const [one, two] = oneAndTwoLearners().map((contender) => {
      const { person, place } = runStream(dataset, contender, { syncMs: 0, maskSeen: true, range })
      const hits = Float64Array.from(place, (p) => hitAt(p, 10))
      const mean = hits.reduce((sum, hit) => sum + hit, 0) / hits.length
      say(`${contender.name}: HR@10 ${mean.toFixed(4)}`)
      return { mean, totals: totalsByPerson(person, hits, dataset.people.length) }
    })
    const difference = bootstrapDifference(two!.totals, one!.totals, random)
    return {
      text: [
        'amazon-beauty-ts, test-then-train, HR@10',
        `one learner   ${one!.mean.toFixed(4)}`,
        `two learners  ${two!.mean.toFixed(4)}  (${difference.mean.toFixed(4)}; ${difference.low.toFixed(4)} to ${difference.high.toFixed(4)})`,
      ].join('\n'),
      figures: {
        twoLearnersHr10: rounded(two!.mean),
        twoLearnersOneHr10: rounded(one!.mean),
        twoLearnersOfOne: rounded(two!.mean / one!.mean),
        twoLearnersLow: rounded(difference.low),
      },
      floors: { twoLearnersOfOne: { min: 0.99 } },
    }
  },
}
