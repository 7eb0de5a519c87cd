// Does a content seem to speak of its goods? Chinese has no spaces, so titles are compared by pairs of characters, English by
// words. It is a hint for a reviewer, never a verdict: a clip may show what it does not say.
import type { Localized } from '#kernel/text'

export type Goods = { title: Localized; tags: readonly string[] }

/** Pairs that stand in any shop's titles and tell nothing. */
const COMMON = new Set(
  '新款 正品 包邮 同款 推荐 好物 日常 家用 套装 组合 系列 经典 高级 多色 一件 一款 这款 小号 大号 中号 男女 通用 便携 可爱 简约 官方 旗舰'.split(
    ' ',
  ),
)
const COMMON_WORDS = new Set(
  'with from this that your for and the new set pack size colour color small large medium classic series style daily home good very'.split(
    ' ',
  ),
)
const MIN_WORD = 4

/** True when the words share something telling with at least one of the goods, or there are no goods. */
export function isAboutGoods(words: readonly string[], goods: readonly Goods[]): boolean {
  if (goods.length === 0) return true
  const said = marksOf(words.join(' \n '))
  return goods.some((g) =>
    [...marksOf([g.title.zh, g.title.en, ...g.tags].join(' \n '))].some((mark) => said.has(mark)),
  )
}

function marksOf(text: string): Set<string> {
  const marks = new Set<string>()
  const plain = text.normalize('NFKC').toLowerCase()
  for (const [run] of plain.matchAll(/\p{Script=Han}+/gu))
    for (let i = 0; i + 1 < run.length; i++) marks.add(run.slice(i, i + 2))
  for (const [word] of plain.matchAll(/[a-z]+/g)) if (word.length >= MIN_WORD) marks.add(stem(word))
  for (const common of [...COMMON, ...COMMON_WORDS]) marks.delete(common)
  return marks
}

const stem = (word: string) => word.replace(/s$/, '').replace(/e$/, '')
