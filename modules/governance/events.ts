// Verdicts, as facts.
import { z } from 'zod'
import { eventType } from '#kernel/event'

export const reviewDecided = eventType(
  'review.decided',
  1,
  z.object({
    kind: z.enum(['product', 'content']),
    objectId: z.string(),
    verdict: z.enum(['passed', 'rejected']),
    /** The rule broken; null when passed. */
    ruleId: z.string().nullable(),
  }),
)
