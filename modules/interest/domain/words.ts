// The words of a title, as features: what a content is about may stand there and nowhere else. Chinese is cut by the segmenter's
// dictionary; what is not a word, says nothing alone or is only a number is left out.
import type { Localized } from '#kernel/text'

/** Of each language; a title is at most some dozen words. */
const MOST = 10
/** The shortest that says anything. */
const LEAST = { zh: 1, en: 3 } as const
const segmenters = {
  zh: new Intl.Segmenter('zh-CN', { granularity: 'word' }),
  en: new Intl.Segmenter('en', { granularity: 'word' }),
}
/** Too common to tell one title from another. */
const COMMON = new Set(
  '的 了 是 在 和 就 都 也 有 我 你 他 她 它 这 那 个 一 不 很 把 被 与 及 吗 呢 吧 啊 the and for with you your that this are was not but from its'.split(
    ' ',
  ),
)

/** Lower case, each once; those of both languages. */
export function wordsOf(title: Localized): string[] {
  const words = (['zh', 'en'] as const).flatMap((locale) =>
    Array.from(segmenters[locale].segment(title[locale].toLowerCase()))
      .filter(({ segment, isWordLike }) => isWordLike && says(segment, LEAST[locale]))
      .slice(0, MOST)
      .map(({ segment }) => segment),
  )
  return [...new Set(words)]
}

const says = (word: string, least: number): boolean =>
  word.length >= least && word.length <= 24 && !COMMON.has(word) && !/^[\p{N}.,:]+$/u.test(word)
