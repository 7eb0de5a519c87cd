// What a person decided about the feed, which outranks everything it learned. Pure: old settings and a decision in, new out.

export const LEVELS = ['more', 'normal', 'less'] as const
export type Level = (typeof LEVELS)[number]

export const MUTE_ABOUT = ['content', 'creator', 'category', 'shop'] as const
export type MuteAbout = (typeof MUTE_ABOUT)[number]
export type Mute = { about: MuteAbout; id: string; atMs: number }

export type Settings = {
  personalised: boolean
  /** While off, nothing is learned into the profile. `toMs` null: still off. */
  pauses: { fromMs: number; toMs: number | null }[]
  /** 'normal' is not kept. */
  levels: Record<string, { level: Exclude<Level, 'normal'>; atMs: number }>
  /** Deleted interests: what was learned before the moment does not count. */
  forgotten: Record<string, number>
  clearedAtMs: number
  muted: Mute[]
  followed: string[]
  /** Fewer contents that sell, in the next slate and after. */
  fewerGoods: boolean
  /** How many decisions led here. */
  revision: number
}

export const DEFAULT_SETTINGS: Settings = {
  personalised: true,
  pauses: [],
  levels: {},
  forgotten: {},
  clearedAtMs: 0,
  muted: [],
  followed: [],
  fewerGoods: false,
  revision: 0,
}

const MAX_MUTES = 500
const MAX_FOLLOWED = 2000
const MAX_LEVELS = 200
const MAX_FORGOTTEN = 300
const MAX_PAUSES = 30

export function withLevel(s: Settings, tag: string, level: Level, atMs: number): Settings {
  const { [tag]: _, ...others } = s.levels
  if (level === 'normal') return { ...s, levels: others }
  const newest = Object.entries(others)
    .sort((a, b) => b[1].atMs - a[1].atMs)
    .slice(0, MAX_LEVELS - 1)
  return { ...s, levels: { ...Object.fromEntries(newest), [tag]: { level, atMs } } }
}

/** Later than every deletion before it, so that a learner knows which of them it has already carried out. */
const afterOthers = (s: Settings, atMs: number): number =>
  Math.max(atMs, s.clearedAtMs + 1, ...Object.values(s.forgotten).map((at) => at + 1))

export function withForgotten(s: Settings, tag: string, atMs: number): Settings {
  const newest = Object.entries({ ...s.forgotten, [tag]: afterOthers(s, atMs) })
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_FORGOTTEN)
  return { ...withLevel(s, tag, 'normal', atMs), forgotten: Object.fromEntries(newest) }
}

/** Everything learned and stated goes; mutes and follows are decisions of another kind and stay. */
export const cleared = (s: Settings, atMs: number): Settings => ({
  ...s,
  levels: {},
  forgotten: {},
  clearedAtMs: afterOthers(s, atMs),
})

export function withPersonalisation(s: Settings, enabled: boolean, atMs: number): Settings {
  if (s.personalised === enabled) return s
  const pauses = enabled
    ? s.pauses.map((p) => (p.toMs === null ? { ...p, toMs: atMs } : p))
    : [...s.pauses, { fromMs: atMs, toMs: null }].slice(-MAX_PAUSES)
  return { ...s, personalised: enabled, pauses }
}

export const withMute = (s: Settings, mute: Mute): Settings => ({
  ...s,
  muted: [mute, ...s.muted.filter((m) => m.about !== mute.about || m.id !== mute.id)].slice(0, MAX_MUTES),
})

export const withoutMute = (s: Settings, about: MuteAbout, id: string): Settings => ({
  ...s,
  muted: s.muted.filter((m) => m.about !== about || m.id !== id),
})

export const withFollow = (s: Settings, creatorId: string, on: boolean): Settings => ({
  ...s,
  followed: [...(on ? [creatorId] : []), ...s.followed.filter((c) => c !== creatorId)].slice(0, MAX_FOLLOWED),
})

export const withFewerGoods = (s: Settings, fewerGoods: boolean): Settings => ({ ...s, fewerGoods })

/** Whether what happened at `atMs` may shape this person's profile at all. */
export const mayLearn = (s: Settings, atMs: number): boolean =>
  atMs > s.clearedAtMs && !s.pauses.some((p) => atMs >= p.fromMs && (p.toMs === null || atMs < p.toMs))

/** Whether it may shape this feature. */
export const mayLearnFeature = (s: Settings, feature: string, atMs: number): boolean =>
  atMs > (s.forgotten[feature] ?? 0)
