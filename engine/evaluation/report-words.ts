// What a comparison says in words and figures, in Chinese and English: shared by the terminal and the page.
import type { Localized } from '#kernel/text'
import type { Comparison, Row } from './compare.ts'
import type { Interval } from './intervals.ts'

export type Column = {
  readonly head: Localized
  /** What it tells, to somebody who meets it for the first time. */
  readonly tells: Localized
  readonly cell: (row: Row) => string
}

const say = (en: string, zh: string): Localized => ({ en, zh })

export const figure = (value: number, digits = 4): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '–'
const span = ({ low, high }: Interval) => (Number.isFinite(low) ? `${figure(low)}–${figure(high)}` : '–')
const count = (value: number) => value.toLocaleString('en-US')

export const COLUMNS: readonly Column[] = [
  {
    head: say('HR@10', 'HR@10 命中率'),
    tells: say(
      'how often what the person turned to stood among the first 10 of all items',
      '实际选择的商品排进全部商品前 10 的比例',
    ),
    cell: (r) => figure(r.hit10.mean),
  },
  {
    head: say('95 %', '95% 区间'),
    tells: say('where HR@10 lies but for chance, by person', 'HR@10 除去偶然后所在的范围（按用户）'),
    cell: (r) => span(r.hit10),
  },
  {
    head: say('HR@20', 'HR@20'),
    tells: say('the same for the first 20', '前 20 的命中率'),
    cell: (r) => figure(r.hit20.mean),
  },
  {
    head: say('NDCG@10', 'NDCG@10'),
    tells: say('as HR@10, and more the nearer to the top', '同 HR@10，名次越靠前得分越高'),
    cell: (r) => figure(r.ndcg10.mean),
  },
  {
    head: say('MRR', 'MRR'),
    tells: say('one over its place, on average', '名次倒数的平均值'),
    cell: (r) => figure(r.mrr.mean),
  },
  {
    head: say('warm', '老用户老商品'),
    tells: say(
      'HR@10 where both the person and the item had been met before',
      '用户和商品都出现过时的 HR@10',
    ),
    cell: (r) => figure(r.warm.hit10),
  },
  {
    head: say('new people', '新用户'),
    tells: say('HR@10 of what a person does first', '用户第一次行为的 HR@10'),
    cell: (r) => figure(r.newPerson.hit10),
  },
  {
    head: say('new items', '新商品'),
    tells: say(
      'HR@10 of items nobody had met: 0 here, for nothing but the rows is known',
      '无人接触过的商品的 HR@10：除行为外一无所知，只能为 0',
    ),
    cell: (r) => figure(r.newItem.hit10),
  },
  {
    head: say('coverage', '覆盖率'),
    tells: say('share of all items that stood in any list of 10', '进入过任意前 10 列表的商品占比'),
    cell: (r) => figure(r.coverage, 3),
  },
  {
    head: say('Gini', '基尼系数'),
    tells: say('0: all items are shown alike; 1: one takes it all', '0 为曝光完全平均，1 为全归一件商品'),
    cell: (r) => figure(r.gini, 3),
  },
  {
    head: say('tail share', '长尾占比'),
    tells: say(
      'share of the lists that goes to items outside the most popular fifth',
      '列表中不属于最热门五分之一的商品占比',
    ),
    cell: (r) => figure(r.tail, 3),
  },
  {
    head: say('seconds', '用时（秒）'),
    tells: say('for learning the stream and foretelling', '学习整个数据流并预测所用的时间'),
    cell: (r) => r.seconds.toFixed(1),
  },
]

export const HOW = say(
  'Test-then-train over the last tenth of the time: each interaction is foretold among all items alive at that moment, then learned; ' +
    'what happens within one tick of the clock is foretold before any of it is learned. Settings were chosen on the tenth before. ' +
    'Equal scores count as chance. Intervals are bootstrapped by person.',
  '按时间取最后十分之一，先预测再学习：每次互动都在当时所有在架商品中排名，之后才用于学习；同一时刻内的互动全部先预测。参数只在前一个十分之一上选择。分数相同按随机计。区间按用户自助抽样。',
)

/** Fewer people than this make intervals that are too narrow (see `bootstrapMean`). */
const FEW_PEOPLE = 30

/** What has to be said before anybody believes a figure; null when nothing has. */
export const warningOf = ({ testPeople: n }: Comparison): Localized | null =>
  n >= FEW_PEOPLE
    ? null
    : say(
        `Only ${n} ${n === 1 ? 'person was' : 'people were'} asked about: these figures say little of others`,
        `只预测了 ${n} 个人的行为：这些数字不足以说明其他人`,
      )

export function leadOf(name: string, lead: Interval, over: string | null): Localized {
  const by = `${lead.mean < 0 ? '' : '+'}${figure(lead.mean)}`
  const [own, other] = [modelName(name), modelName(over ?? '')]
  if (!Number.isFinite(lead.low))
    return say(`${own.en} against ${other.en}: ${by} of HR@10`, `${own.zh} 与 ${other.zh} 相比：HR@10 ${by}`)
  const sure = lead.low > 0 || lead.high < 0
  return say(
    `${own.en} against ${other.en}: ${by} of HR@10 (${figure(lead.low)} to ${figure(lead.high)})${sure ? '' : ', no more than chance'}`,
    `${own.zh} 与 ${other.zh} 相比：HR@10 ${by}（${figure(lead.low)} 至 ${figure(lead.high)}）${sure ? '' : '，未超出偶然'}`,
  )
}

export function factsOf({ data, tests, fromMs, toMs }: Comparison): Localized {
  const [from, to] = [day(fromMs), day(toMs)]
  return say(
    `${data.name}: ${count(data.interactions)} interactions of ${count(data.people)} people with ${count(data.items)} items; ${count(tests)} foretold, ${from} to ${to}`,
    `${data.name}：${count(data.people)} 人与 ${count(data.items)} 件商品的 ${count(data.interactions)} 次互动；预测 ${count(tests)} 次，${from} 至 ${to}`,
  )
}
const day = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 10) : '–')

export function syncName(syncMs: number): Localized {
  if (syncMs === Infinity) return say('never', '不更新')
  if (syncMs === 0) return say('each event', '逐条')
  const minutes = syncMs / 60_000
  return minutes >= 60
    ? say(`${minutes / 60} h`, `${minutes / 60} 小时`)
    : say(`${minutes} min`, `${minutes} 分钟`)
}

const MODELS: Readonly<Record<string, string>> = {
  popularity: '总热度',
  trend: '近期热度',
  'item CF': '物品协同过滤',
  'item CF + trend': '协同过滤＋近期热度',
}
export const modelName = (name: string): Localized => say(name, MODELS[name] ?? name)

/** What did best on the validation days, as `7 d`; null when there was nothing to choose from. */
export const settingOf = ({ chosen }: Row): Localized | null =>
  chosen === null ? null : say(chosen, chosen.replace(/ d\b/, ' 天').replace('decay', '衰减'))

/** The name with its setting. */
export function nameOf(row: Row): Localized {
  const [{ en, zh }, setting] = [modelName(row.name), settingOf(row)]
  return setting ? say(`${en} (${setting.en})`, `${zh}（${setting.zh}）`) : say(en, zh)
}
