// What the platform's own processes do while nobody looks: deadlines, settlement, events to their consumers, roll-ups, and the
// feed's learner catching up with sales and new content.
import { drainConsumers } from '#platform/outbox'
import type { Platform } from '../stage/platform.ts'

const MAX_BATCHES = 10_000

async function all(run: () => Promise<number>): Promise<void> {
  for (let i = 0; i < MAX_BATCHES; i++) if ((await run()) === 0) return
  throw new Error('A job never comes to an end')
}

export async function passNight({ server, db }: Platform): Promise<void> {
  const { cancel, refund, receive, settle, rollUpSignals } = server.flows
  await all(cancel.expireUnpaid)
  await all(refund.approveSilent)
  await all(receive.receiveSilent)
  await all(settle.settleDue)
  await drainConsumers(db, server.consumers)
  await all(rollUpSignals)
  await server.doors.interest.catchUp()
}
