// Open Bandit: what a policy would have earned, from the log of another. The known test is whether the estimate of Thompson sampling
// ('bts') from the log of the uniformly random policy agrees with what Thompson sampling did earn; then uniform from the log of
// Thompson sampling, and our posterior sampling, learned on the first half of a log and told of on the second. 10,000 rows with
// some 50 clicks each: every interval is wide, and 'covers' says that nothing is wrong, not that something was shown to be right.
import type { Interval } from '#engine/evaluation/intervals'
import {
  policyOfLog,
  posteriorPolicy,
  uniformPolicy,
  valueOfLogged,
  valueOn,
  type PolicyValue,
} from '#engine/evaluation/logged-policies'
import type { BanditLog } from '#engine/evaluation/shapes'
import { rounded, type Asking, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

const CAMPAIGNS = ['men', 'women'] as const
/** Cuts the few huge weights of the Thompson log (chances down to 10⁻⁶). */
const CLIP = 50
const SAMPLER = { every: 100, draws: 400 }

type Line = { name: string; value: PolicyValue; truth: Interval }

export const openBandit: Protocol = {
  name: 'open-bandit',
  set: 'open-bandit',
  run(source, asking) {
    const { logs } = requireKind(source, 'bandit', 'open-bandit')
    const lines: Line[] = []
    const figures: Record<string, number> = {}
    for (const campaign of CAMPAIGNS) {
      const named = (policy: string) => logs.find(({ name }) => name === `${policy}_${campaign}`)!
      const own = askCampaign(campaign, inTime(named('random')), inTime(named('bts')), asking)
      lines.push(...own.lines)
      Object.assign(figures, own.figures)
    }
    const [men, women] = CAMPAIGNS.map((c) => capital(c))
    return {
      text: report(lines),
      figures,
      floors: {
        [`openBanditSnipsOff${men}`]: { max: 0 },
        [`openBanditSnipsOff${women}`]: { max: 0 },
        [`openBanditRobustOff${men}`]: { max: 0 },
        [`openBanditRobustOff${women}`]: { max: 0 },
      },
    }
  },
}

function askCampaign(campaign: string, random: BanditLog, bts: BanditLog, { random: luck }: Asking) {
  const half = Math.floor(random.length / 2)
  const ours = (log: BanditLog) => posteriorPolicy(log, { random: luck, ...SAMPLER })
  const earned = { random: valueOfLogged(random, luck), bts: valueOfLogged(bts, luck) }
  const toBts = valueOn(random, policyOfLog(bts), { random: luck })
  const toUniform = valueOn(bts, uniformPolicy(bts), { random: luck, clip: CLIP })
  const second = { random: luck, from: half }
  const oursOnRandom = valueOn(random, ours(random), second)
  const oursOnBts = valueOn(bts, ours(bts), { ...second, clip: CLIP })
  const c = capital(campaign)
  return {
    lines: [
      { name: `${campaign}: bts from random`, value: toBts, truth: earned.bts },
      { name: `${campaign}: uniform from bts`, value: toUniform, truth: earned.random },
      {
        name: `${campaign}: ours from random`,
        value: oursOnRandom,
        truth: valueOfLogged(random, luck, half),
      },
      { name: `${campaign}: ours from bts`, value: oursOnBts, truth: valueOfLogged(bts, luck, half) },
    ],
    figures: {
      [`openBanditTruth${c}`]: rounded(earned.bts.mean),
      [`openBanditSnips${c}`]: rounded(toBts.snips.mean),
      [`openBanditSnipsOff${c}`]: rounded(outside(toBts.snips, earned.bts.mean)),
      [`openBanditRobust${c}`]: rounded(toBts.doublyRobust.mean),
      [`openBanditRobustOff${c}`]: rounded(outside(toBts.doublyRobust, earned.bts.mean)),
      [`openBanditUniform${c}`]: rounded(toUniform.snips.mean),
      [`openBanditOurs${c}`]: rounded(oursOnRandom.snips.mean),
      [`openBanditOursLow${c}`]: rounded(oursOnRandom.snips.low),
      [`openBanditOursRows${c}`]: rounded(oursOnRandom.weights.effectiveRows, 0),
    },
  }
}

/** How far the figure lies outside the interval; 0 where it is covered. */
const outside = ({ low, high }: Interval, figure: number) => Math.max(0, low - figure, figure - high)
const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1)

/** By time: the files are, but nobody promised it. */
function inTime(log: BanditLog): BanditLog {
  const late = log.atMs.findIndex((atMs, row) => row > 0 && atMs < log.atMs[row - 1]!)
  if (late >= 0) throw new RangeError(`${log.name}: row ${late} is before the one above it`)
  return log
}

function report(lines: readonly Line[]): string {
  const shown = ({ mean, low, high }: Interval) =>
    `${(100 * mean).toFixed(2)} (${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)})`
  const body = lines.map(({ name, value, truth }) =>
    [
      name.padEnd(26),
      `IPS ${shown(value.ips)}`.padEnd(24),
      `SNIPS ${shown(value.snips)}`.padEnd(26),
      `DR ${shown(value.doublyRobust)}`.padEnd(23),
      `logged ${shown(truth)}`.padEnd(26),
      `mean weight ${value.weights.mean.value.toFixed(2)}, worth ${value.weights.effectiveRows.toFixed(0)} of ${value.weights.rows} rows`,
    ].join('  '),
  )
  return [
    'Open Bandit, small: clicks in a hundred. `logged` is what the policy in question did earn in its own log; in the lines of',
    'ours, what the policy that wrote the log earned on the same half.',
    '',
    ...body,
  ].join('\n')
}
