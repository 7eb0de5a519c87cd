// The processes of P9, each ended without a goodbye: `relay` runs the platform's own consumers on the event log; `writer` writes decisions
// and their events in one transaction, some quick, some slow, so that later numbers are committed before earlier ones.
import { sql } from 'kysely'
import { z } from 'zod'
import { systemClock } from '#kernel/clock'
import { eventType } from '#kernel/event'
import { createIds } from '#kernel/ids'
import { secureRandom } from '#kernel/random'
import { openDatabase, tables, type Database } from '#platform/database'
import { silentLogger } from '#platform/logger'
import { createOutbox, event, reaction, runConsumers } from '#platform/outbox'
import { pause } from './durable-postgres.ts'

const decided = eventType('chaos.decided', 1, z.object({ subject: z.string(), n: z.int() }))
export const CONSUMER = 'chaos-relay'
const WRITERS = 24
const SLOW_ONE_IN = 5
const SLOW_MS = 60

/** What it was handed, in the order in which it was; committed together with the cursor, as with every consumer. */
const consumer = {
  name: CONSUMER,
  reactions: [
    reaction(decided, async (tx, { id, payload }) => {
      await sql`insert into chaos_delivered (event_id, subject, n) values (${id}, ${payload.subject}, ${payload.n})`.execute(
        tables<unknown>(tx),
      )
    }),
  ],
}

/** One writer has one subject, and numbers what it decides; after a death it goes on behind its last committed number. */
async function writeOn(db: Database, writer: number): Promise<void> {
  const subject = `s-${writer}`
  const random = secureRandom()
  const outbox = createOutbox(systemClock, createIds(systemClock, random))
  for (;;) {
    await db
      .transaction(async (tx) => {
        const k = tables<unknown>(tx)
        const { rows } = await sql<{ n: number }>`insert into chaos_decision (subject, n)
          select ${subject}, coalesce(max(n), 0) + 1 from chaos_decision where subject = ${subject} returning n`.execute(
          k,
        )
        await outbox.publish(tx, [event(decided, subject, { subject, n: rows[0]!.n })])
        if (random.int(SLOW_ONE_IN) === 0) await sql`select pg_sleep(${SLOW_MS / 1000})`.execute(k)
      })
      .catch(() => pause(50))
    await pause(random.int(8))
  }
}

const role = process.argv[2]
const url = process.env.DATABASE_URL!
const db = openDatabase({ url, poolSize: WRITERS })
if (role === 'relay') await runConsumers(db, silentLogger, [consumer]).catch(() => process.exit(1)) // the database is away: started again
if (role === 'writer') void Promise.all(Array.from({ length: WRITERS }, (_, i) => writeOn(db, i)))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
