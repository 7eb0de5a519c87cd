// What content hears: a guest turned out to be somebody known, so what it liked and followed is theirs; a clip that will never
// be, so what waited for it is a draft again.
import { guestRecognised } from '#modules/identity/events'
import { clipLost } from '#modules/media/events'
import { reaction, type Consumer } from '#platform/outbox'
import type { createDesk } from './service/desk.ts'
import type { createEngage } from './service/engage.ts'

type Services = Pick<ReturnType<typeof createEngage>, 'moveEngagement'> &
  Pick<ReturnType<typeof createDesk>, 'clipLost'>

export const contentConsumer = (s: Services): Consumer => ({
  name: 'content',
  reactions: [
    reaction(guestRecognised, (tx, e) => s.moveEngagement(tx, e.payload.guestId, e.payload.accountId)),
    reaction(clipLost, (tx, e) => s.clipLost(tx, e.payload.uploadId)),
  ],
})
