// What machines say of a content before a person reviews it: is it somebody else's, what stands on the screen, is it about its
// goods. Each answer names its rule; what nobody could look at says so and is never called passed.
import type { Content, ContentCheck, OwnContent } from '#modules/content'
import type { Governance, RuleId } from '#modules/governance'
import type { Media, ScreenText } from '#modules/media'
import type { ProductCard } from '#kernel/product-card'
import type { Localized } from '#kernel/text'
import type { Tx } from '#platform/database'
import { inBoth } from './words.ts'

type Doors = { content: Content; governance: Governance; media: Media }

/** So much of a clip in another one is a copy; less is for a person to judge. */
const COPY_SHARE = 0.9

export type MachineWord = { checks: ContentCheck[]; rejected: { ruleId: RuleId; note: string } | null }

export function createCheckContent({ content, governance, media }: Doors) {
  const base = { evidence: null, second: null, contentId: null } as const

  const duplicate = async (
    tx: Tx,
    own: OwnContent,
  ): Promise<{ check: ContentCheck; texts: ScreenText | null }> => {
    const uploadId = own.media.kind === 'video' ? own.media.uploadId : undefined
    const found = uploadId ? await media.findings(tx, uploadId) : null
    const check = { check: 'duplicate', ruleId: 'R-202', ...base } as const
    if (!found?.alike) return { check: { ...check, verdict: 'notRun' }, texts: found?.screenText ?? null }
    const published = await content.publishedOfUploads(
      tx,
      found.alike.map((a) => a.uploadId),
      own.creatorId,
    )
    const worst = found.alike.find((a) => published.has(a.uploadId))
    if (!worst) return { check: { ...check, verdict: 'passed' }, texts: found.screenText }
    const { contentId, title } = published.get(worst.uploadId)!
    return {
      check: {
        ...check,
        verdict: worst.share >= COPY_SHARE ? 'rejected' : 'toReview',
        evidence: alikeSentence(title, worst.share, worst.mirrored),
        second: worst.second,
        contentId,
      },
      texts: found.screenText,
    }
  }

  const screenWords = (texts: ScreenText | null): ContentCheck => {
    const check = { check: 'screenWords', ruleId: 'R-101', ...base } as const
    if (!texts) return { ...check, verdict: 'notRun' }
    for (const { second, text } of texts) {
      const hit = governance.forbiddenIn(text)
      if (hit)
        return {
          ...check,
          ruleId: hit.ruleId,
          verdict: 'rejected',
          second,
          evidence: {
            zh: `画面第 ${second} 秒出现违禁词“${hit.term}”：${text.slice(0, 60)}`,
            en: `Second ${second} of the picture shows the forbidden word “${hit.term}”: ${text.slice(0, 60)}`,
          },
        }
    }
    return { ...check, verdict: 'passed' }
  }

  const aboutGoods = (
    own: OwnContent,
    texts: ScreenText | null,
    goods: readonly ProductCard[],
  ): ContentCheck => {
    const words = [
      own.title.zh,
      own.title.en,
      own.caption.zh,
      own.caption.en,
      ...own.tags,
      ...(texts ?? []).map((t) => t.text),
    ]
    const isAbout = governance.isAboutGoods(words, goods)
    return {
      ...base,
      check: 'goods',
      ruleId: 'R-201',
      verdict: isAbout ? 'passed' : 'toReview',
      evidence: isAbout ? null : NOT_ABOUT,
    }
  }

  /** `goods` are the cards of what stands on it. */
  return async (tx: Tx, own: OwnContent, goods: readonly ProductCard[]): Promise<MachineWord> => {
    const checks: ContentCheck[] = []
    let texts: ScreenText | null = null
    if (own.media.kind === 'video') {
      const looked = await duplicate(tx, own)
      texts = looked.texts
      checks.push(looked.check, screenWords(texts))
    }
    checks.push(aboutGoods(own, texts, goods))
    const worst = checks.find((c) => c.verdict === 'rejected')
    return {
      checks,
      rejected: worst
        ? { ruleId: worst.ruleId as RuleId, note: `${worst.evidence!.zh} / ${worst.evidence!.en}` }
        : null,
    }
  }
}

const NOT_ABOUT: Localized = {
  zh: '标题、文案、标签和画面文字里没有提到所挂的商品',
  en: 'Title, caption, tags and words on the screen do not mention the goods on it',
}

const alikeSentence = (title: Localized, share: number, mirrored: boolean): Localized => {
  const percent = Math.round(share * 100)
  return {
    zh: `${percent}% 的画面与《${title.zh}》相同${mirrored ? '（左右翻转）' : ''}`,
    en: `${percent} % of the frames are those of “${title.en}”${mirrored ? ' (mirrored)' : ''}`,
  }
}

const LABELS: Record<ContentCheck['check'], Localized> = {
  duplicate: { zh: '查重', en: 'Duplicate' },
  screenWords: { zh: '画面文字', en: 'Words on the screen' },
  goods: { zh: '与商品是否相关', en: 'About its goods' },
}
const VERDICTS: Record<ContentCheck['verdict'], Localized> = {
  passed: { zh: '未发现问题', en: 'Nothing found' },
  toReview: { zh: '请人工判断', en: 'For a person to judge' },
  rejected: { zh: '不通过', en: 'Rejected' },
  notRun: { zh: '没有检查', en: 'Not run' },
}

/** For the reviewer: each check with what it found. */
export const findingsOf = (checks: readonly ContentCheck[]) =>
  checks.map((c) => ({
    label: LABELS[c.check],
    ruleId: c.ruleId,
    value: {
      zh: VERDICTS[c.verdict].zh + (c.evidence ? `：${c.evidence.zh}` : ''),
      en: VERDICTS[c.verdict].en + (c.evidence ? `: ${c.evidence.en}` : ''),
    },
  }))

/** Every word of a content that a person wrote, by field. */
export const wordsOf = (c: OwnContent) => [
  ...inBoth('/title', c.title),
  ...inBoth('/caption', c.caption),
  ...c.tags.map((text, i) => ({ pointer: `/tags/${i}`, text })),
]
