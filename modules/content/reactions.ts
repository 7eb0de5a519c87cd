// What content hears: a guest turned out to be somebody known, so what it liked and followed is theirs.
import { guestRecognised } from '#modules/identity/events'
import { reaction, type Consumer } from '#platform/outbox'
import type { createEngage } from './service/engage.ts'

export const contentConsumer = (s: Pick<ReturnType<typeof createEngage>, 'moveEngagement'>): Consumer => ({
  name: 'content',
  reactions: [
    reaction(guestRecognised, (tx, e) => s.moveEngagement(tx, e.payload.guestId, e.payload.accountId)),
  ],
})
