// SQL of webhook endpoints and of what is delivered to them. A delivery is taken by a lease, so that a sender that dies gives it back by
// silence; its outcome is written only by whoever made that attempt.
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type {
  AttemptTable,
  DeliveryState,
  DeliveryTable,
  EndpointTable,
  IntegrationsTables,
} from '../tables.ts'

const q = (tx: Tx) => tables<IntegrationsTables>(tx)

export type EndpointRow = Selectable<EndpointTable>
export type DeliveryRow = Selectable<DeliveryTable>
export type AttemptRow = Selectable<AttemptTable>

export const insertEndpoint = (tx: Tx, row: Insertable<EndpointTable>) =>
  q(tx).insertInto('integrations.endpoint').values(row).execute()

export const listEndpoints = (tx: Tx, shopId: Id<'shp'>): Promise<EndpointRow[]> =>
  q(tx)
    .selectFrom('integrations.endpoint')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('removed_at', 'is', null)
    .orderBy('endpoint_id')
    .execute()

export const findEndpoint = (
  tx: Tx,
  at: { endpointId: Id<'hok'>; shopId?: Id<'shp'> },
): Promise<EndpointRow | undefined> =>
  q(tx)
    .selectFrom('integrations.endpoint')
    .selectAll()
    .where('endpoint_id', '=', at.endpointId)
    .where('removed_at', 'is', null)
    .$if(at.shopId !== undefined, (s) => s.where('shop_id', '=', at.shopId!))
    .executeTakeFirst()

export const updateEndpoint = (tx: Tx, endpointId: Id<'hok'>, change: Updateable<EndpointTable>) =>
  q(tx).updateTable('integrations.endpoint').set(change).where('endpoint_id', '=', endpointId).execute()

/** What waits for an endpoint that is off fails at once; it can be sent again when it is on. */
export const failWaiting = (tx: Tx, endpointId: Id<'hok'>, now: Date) =>
  q(tx)
    .updateTable('integrations.delivery')
    .set({ state: 'failed', ended_at: now, last_fault: 'endpoint-off', lease_until: null })
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'waiting')
    .execute()

/** A message told twice (the reaction ran again) is one delivery. */
export const insertDeliveries = (tx: Tx, rows: readonly Insertable<DeliveryTable>[]) =>
  q(tx)
    .insertInto('integrations.delivery')
    .values([...rows])
    .onConflict((c) => c.columns(['endpoint_id', 'message_id']).doNothing())
    .execute()

export type DueDelivery = Pick<
  DeliveryRow,
  'delivery_id' | 'endpoint_id' | 'message_id' | 'body' | 'attempts' | 'round_from'
> &
  Pick<EndpointRow, 'url' | 'secret' | 'old_secret' | 'old_secret_until'>

/**
 * Takes what is due, the same few of each endpoint, so that one with a thousand waiting leaves room for the others. `lane`: first attempts
 * apart from later ones, so that receivers that hang do not hold up those that answer.
 */
export async function takeDue(
  tx: Tx,
  p: { now: Date; leaseUntil: Date; lane: 'first' | 'again'; perEndpoint: number; limit: number },
): Promise<DueDelivery[]> {
  const lane = p.lane === 'first' ? sql`d.attempts = d.round_from` : sql`d.attempts > d.round_from`
  const { rows } = await sql<DueDelivery>`
    update integrations.delivery t set attempts = t.attempts + 1, lease_until = ${p.leaseUntil}
    from (
      select d.delivery_id, e.url, e.secret, e.old_secret, e.old_secret_until
      from integrations.endpoint e cross join lateral (
        select d.delivery_id from integrations.delivery d
        where d.endpoint_id = e.endpoint_id and d.state = 'waiting' and d.next_at <= ${p.now} and ${lane}
          and (d.lease_until is null or d.lease_until <= ${p.now})
        order by d.next_at, d.delivery_id limit ${p.perEndpoint} for update skip locked) d
      where e.state = 'on' and e.removed_at is null
      limit ${p.limit}) due
    where t.delivery_id = due.delivery_id
    returning t.delivery_id, t.endpoint_id, t.message_id, t.body, t.attempts, t.round_from, due.url, due.secret,
      due.old_secret, due.old_secret_until`.execute(q(tx))
  return rows
}

export const insertAttempt = (tx: Tx, a: AttemptRow) =>
  q(tx)
    .insertInto('integrations.attempt')
    .values({
      ...a,
      request_headers: JSON.stringify(a.request_headers) as never,
      response_headers: JSON.stringify(a.response_headers) as never,
    })
    .onConflict((c) => c.columns(['delivery_id', 'n']).doNothing())
    .execute()

/** False when it is not this attempt's any more: another sender has it, or its endpoint was switched off. */
export async function endAttempt(
  tx: Tx,
  d: Pick<DeliveryRow, 'delivery_id' | 'attempts'>,
  change: Updateable<DeliveryTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('integrations.delivery')
    .set({ ...change, lease_until: null })
    .where('delivery_id', '=', d.delivery_id)
    .where('attempts', '=', d.attempts)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type DeliveryFilter = {
  shopId: Id<'shp'>
  endpointId?: Id<'hok'> | undefined
  state?: DeliveryState | undefined
  type?: string | undefined
  before?: string | undefined
  limit: number
}

export const listDeliveries = (tx: Tx, f: DeliveryFilter): Promise<DeliveryRow[]> =>
  q(tx)
    .selectFrom('integrations.delivery')
    .selectAll()
    .where('shop_id', '=', f.shopId)
    .$if(f.endpointId !== undefined, (s) => s.where('endpoint_id', '=', f.endpointId!))
    .$if(f.state !== undefined, (s) => s.where('state', '=', f.state!))
    .$if(f.type !== undefined, (s) => s.where('type', '=', f.type as never))
    .$if(f.before !== undefined, (s) => s.where('delivery_id', '<', f.before as Id<'dlv'>))
    .orderBy('delivery_id', 'desc')
    .limit(f.limit)
    .execute()

export const findDelivery = (
  tx: Tx,
  at: { deliveryId: Id<'dlv'>; shopId: Id<'shp'> },
): Promise<DeliveryRow | undefined> =>
  q(tx)
    .selectFrom('integrations.delivery')
    .selectAll()
    .where('delivery_id', '=', at.deliveryId)
    .where('shop_id', '=', at.shopId)
    .executeTakeFirst()

export const listAttempts = (tx: Tx, deliveryId: Id<'dlv'>): Promise<AttemptRow[]> =>
  q(tx)
    .selectFrom('integrations.attempt')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('n', 'desc')
    .limit(50)
    .execute()

/** Into the queue once more, with a full round of attempts; the message keeps its id. Returns how many. */
export async function sendAnew(
  tx: Tx,
  at: { deliveryId: Id<'dlv'> } | { endpointId: Id<'hok'>; since: Date },
  now: Date,
): Promise<number> {
  const { numUpdatedRows } = await q(tx)
    .updateTable('integrations.delivery')
    .set((eb) => ({
      state: 'waiting' as const,
      round_from: eb.ref('attempts'),
      next_at: now,
      ended_at: null,
      lease_until: null,
    }))
    .$if('deliveryId' in at, (u) =>
      u
        .where('delivery_id', '=', (at as { deliveryId: Id<'dlv'> }).deliveryId)
        .where('state', '<>', 'waiting'),
    )
    .$if('endpointId' in at, (u) =>
      u
        .where('endpoint_id', '=', (at as { endpointId: Id<'hok'> }).endpointId)
        .where('created_at', '>=', (at as { since: Date }).since)
        .where('state', '=', 'failed'),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export type EndpointCounts = { endpoint_id: Id<'hok'>; waiting: number; failed: number; delivered: number }

/** Of the last 24 hours. */
export async function countDeliveries(tx: Tx, shopId: Id<'shp'>, since: Date): Promise<EndpointCounts[]> {
  const { rows } = await sql<EndpointCounts>`
    select endpoint_id, count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'delivered')::int as delivered
    from integrations.delivery where shop_id = ${shopId} and (created_at >= ${since} or state = 'waiting')
    group by endpoint_id`.execute(q(tx))
  return rows
}

/** Endpoints that the platform switched off and nobody has looked after: for the shop's to-dos. */
export async function countSwitchedOff(tx: Tx, shopId: Id<'shp'>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from integrations.endpoint
    where shop_id = ${shopId} and removed_at is null and state in ('gone', 'failing')`.execute(q(tx))
  return rows[0]!.n
}

export async function purgeDeliveries(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from integrations.delivery where delivery_id in (
    select delivery_id from integrations.delivery where created_at < ${before} and state <> 'waiting'
    order by created_at limit ${limit}) returning 1`.execute(q(tx))
  return rows.length
}
