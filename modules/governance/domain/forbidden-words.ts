// The machine's part of a review: words that no product and no content may carry, each with the rule it breaks. It runs at
// submit time, because a word that can be named at once should not cost anybody a day in the queue.
import type { Localized } from '#kernel/text'
import type { RuleId } from './rules.ts'

/** Chinese has no spaces, so a Chinese term matches anywhere, except inside the harmless phrases of ALLOWED. */
const CHINESE: Readonly<Record<string, RuleId>> = {
  最好: 'R-101', 最佳: 'R-101', 最优: 'R-101', 最高级: 'R-101', 最便宜: 'R-101', 最低价: 'R-101', 全网最低: 'R-101', 全国第一: 'R-101', 销量第一: 'R-101',
  第一品牌: 'R-101', 世界级: 'R-101', 国家级: 'R-101', 顶级: 'R-101', 极品: 'R-101', 史无前例: 'R-101', 独一无二: 'R-101', 万能: 'R-101', 特供: 'R-101',
  根治: 'R-102', 治愈: 'R-102', 治疗: 'R-102', 疗效: 'R-102', 药到病除: 'R-102', 抗癌: 'R-102', 防癌: 'R-102', 降血糖: 'R-102', 降血压: 'R-102', 祖传秘方: 'R-102',
  包治: 'R-102', 消炎: 'R-102', 减肥神器: 'R-103', 一夜见效: 'R-103', 立竿见影: 'R-103', 稳赚: 'R-103', 百分百有效: 'R-103', '100%有效': 'R-103', 无效退款: 'R-103',
  永不复发: 'R-102', 毒品: 'R-104', 枪支: 'R-104', 弹药: 'R-104', 象牙制品: 'R-104', 象牙雕: 'R-104', 穿山甲: 'R-104', 处方药: 'R-104', 香烟: 'R-104', 电子烟: 'R-104', 办证: 'R-104',
  加微信: 'R-105', 加薇信: 'R-105', 私下交易: 'R-105', 转账优惠: 'R-105', 高仿: 'R-106', 一比一复刻: 'R-106', 原单尾货: 'R-106', 仿品: 'R-106', 精仿: 'R-106',
}

/** English terms match whole words. */
const ENGLISH: Readonly<Record<string, RuleId>> = {
  'best in the world': 'R-101', 'the best': 'R-101', 'number one': 'R-101', 'no. 1': 'R-101', '#1': 'R-101', 'world-class': 'R-101', 'state-level': 'R-101', unbeatable: 'R-101',
  'lowest price': 'R-101', cure: 'R-102', cures: 'R-102', heals: 'R-102', 'treats disease': 'R-102', 'anti-cancer': 'R-102', 'lowers blood pressure': 'R-102',
  'lowers blood sugar': 'R-102', 'clinically proven': 'R-102', 'guaranteed results': 'R-103', '100% effective': 'R-103', 'guaranteed profit': 'R-103', 'overnight results': 'R-103',
  miracle: 'R-103', cocaine: 'R-104', firearm: 'R-104', 'elephant ivory': 'R-104', cigarettes: 'R-104', vape: 'R-104', 'prescription drug': 'R-104', 'add me on whatsapp': 'R-105',
  'pay outside': 'R-105', 'wire transfer discount': 'R-105', replica: 'R-106', knockoff: 'R-106', 'super copy': 'R-106',
}

/** Phrases that contain a term and mean something harmless. */
const ALLOWED = ['治愈系', '治愈感', '万能充']

export type Hit = { term: string; ruleId: RuleId; sentence: Localized }

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\#]/g, '\\$&')
const allowed = new RegExp(ALLOWED.map(escape).join('|'), 'g')
const english = Object.entries(ENGLISH).map(([term, ruleId]) => ({ term, ruleId, pattern: new RegExp(`(?<![a-z0-9])${escape(term)}(?![a-z0-9])`) }))
const chinese = Object.entries(CHINESE).map(([term, ruleId]) => ({ term, ruleId }))

/** The first forbidden term of a text, or null. Full-width letters, case and spaces between characters do not hide one. */
export function findForbidden(text: string): Hit | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(allowed, '□')
  const closed = plain.replace(/[\s·.,，。、_*-]+/g, '')
  const open = plain.replace(/\s+/g, ' ')
  const hit = chinese.find((c) => closed.includes(c.term)) ?? english.find((e) => e.pattern.test(open))
  return hit ? { term: hit.term, ruleId: hit.ruleId, sentence: sentenceOf(hit.term) } : null
}

const sentenceOf = (term: string): Localized => ({
  zh: `“${term}”是违禁词，请换一种说法`,
  en: `“${term}” is a forbidden word; say it another way`,
})
