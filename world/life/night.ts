// What the platform's own processes do while nobody looks: deadlines, settlement, events to their consumers, roll-ups, and the
// feed's learner catching up with sales and new content.
import { consumeBatch } from '#platform/outbox'
import type { Platform } from '../stage/platform.ts'

const MAX_BATCHES = 10_000
const EVENTS = 1000

/** Batch after batch, until one is not full. */
async function all(run: () => Promise<number>, full = 1): Promise<void> {
  for (let i = 0; i < MAX_BATCHES; i++) if ((await run()) < full) return
  throw new Error('A job never comes to an end')
}

/** Deadlines first: what they decide is heard by everyone below, who do not wait for each other. */
export async function passNight({ server, db }: Platform): Promise<void> {
  const { cancel, afterSale, receive, settle, rollUpSignals } = server.flows
  await all(cancel.expireUnpaid)
  await all(afterSale.lapseDue)
  await all(receive.receiveSilent)
  await Promise.all([
    all(settle.settleDue),
    all(rollUpSignals),
    ...server.consumers.map((c) => all(() => consumeBatch(db, c, EVENTS), EVENTS)),
  ])
  await server.doors.interest.catchUp()
}
