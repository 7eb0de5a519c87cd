// What media tells the others.
import { z } from 'zod'
import { idOf } from '#kernel/contract'
import { eventType } from '#kernel/event'

/** An upload will not become a clip: it failed for good, was refused, taken back or left lying. Whoever waits need not. */
export const clipLost = eventType(
  'clip.lost',
  1,
  z.object({
    uploadId: idOf('upl'),
    creatorId: idOf('crt'),
    state: z.enum(['failed', 'cancelled', 'expired']),
  }),
)
