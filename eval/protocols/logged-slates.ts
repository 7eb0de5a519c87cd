// The log of a platform of one's own: what exploring costs, whether what was foretold came true, who gets to be seen. Told to operators,
// so in their language.
import type { Interval } from '#engine/evaluation/intervals'
import { judgeSlates, type SlateLogFigures } from '#engine/evaluation/slate-log'
import type { Locale } from '#kernel/text'
import { SourceError } from '../sources/problems.ts'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

/** Standard errors beyond which the mean weight is no chance. */
const ASTRAY = 4

export const loggedSlates: Protocol = {
  name: 'logged-slates',
  set: 'serendip-log',
  run(source, { random, locale = 'en' }) {
    const { slates, items } = requireKind(source, 'log', 'logged-slates')
    if (slates.length === 0) throw new SourceError('nothing-looked-at', { file: 'slates.csv' })
    const told = judgeSlates(slates, items, random)
    const { asServed, explored, neverExploring: never, foretold, exposure } = told
    return {
      text: report(told, locale),
      figures: {
        loggedSlatesPlaces: told.places,
        loggedSlatesEnjoyed: rounded(asServed.mean),
        loggedSlatesExplored: rounded(explored.mean),
        loggedSlatesNeverExploring: rounded(never.snips.mean),
        loggedSlatesNeverExploringLow: rounded(never.snips.low),
        loggedSlatesNeverExploringHigh: rounded(never.snips.high),
        loggedSlatesMeanWeight: rounded(never.weights.mean.value),
        loggedSlatesArea: rounded(foretold.area),
        loggedSlatesGroupedArea: rounded(foretold.withinPerson),
        loggedSlatesGini: rounded(exposure.gini),
      },
      floors: {},
    }
  },
}

const shown = ({ mean, low, high }: Interval) =>
  Number.isNaN(low)
    ? (100 * mean).toFixed(1)
    : `${(100 * mean).toFixed(1)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`
const share = (value: number) => `${(100 * value).toFixed(1)} %`

function report(told: SlateLogFigures, locale: Locale): string {
  const { asServed, explored, exploredShare, neverExploring: never, foretold, exposure } = told
  const { value, standardError } = never.weights.mean
  const astray = Math.abs(value - 1) > ASTRAY * standardError
  const n = (count: number) => count.toLocaleString('en-US')
  const rows = Math.round(never.weights.effectiveRows)
  const weights = `${value.toFixed(3)} ± ${standardError.toFixed(3)}`
  const lines = {
    en: [
      `${n(told.places)} places that were looked at (people: ${n(told.people)}); enjoyed, in a hundred places, with 95 % intervals by person.`,
      '',
      `as served                        ${shown(asServed)}`,
      `places that tried something      ${shown(explored)}   ${share(exploredShare)} of places`,
      `had it never explored   IPS      ${shown(never.ips)}`,
      `                        SNIPS    ${shown(never.snips)}`,
      `                        DR       ${shown(never.doublyRobust)}`,
      `  mean weight ${weights}, worth ${n(rows)} of ${n(told.places)} places${astray ? '  ✗ it should be 1: the chances in this log are not true, believe none of these three' : ''}`,
      '  (of the same moments: what a feed that never tries would not have learned is not in it)',
      '',
      `foretold                AUC      ${foretold.area.toFixed(3)} over all, ${foretold.withinPerson.toFixed(3)} within one person (${n(foretold.places)} places with a forecast)`,
      `exposure                         ${share(exposure.coverage)} of ${n(exposure.items)} items shown, Gini ${exposure.gini.toFixed(3)}, ${share(exposure.tail)} outside the most shown fifth`,
    ],
    zh: [
      `${n(told.people)} 人看过的 ${n(told.places)} 个展示位；每百个展示位中喜欢的次数，附按人计算的 95% 区间。`,
      '',
      `实际投放                     ${shown(asServed)}`,
      `用于探索的展示位             ${shown(explored)}   占 ${share(exploredShare)}`,
      `假如从不探索        IPS      ${shown(never.ips)}`,
      `                    SNIPS    ${shown(never.snips)}`,
      `                    DR       ${shown(never.doublyRobust)}`,
      `  平均权重 ${weights}，相当于 ${n(told.places)} 个展示位中的 ${n(rows)} 个${astray ? '  ✗ 应为 1：日志中的概率不真实，以上三项不可信' : ''}`,
      '  （仅针对同样的时刻：不探索就学不到的东西不在其中）',
      '',
      `预测                AUC      全体 ${foretold.area.toFixed(3)}，单人之内 ${foretold.withinPerson.toFixed(3)}（${n(foretold.places)} 个有预测的展示位）`,
      `曝光                         ${n(exposure.items)} 个内容中 ${share(exposure.coverage)} 得到展示，基尼系数 ${exposure.gini.toFixed(3)}，最热五分之一之外占 ${share(exposure.tail)}`,
    ],
  }
  return lines[locale].join('\n')
}
