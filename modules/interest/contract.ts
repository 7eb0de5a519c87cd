// The feed and one's own interests, as seen from outside. Served by flows, because a card belongs to content and shop and a
// slate to the signal log:
//   interest.getFeed → flows/feed.ts · interest.why → flows/why.ts · list, edit, remove, clear, setPersonalisation,
//   setFewerGoods, notInterested, unmute → flows/interests.ts · getModelHealth → routes.ts
import { z } from 'zod'
import { contentCard } from '#kernel/content-card'
import { done, endpoint, idOf, instant, localized } from '#kernel/contract'
import { productCard } from '#kernel/product-card'
import { REASON_CODES } from './domain/reason-text.ts'
import { LEVELS, MUTE_ABOUT } from './domain/settings.ts'

export const MAX_SLATE = 20

/** Why it is here, short enough for a chip: 为你推荐：最近常看「安静」. */
export const reasonCode = z.enum(REASON_CODES)
export const reason = z.object({ code: reasonCode, label: localized, tag: z.string().nullable() })

export const feedItem = z.object({
  /** 0-based; signals cite it together with the slate's id. */
  position: z.number().int(),
  content: contentCard,
  /** The product to show on the content, when one can be bought. */
  product: productCard.nullable(),
  /** For each product of the content, the token that an order of it carries. */
  attribution: z.record(z.string(), z.string()).meta({ description: 'productId → attribution token' }),
  why: z.array(reason),
  sponsored: z.boolean(),
})

export const getFeed = endpoint({
  id: 'interest.getFeed',
  method: 'GET',
  path: '/api/v1/feed',
  summary: { zh: '推荐流', en: 'The next slate of the feed' },
  access: { kind: 'person' },
  input: z.object({
    surface: z.enum(['recommend', 'following']).default('recommend'),
    count: z.coerce.number().int().min(1).max(MAX_SLATE).default(8),
  }),
  /** `personalised`: whether this very slate read the viewer's interests. */
  output: z.object({
    slateId: idOf('slt'),
    personalised: z.boolean(),
    servedAt: instant,
    items: z.array(feedItem),
  }),
  errors: ['UNAUTHENTICATED', 'INPUT_INVALID', 'ENUM'],
})

export const why = endpoint({
  id: 'interest.why',
  method: 'GET',
  path: '/api/v1/slates/{slateId}/items/{position}/why',
  summary: { zh: '为什么推荐这条', en: 'Why this is here' },
  access: { kind: 'person' },
  input: z.object({ slateId: idOf('slt'), position: z.coerce.number().int().min(0) }),
  output: z.object({
    slateId: idOf('slt'),
    position: z.number().int(),
    contentId: idOf('cnt'),
    personalised: z.boolean(),
    servedAt: instant,
    /** Strongest first; weight is its share, 0..1. */
    reasons: z.array(reason.extend({ weight: z.number() })),
    /** Where it was found. */
    sources: z.array(z.object({ name: z.string(), label: localized })),
    /** What each consideration added to its score. */
    scores: z.array(z.object({ name: z.string(), label: localized, value: z.number() })),
    explored: z.boolean(),
    /** Rules of placing (caps, density of goods, runs) that were broken here, because nothing that could be shown kept them. */
    gaveWay: z.array(z.object({ name: z.string(), label: localized })),
    /** What you can do, and what it would change. */
    wouldChange: z.array(
      z.object({
        action: z.enum(['less', 'more', 'notInterested', 'personalisationOff', 'personalisationOn']),
        label: localized,
        tag: z.string().nullable(),
      }),
    ),
  }),
  errors: ['UNAUTHENTICATED', 'NOT_FOUND'],
})

export const interestKind = z.enum(['tag', 'category', 'creator'])
export const level = z.enum(LEVELS)

/** `tag` is `kind:code`, e.g. `tag:quiet`, `category:kitchen`, `creator:crt_…`. */
const tag = z
  .string()
  .max(96)
  .regex(/^(tag|category|creator):.+$/u)
  .meta({ description: 'kind:code', example: 'tag:quiet' })

export const interest = z.object({
  tag,
  kind: interestKind,
  label: localized,
  /** The stronger of both: `long`, over weeks, or `instant`, the last minutes. */
  horizon: z.enum(['long', 'instant']),
  strength: z.number().min(0).max(1),
  since: instant,
  source: z.enum(['watched', 'bought', 'stated']),
  level,
})
export type Interest = z.output<typeof interest>

export const muted = z.object({
  about: z.enum(MUTE_ABOUT),
  id: z.string(),
  label: localized,
  since: instant,
})

const myInterests = z.object({
  personalised: z.boolean(),
  /** Whether this person asked for fewer contents that sell. */
  fewerGoods: z.boolean(),
  items: z.array(interest),
  muted: z.array(muted),
})

export const list = endpoint({
  id: 'interest.list',
  method: 'GET',
  path: '/api/v1/me/interests',
  summary: { zh: '我的兴趣', en: 'What the feed believes I like' },
  access: { kind: 'person' },
  input: z.object({}),
  output: myInterests,
  errors: ['UNAUTHENTICATED'],
})

export const edit = endpoint({
  id: 'interest.edit',
  method: 'PUT',
  path: '/api/v1/me/interests/{tag}',
  summary: { zh: '多看、正常或少看', en: 'More, as usual, or less of it' },
  access: { kind: 'person' },
  input: z.object({ tag, level }),
  output: myInterests,
  errors: ['UNAUTHENTICATED', 'NOT_FOUND', 'INPUT_INVALID', 'ENUM'],
})

export const remove = endpoint({
  id: 'interest.remove',
  method: 'DELETE',
  path: '/api/v1/me/interests/{tag}',
  summary: { zh: '删除一个兴趣', en: 'Forget one interest' },
  access: { kind: 'person' },
  input: z.object({ tag }),
  output: myInterests,
  errors: ['UNAUTHENTICATED', 'INPUT_INVALID'],
})

export const clear = endpoint({
  id: 'interest.clear',
  method: 'DELETE',
  path: '/api/v1/me/interests',
  summary: { zh: '清空兴趣，重新开始', en: 'Forget all my interests' },
  access: { kind: 'person' },
  input: z.object({}),
  output: myInterests,
  errors: ['UNAUTHENTICATED'],
})

export const setPersonalisation = endpoint({
  id: 'interest.setPersonalisation',
  method: 'PUT',
  path: '/api/v1/me/personalisation',
  summary: { zh: '个性化推荐开关', en: 'Personalisation on or off' },
  access: { kind: 'person' },
  input: z.object({ enabled: z.boolean() }),
  output: z.object({ personalised: z.boolean() }),
  errors: ['UNAUTHENTICATED', 'INPUT_INVALID'],
})

export const setFewerGoods = endpoint({
  id: 'interest.setFewerGoods',
  method: 'PUT',
  path: '/api/v1/me/fewer-goods',
  summary: { zh: '少看带货内容', en: 'Fewer contents that sell' },
  access: { kind: 'person' },
  input: z.object({ enabled: z.boolean() }),
  output: z.object({ fewerGoods: z.boolean() }),
  errors: ['UNAUTHENTICATED', 'INPUT_INVALID'],
})

export const notInterested = endpoint({
  id: 'interest.notInterested',
  method: 'POST',
  path: '/api/v1/me/not-interested',
  summary: { zh: '不感兴趣，立即生效', en: 'Not interested, at once' },
  access: { kind: 'person' },
  input: z.object({
    slateId: idOf('slt'),
    position: z.number().int().min(0),
    about: z.enum(MUTE_ABOUT),
  }),
  /** `contentIds`: places of this same slate that it also takes away, for the client to drop unseen. */
  output: z.object({ muted: muted, contentIds: z.array(idOf('cnt')) }),
  errors: ['UNAUTHENTICATED', 'NOT_FOUND', 'INPUT_INVALID', 'ENUM'],
})

export const unmute = endpoint({
  id: 'interest.unmute',
  method: 'DELETE',
  path: '/api/v1/me/not-interested/{about}/{id}',
  summary: { zh: '撤销不感兴趣', en: 'Take back a “not interested”' },
  access: { kind: 'person' },
  input: z.object({ about: z.enum(MUTE_ABOUT), id: z.string().max(64) }),
  output: done,
  errors: ['UNAUTHENTICATED', 'NOT_FOUND', 'ENUM'],
})

const share = z.number().min(0).max(1)
/** As the engine names them; not imported, for a browser has no use for an engine. */
const REFUSED = [
  'time-not-a-number',
  'clock-ahead',
  'too-old',
  'unknown-action',
  'unknown-item',
  'no-name',
  'no-room',
] as const

export const getModelHealth = endpoint({
  id: 'interest.getModelHealth',
  method: 'GET',
  path: '/api/v1/platform/model-health',
  summary: { zh: '推荐模型的健康状况', en: 'How the feed’s model is doing' },
  access: { kind: 'platform', scope: 'signal.read' },
  input: z.object({}),
  output: z.object({
    /** False while it still catches up after a start: slates are the popular ones until then. */
    ready: z.boolean(),
    /** What foretells the next thing: while its thread is brought back, slates are made without it. */
    engine: z.object({
      ready: z.boolean(),
      restarts: z.number().int(),
      lastDeath: z.string().nullable(),
      /** Lessons it has been told and has not learned yet. */
      behind: z.number().int(),
    }),
    /** Of the last 2,000 items served and looked at: was it foretold who would enjoy them? Null when it cannot be told yet. */
    foretold: z.object({
      outcomes: z.number().int(),
      enjoyedShare: share.nullable(),
      areaUnderCurve: share.nullable(),
      calibrationError: share.nullable(),
      curve: z.array(z.object({ rows: z.number().int(), foretold: share, happened: share })),
    }),
    /** Of the last 2,000 sales whose 30 days are over: was it foretold, when it was bought, what would come back? */
    returns: z.object({
      outcomes: z.number().int(),
      returnedShare: share.nullable(),
      areaUnderCurve: share.nullable(),
      calibrationError: share.nullable(),
      /** Sales that are still open: neither kept nor sent back. */
      waiting: z.number().int(),
      /** Returns after the 30 days; ends of sales nobody knows; sales left unlearned for want of room. */
      corrected: z.number().int(),
      unmatched: z.number().int(),
      dropped: z.number().int(),
    }),
    /** Of the last some 2,000 things enjoyed: how often the next one stood among the first 20, and by the plain trend of the day. */
    next: z.object({ asked: z.number(), hit20: share.nullable(), trendHit20: share.nullable() }),
    lag: z.object({
      lastEventAt: instant.nullable(),
      readAt: instant.nullable(),
      lagMs: z.number().nullable(),
      snapshotAt: instant.nullable(),
    }),
    tables: z.array(
      z.object({
        name: z.enum(['profiles', 'people', 'items', 'features', 'links']),
        used: z.number().int(),
        room: z.number().int(),
      }),
    ),
    /** Exposure that was promised to the new and the long tail: the share, the share served, and what keeping it adds to a score. */
    promises: z.array(
      z.object({
        name: z.enum(['new-item', 'new-seller', 'long-tail']),
        floor: share,
        served: share.nullable(),
        price: z.number(),
        state: z.enum(['kept', 'short of candidates', 'price at its limit']),
      }),
    ),
    /**
     * How equal exposure is over the last so many places: Gini over all contents that may be shown (null while so few were served that
     * chance alone would make it unequal), the ceiling above which the long tail is promised more, and the share of the long tail.
     */
    spread: z.object({
      places: z.number().int(),
      gini: share.nullable(),
      ceiling: share,
      tailShare: share.nullable(),
    }),
    refused: z.array(z.object({ reason: z.enum(REFUSED), count: z.number().int() })),
    slates: z.object({ served: z.number().int(), fallbacks: z.number().int() }),
    stages: z.array(
      z.object({
        stage: z.string(),
        runs: z.number().int(),
        meanMs: z.number(),
        maxMs: z.number(),
        failures: z.number().int(),
      }),
    ),
  }),
  errors: ['SCOPE_MISSING'],
})

export const interestEndpoints = [
  getModelHealth,
  getFeed,
  why,
  list,
  edit,
  remove,
  clear,
  setPersonalisation,
  setFewerGoods,
  notInterested,
  unmute,
] as const
