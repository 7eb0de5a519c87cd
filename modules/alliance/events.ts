// Commission offers, as facts.
import { z } from 'zod'
import { idOf } from '#kernel/contract'
import { eventType } from '#kernel/event'

export const planChanged = eventType(
  'plan.changed',
  1,
  z.object({
    productId: idOf('prd'),
    shopId: idOf('shp'),
    /** Null: the plan has ended. */
    rateBps: z.number().int().nullable(),
  }),
)
