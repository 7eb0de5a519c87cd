// 'Why this': the logged facts of one place of one slate, in words. It reads the log, not the present, so the answer is what
// was true when the slate was made.
import type { OutputOf } from '#kernel/contract'
import type { Localized } from '#kernel/text'
import type { why } from '../contract.ts'
import type { PlacingRule } from '../domain/placing-rule.ts'
import {
  changeText,
  reasonText,
  RULE_TEXT,
  SCORER_TEXT,
  SOURCE_TEXT,
  type ReasonCode,
} from '../domain/reason-text.ts'

type Answer = OutputOf<typeof why>

/** A place of a logged slate, as the signal log keeps it. */
export type LoggedPlace = {
  slateId: Answer['slateId']
  position: number
  contentId: Answer['contentId']
  personalised: boolean
  servedAt: string
  sources: readonly string[]
  scores: Readonly<Record<string, number>>
  explored: boolean
  gaveWay?: readonly string[] | undefined
  why: readonly { code: string; tag: string | null; weight: number }[]
}

const unnamed = (name: string): Localized => ({ zh: name, en: name })

export function explain(place: LoggedPlace, labels: ReadonlyMap<string, Localized>): Answer {
  const labelOf = (tag: string | null) => (tag === null ? null : (labels.get(tag) ?? null))
  const reasons = place.why.map((r) => ({
    code: r.code as ReasonCode,
    label: reasonText(r.code as ReasonCode, labelOf(r.tag)),
    tag: r.tag,
    weight: r.weight,
  }))
  const aboutYou = reasons.filter((r) => r.tag !== null && ['recent', 'longTerm', 'stated'].includes(r.code))
  return {
    slateId: place.slateId,
    position: place.position,
    contentId: place.contentId,
    personalised: place.personalised,
    servedAt: place.servedAt,
    reasons,
    sources: place.sources.map((name) => ({ name, label: SOURCE_TEXT[name] ?? unnamed(name) })),
    scores: Object.entries(place.scores)
      .filter(([, value]) => value !== 0)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
      .map(([name, value]) => ({ name, label: SCORER_TEXT[name] ?? unnamed(name), value })),
    explored: place.explored,
    gaveWay: (place.gaveWay ?? []).map((name) => ({
      name,
      label: RULE_TEXT[name as PlacingRule] ?? unnamed(name),
    })),
    wouldChange: [
      ...aboutYou.map((r) => ({
        action: 'less' as const,
        label: changeText.less(labelOf(r.tag) ?? unnamed(r.tag!)),
        tag: r.tag,
      })),
      { action: 'notInterested' as const, label: changeText.notInterested, tag: null },
      place.personalised
        ? { action: 'personalisationOff' as const, label: changeText.personalisationOff, tag: null }
        : { action: 'personalisationOn' as const, label: changeText.personalisationOn, tag: null },
    ],
  }
}
