// A hundred and twenty creators in four tiers: 头部 head, 肩部 shoulder, 腰部 waist, 尾部 tail. Each has a field, a voice (voices.ts)
// and a biography a person could have written. Names are invented.
import type { Localized } from '#kernel/text'
import { l, type CategoryId } from './archetype.ts'
import { HEAD, SHOULDER } from './creators/head-and-shoulder.ts'
import type { Line } from './creators/line.ts'
import { TAIL } from './creators/tail.ts'
import { WAIST } from './creators/waist.ts'
import type { VoiceId } from './voices.ts'

export type Tier = 'head' | 'shoulder' | 'waist' | 'tail'
export type CreatorSketch = {
  name: Localized
  bio: Localized
  tier: Tier
  voice: VoiceId
  fields: readonly CategoryId[]
}

const sketches = (tier: Tier, lines: readonly Line[]): CreatorSketch[] =>
  lines.map(([zh, en, voice, fields, zhBio, enBio]) => ({
    name: l(zh, en),
    bio: l(zhBio, enBio),
    tier,
    voice,
    fields: fields.split(' ') as CategoryId[],
  }))

export const CREATORS: readonly CreatorSketch[] = [
  ...sketches('head', HEAD),
  ...sketches('shoulder', SHOULDER),
  ...sketches('waist', WAIST),
  ...sketches('tail', TAIL),
]

/** 厨房里的阿宽, the waist-tier kitchen creator of the demo. */
export const DEMO_CREATOR = HEAD.length + SHOULDER.length

export const AGENCIES: readonly { name: Localized; splitBps: number }[] = [
  { name: l('南风内容', 'Southwind Content'), splitBps: 3000 },
  { name: l('半山工作室', 'Halfway Studio'), splitBps: 2000 },
]
