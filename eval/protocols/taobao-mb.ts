// Taobao views, carts and purchases as published: one purchase of each person sought among all items but those bought. Four in
// five were viewed before, so the discoveries are told as well: those people whose purchase is in no list of theirs, all they have
// seen masked. Legacy: no times, and the numbers of items follow the order in which buyers came, so no model may use them.
import { askSplit, type SplitContender, type SplitRow } from '#engine/evaluation/fixed-split'
import { OURS } from '#engine/evaluation/families'
import { listContenders } from '#engine/evaluation/list-families'
import { listOf, toRagged, type SplitInteractions } from '#engine/evaluation/shapes'
import { rounded, type Asking, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

type Rows = { all: SplitRow; discovery: SplitRow }

export const taobaoMb: Protocol = {
  name: 'taobao-mb',
  set: 'taobao-mb',
  run(source, asking) {
    const { split } = requireKind(source, 'split', 'taobao-mb')
    const rows = listContenders().map((contender) => askBoth(split, contender, asking))
    const ours = rows.filter(({ all }) => all.name === OURS)
    const others = rows.filter(({ all }) => all.name !== OURS)
    const best = (of: keyof Rows) =>
      others.reduce((a, b) => (b[of].hit10.mean > a[of].hit10.mean ? b : a))[of]
    const mean = (of: keyof Rows, what: 'hit10' | 'ndcg10', side: 'mean' | 'low' | 'high' = 'mean') =>
      rounded(ours.reduce((sum, row) => sum + row[of][what][side], 0) / ours.length)
    return {
      text: report(rows),
      figures: {
        taobaoMbHr10: mean('all', 'hit10'),
        taobaoMbHr10Low: mean('all', 'hit10', 'low'),
        taobaoMbHr10High: mean('all', 'hit10', 'high'),
        taobaoMbNdcg10: mean('all', 'ndcg10'),
        taobaoMbBaseline: best('all').name,
        taobaoMbBaselineHr10: rounded(best('all').hit10.mean),
        taobaoMbDiscoveryHr10: mean('discovery', 'hit10'),
        taobaoMbDiscoveryLow: mean('discovery', 'hit10', 'low'),
        taobaoMbDiscoveryHigh: mean('discovery', 'hit10', 'high'),
        taobaoMbDiscoveryNdcg10: mean('discovery', 'ndcg10'),
        taobaoMbDiscoveryBaseline: best('discovery').name,
        taobaoMbDiscoveryBaselineHr10: rounded(best('discovery').hit10.mean),
        taobaoMbPeople: ours[0]!.all.people,
        taobaoMbDiscoverers: ours[0]!.discovery.people,
      },
      floors: { taobaoMbHr10: { min: 0.29 }, taobaoMbDiscoveryHr10: { min: 0.078 } },
    }
  },
}

function askBoth(split: SplitInteractions, contender: SplitContender, asking: Asking): Rows {
  const { personCount, itemCount, actions, train, itemVectors } = split
  const started = asking.now()
  const ranker = contender.create({ personCount, itemCount, actions, train, itemVectors })
  const taught = asking.now() - started
  const goal = split.test.at(-1)!
  const unseen = Array.from({ length: personCount }, (_, person) =>
    Array.from(listOf(goal, person)).filter((item) =>
      train.every((lists) => !listOf(lists, person).includes(item)),
    ),
  )
  const ask = (items: typeof goal, masked: typeof train) =>
    askSplit(contender.name, ranker, { items, masked }, itemCount, asking)
  const all = ask(goal, train.slice(-1))
  asking.say(
    `${contender.name}: ${(asking.now() - started).toFixed(0)} s, ${taught.toFixed(0)} of them to learn`,
  )
  return { all, discovery: ask(toRagged(unseen), train) }
}

function report(rows: readonly Rows[]): string {
  const told = ({ hit10, ndcg10 }: SplitRow) =>
    `HR@10 ${hit10.mean.toFixed(4)} (${hit10.low.toFixed(4)}–${hit10.high.toFixed(4)})  N@10 ${ndcg10.mean.toFixed(4)}`
  return [
    'taobao-mb, published protocol (legacy): one purchase each, full ranking; bought masked | discoveries, all seen masked',
    `${rows[0]!.all.people} people, ${rows[0]!.discovery.people} of them with a discovery`,
    '',
    ...rows.map(({ all, discovery }) => `${all.name.padEnd(31)}${told(all)}  |  ${told(discovery)}`),
  ].join('\n')
}
