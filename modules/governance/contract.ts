// What must be asked before something is shown: the review queue and the published rules.
// governance.decideReview is served by flows/decide-review.ts: the verdict and its effect on the object commit together.
import { z } from 'zod'
import { endpoint, idOf, instant, localized, pageIn, pageOf, rowVersion, says } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { RULE_IDS } from './domain/rules.ts'

export const REVIEW_KINDS = ['product', 'content'] as const
export const VERDICTS = ['passed', 'rejected'] as const
export const ruleId = z.enum(RULE_IDS)
export const reviewKind = z.enum(REVIEW_KINDS)
export const verdict = z.enum(VERDICTS)

/** What the reviewer looks at, frozen when the review was opened: made to be displayed, whatever the kind. */
export const reviewSnapshot = z.object({
  description: localized.nullable(),
  images: z.array(z.string()),
  videoUrl: z.string().nullable(),
  facts: z.array(z.object({ label: localized, value: localized })),
  /** What machines found, for the reviewer's eye; not the creator's words, so they are not screened. */
  findings: z.array(z.object({ label: localized, value: localized, ruleId: z.string() })).optional(),
})
export type ReviewSnapshot = z.output<typeof reviewSnapshot>

export const reviewRow = z.object({
  reviewId: idOf('rvt'),
  kind: reviewKind,
  objectId: z.string(),
  /** The shop or the creator it belongs to. */
  orgId: z.string(),
  title: localized,
  coverUrl: z.string().nullable(),
  /** `withdrawn`: its owner took the object back before anybody decided. */
  state: z.enum(['queued', 'decided', 'withdrawn']),
  verdict: verdict.nullable(),
  ruleId: z.string().nullable(),
  note: z.string().nullable(),
  /** An account's id, or 'system'. */
  reviewer: z.string().nullable(),
  openedAt: instant,
  /** When the platform promised an answer. */
  dueAt: instant,
  decidedAt: instant.nullable(),
  ageMinutes: z.number().int(),
  overdue: z.boolean(),
  /** Goes up when the object is edited while it waits: what you decide must be what you saw. */
  version: z.number().int(),
})

export const rule = z.object({
  ruleId,
  title: localized,
  explanation: localized,
  appliesTo: z.array(reviewKind),
})

export const listReviews = endpoint({
  id: 'governance.listReviews',
  method: 'GET',
  path: '/api/v1/platform/reviews',
  summary: { zh: '审核队列', en: 'The review queue' },
  access: { kind: 'platform', scope: 'review.decide' },
  input: z.object({
    state: z.enum(['queued', 'decided']).default('queued'),
    kind: reviewKind.optional(),
    ...pageIn,
  }),
  output: pageOf(reviewRow).extend({ queued: z.number().int(), overdue: z.number().int() }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING', 'CURSOR_INVALID', 'ENUM'],
})

export const getReview = endpoint({
  id: 'governance.getReview',
  method: 'GET',
  path: '/api/v1/platform/reviews/{reviewId}',
  summary: { zh: '审核详情', en: 'One review, with what was submitted' },
  access: { kind: 'platform', scope: 'review.decide' },
  input: z.object({ reviewId: idOf('rvt') }),
  output: reviewRow.extend({ snapshot: reviewSnapshot, earlier: z.array(reviewRow) }),
  errors: ['NOT_FOUND', 'SCOPE_MISSING'],
})

export const decideReview = endpoint({
  id: 'governance.decideReview',
  method: 'POST',
  path: '/api/v1/platform/reviews/{reviewId}/decision',
  summary: { zh: '审核裁定（拒绝必须引用规则）', en: 'Decide a review; a rejection names its rule' },
  access: { kind: 'platform', scope: 'review.decide' },
  input: z
    .object({
      reviewId: idOf('rvt'),
      verdict,
      ruleId: ruleId.optional(),
      note: cleanText(500, { multiline: true }).optional(),
      /** The `version` that was looked at, the first unless it is said; STALE when it was edited meanwhile. */
      expectedVersion: rowVersion.optional(),
    })
    .refine((d) => (d.verdict === 'rejected') === (d.ruleId !== undefined), {
      path: ['ruleId'],
      ...says('驳回要引用一条规则，通过则不引用', 'a rejection names its rule; a pass names none'),
    }),
  output: reviewRow,
  errors: [
    'NOT_FOUND',
    'SCOPE_MISSING',
    'STATE_CONFLICT',
    'CONFLICT_OF_INTEREST',
    'STALE',
    'ENUM',
    'TEXT_INVALID',
  ],
})

export const listRules = endpoint({
  id: 'governance.listRules',
  method: 'GET',
  path: '/api/v1/rules',
  summary: { zh: '平台规则', en: 'The platform’s rules' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({ items: z.array(rule) }),
  errors: [],
})

export const governanceEndpoints = [listReviews, getReview, decideReview, listRules] as const
