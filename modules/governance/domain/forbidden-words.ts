// The machine's part of a review: words that no product and no content may carry, each with the rule it breaks. It runs at
// submit time, because a word that can be named at once should not cost anybody a day in the queue.
import type { Localized } from '#kernel/text'
import type { RuleId } from './rules.ts'

type Terms = Partial<Record<RuleId, string>>

/** Chinese has no spaces between words, so a term matches anywhere, except inside the phrases of HARMLESS. */
const CHINESE: Terms = {
  'R-101':
    '最好 最佳 最优 最高级 最便宜 最低价 全网最低 全国第一 销量第一 第一品牌 世界级 国家级 顶级 极品 史无前例 独一无二 万能 特供',
  'R-102': '根治 治愈 治疗 疗效 药到病除 抗癌 防癌 降血糖 降血压 祖传秘方 包治 消炎 永不复发',
  'R-103': '减肥神器 一夜见效 立竿见影 稳赚 百分百有效 100%有效 无效退款',
  'R-104': '毒品 枪支 弹药 象牙制品 象牙雕 穿山甲 处方药 香烟 电子烟 办证',
  'R-105': '加微信 加薇信 私下交易 转账优惠',
  'R-106': '高仿 一比一复刻 原单尾货 仿品 精仿',
}

/** English terms match whole words. */
const ENGLISH: Terms = {
  'R-101': 'best in the world|the best|number one|no. 1|#1|world-class|state-level|unbeatable|lowest price',
  'R-102':
    'cure|cures|heals|treats disease|anti-cancer|lowers blood pressure|lowers blood sugar|clinically proven',
  'R-103': 'guaranteed results|100% effective|guaranteed profit|overnight results|miracle',
  'R-104': 'cocaine|firearm|elephant ivory|cigarettes|vape|prescription drug',
  'R-105': 'add me on whatsapp|pay outside|wire transfer discount',
  'R-106': 'replica|knockoff|super copy',
}

/** Phrases that contain a term and mean something else. */
const HARMLESS = /治愈系|治愈感|万能充/g

export type Hit = { term: string; ruleId: RuleId; sentence: Localized }

/** `closed` has lost what stands between characters, `open` keeps the spaces between words. */
type Check = { term: string; ruleId: RuleId; found: (closed: string, open: string) => boolean }

const CHECKS: Check[] = [
  ...termsOf(CHINESE, ' ').map(({ term, ruleId }) => ({
    term,
    ruleId,
    found: (closed: string) => closed.includes(term),
  })),
  ...termsOf(ENGLISH, '|').map(({ term, ruleId }) => {
    const whole = new RegExp(`(?<![a-z0-9])${term.replace(/[.#]/g, '\\$&')}(?![a-z0-9])`)
    return { term, ruleId, found: (_closed: string, open: string) => whole.test(open) }
  }),
]

function termsOf(table: Terms, separator: string): { term: string; ruleId: RuleId }[] {
  return Object.entries(table).flatMap(([ruleId, terms]) =>
    terms.split(separator).map((term) => ({ term, ruleId: ruleId as RuleId })),
  )
}

/** The first forbidden term of a text, or null. Full-width letters, case and spaces between characters hide none. */
export function findForbidden(text: string): Hit | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(HARMLESS, '□')
  const closed = plain.replace(/[\s·.,，。、_*-]+/g, '')
  const open = plain.replace(/\s+/g, ' ')
  const hit = CHECKS.find((check) => check.found(closed, open))
  return hit ? { term: hit.term, ruleId: hit.ruleId, sentence: sentenceOf(hit.term) } : null
}

const sentenceOf = (term: string): Localized => ({
  zh: `“${term}”是违禁词，请换一种说法`,
  en: `“${term}” is a forbidden word; say it another way`,
})
