// A sender of webhooks as a process of its own, for P7 to kill in the middle of a batch. `naive` marks a message delivered when it takes it:
// the known-bad twin.
import { sql } from 'kysely'
import { tables } from '#platform/database'
import { createIntegrations } from '#modules/integrations'
import { openDoors } from '../support/market.ts'

const { P7_URL, P7_SECRET, P7_NOW, P7_MODE } = process.env as Record<string, string>
const clock = { now: () => new Date(Number(P7_NOW)) }
const { db, deps } = openDoors(P7_URL!, { secret: P7_SECRET!, clock, poolSize: 4 })
const integrations = createIntegrations({ ...deps, config: { ...deps.config, webhooksToLoopback: true } })

if (P7_MODE === 'naive') {
  for (;;) {
    const { rows } = await db.transaction((tx) =>
      sql<{ url: string; body: string; id: string }>`
        update integrations.delivery d set state = 'delivered' from integrations.endpoint e
        where e.endpoint_id = d.endpoint_id and d.delivery_id in (
          select delivery_id from integrations.delivery where state = 'waiting' limit 64)
        returning e.url, d.body, d.message_id as id`.execute(tables<unknown>(tx)),
    )
    if (rows.length === 0) break
    await Promise.all(
      rows.map(({ url, body, id }) =>
        fetch(url, { method: 'POST', body, headers: { 'webhook-id': id } }).catch(() => {}),
      ),
    )
  }
} else while ((await integrations.sendDue('first')) + (await integrations.sendDue('again')) > 0) continue
await db.close()
