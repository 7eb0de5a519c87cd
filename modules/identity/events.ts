// What identity tells the others.
import { z } from 'zod'
import { idOf, localized } from '#kernel/contract'
import { eventType } from '#kernel/event'
import { ORG_KINDS } from '#kernel/scopes'

/** Published for guests too; a guest that signs up keeps its id and is not created again. */
export const accountCreated = eventType(
  'account.created',
  1,
  z.object({ accountId: idOf('usr'), guest: z.boolean() }),
)

/** A guest turned out to be somebody who has an account already: what it gathered may move over. */
export const guestRecognised = eventType(
  'guest.recognised',
  1,
  z.object({ guestId: idOf('usr'), accountId: idOf('usr') }),
)

export const organisationCreated = eventType(
  'organisation.created',
  1,
  z.object({ orgId: z.string(), kind: z.enum(ORG_KINDS), name: localized }),
)
