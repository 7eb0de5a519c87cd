// A shop's webhook endpoints: made, changed, tried, their deliveries looked at and sent again. Secrets are shown once, when they are made.
import { encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { DAY_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { actorId, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import { publicUrl, type PublicUrlRules } from '#platform/public-url'
import * as c from '../contract.ts'
import { seal, unseal } from '../domain/secret-box.ts'
import { secretText } from '../domain/signature.ts'
import type { WebhookType } from '../domain/webhook-types.ts'
import * as repository from '../repository/webhooks.ts'
import { beforeOf } from './pages.ts'
import { attemptView, deliveryView, endpointView } from './views.ts'

export const MAX_ENDPOINTS = 10
const BOTH_SECRETS_MS = DAY_MS

type Endpoint = OutputOf<typeof c.updateWebhook>

/** What is told to a shop's endpoints; `id` is the event's, so that telling it twice is one message. */
export type Telling = { shopId: Id<'shp'>; id: string; type: WebhookType; at: Date; data: unknown }

export function createWebhooks(
  {
    db,
    clock,
    ids,
    random,
    config,
  }: Pick<Deps, 'db' | 'clock' | 'ids' | 'random'> & { config: { secret: string } },
  rules: PublicUrlRules,
) {
  const newSecret = () => secretText(random.bytes(24))
  const own = async (tx: Tx, at: { endpointId: Id<'hok'>; shopId: Id<'shp'> }) => {
    const found = await repository.findEndpoint(tx, at)
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }
  const view = async (tx: Tx, at: { endpointId: Id<'hok'>; shopId: Id<'shp'> }): Promise<Endpoint> => {
    const row = await own(tx, at)
    const counts = await repository.countDeliveries(tx, at.shopId, dayAgo())
    return endpointView(
      row,
      counts.find((n) => n.endpoint_id === row.endpoint_id),
    )
  }
  const dayAgo = () => new Date(clock.now().getTime() - DAY_MS)

  const deliveryOf = (e: repository.EndpointRow, t: Telling) => ({
    delivery_id: ids.next('dlv'),
    endpoint_id: e.endpoint_id,
    shop_id: e.shop_id,
    message_id: t.id,
    type: t.type,
    body: JSON.stringify({ type: t.type, timestamp: t.at.toISOString(), data: t.data }),
    // What happens while an endpoint is off is kept, to be sent when it is on again.
    state: e.state === 'on' ? ('waiting' as const) : ('failed' as const),
    last_fault: e.state === 'on' ? null : 'endpoint-off',
    ended_at: e.state === 'on' ? null : clock.now(),
    next_at: clock.now(),
    lease_until: null,
    last_status: null,
    attempts: 0,
    round_from: 0,
    created_at: clock.now(),
  })

  return {
    /** In the transaction of the reaction that heard it. */
    async tell(tx: Tx, t: Telling): Promise<void> {
      const endpoints = await repository.listEndpoints(tx, t.shopId)
      const wanted = endpoints.filter((e) => e.types.includes(t.type) && e.created_at <= t.at)
      if (wanted.length > 0)
        await repository.insertDeliveries(
          tx,
          wanted.map((e) => deliveryOf(e, t)),
        )
    },

    listWebhooks: ({ shopId }: InputOf<typeof c.listWebhooks>): Promise<OutputOf<typeof c.listWebhooks>> =>
      db.read(async (tx) => {
        const rows = await repository.listEndpoints(tx, shopId)
        const counts = new Map(
          (await repository.countDeliveries(tx, shopId, dayAgo())).map((n) => [n.endpoint_id, n]),
        )
        return { items: rows.map((r) => endpointView(r, counts.get(r.endpoint_id))) }
      }),

    /** @throws AppError URL_NOT_PUBLIC {why} · WEBHOOK_LIMIT {max} */
    createWebhook: (
      { shopId, url, types, note }: InputOf<typeof c.createWebhook>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof c.createWebhook>> =>
      db.transaction(async (tx) => {
        const before = await madeBefore<Id<'hok'>>(tx, ctx, c.createWebhook)
        if (before) {
          const row = await own(tx, { endpointId: before, shopId })
          return { webhook: endpointView(row), secret: unseal(config.secret, row.secret) }
        }
        const address = publicUrl(url, rules).href
        if ((await repository.listEndpoints(tx, shopId)).length >= MAX_ENDPOINTS)
          throw new AppError('WEBHOOK_LIMIT', { max: MAX_ENDPOINTS })
        const secret = newSecret()
        const endpointId = ids.next('hok')
        await repository.insertEndpoint(tx, {
          endpoint_id: endpointId,
          shop_id: shopId,
          url: address,
          note,
          types,
          secret: seal(config.secret, secret),
          old_secret: null,
          old_secret_until: null,
          state: 'on',
          failing_since: null,
          disabled_at: null,
          created_by: actorId(ctx.actor),
          created_at: clock.now(),
          removed_at: null,
        })
        await keepMade(tx, ctx, c.createWebhook, endpointId)
        return { webhook: endpointView(await own(tx, { endpointId, shopId })), secret }
      }),

    /** Switching on forgives what was; switching off ends what waits. @throws AppError URL_NOT_PUBLIC {why} */
    updateWebhook: ({ shopId, endpointId, url, types, note, on }: InputOf<typeof c.updateWebhook>) =>
      db.transaction(async (tx) => {
        const row = await own(tx, { endpointId, shopId })
        const now = clock.now()
        await repository.updateEndpoint(tx, endpointId, {
          ...(url === undefined ? {} : { url: publicUrl(url, rules).href }),
          ...(types === undefined ? {} : { types }),
          ...(note === undefined ? {} : { note }),
          ...(on === true && row.state !== 'on'
            ? { state: 'on' as const, failing_since: null, disabled_at: null }
            : {}),
          ...(on === false && row.state === 'on' ? { state: 'off' as const, disabled_at: now } : {}),
        })
        if (on === false) await repository.failWaiting(tx, endpointId, now)
        return view(tx, { endpointId, shopId })
      }),

    removeWebhook: ({ shopId, endpointId }: InputOf<typeof c.removeWebhook>): Promise<{ ok: true }> =>
      db.transaction(async (tx) => {
        await own(tx, { endpointId, shopId })
        await repository.failWaiting(tx, endpointId, clock.now())
        await repository.updateEndpoint(tx, endpointId, { removed_at: clock.now() })
        return { ok: true }
      }),

    /** For a day both secrets sign: the receiver changes over without missing a message. */
    rotateSecret: ({
      shopId,
      endpointId,
    }: InputOf<typeof c.rotateWebhookSecret>): Promise<OutputOf<typeof c.rotateWebhookSecret>> =>
      db.transaction(async (tx) => {
        const row = await own(tx, { endpointId, shopId })
        const secret = newSecret()
        await repository.updateEndpoint(tx, endpointId, {
          secret: seal(config.secret, secret),
          old_secret: row.secret,
          old_secret_until: new Date(clock.now().getTime() + BOTH_SECRETS_MS),
        })
        return { webhook: await view(tx, { endpointId, shopId }), secret }
      }),

    /** @throws AppError WEBHOOK_DISABLED */
    sendTest: ({
      shopId,
      endpointId,
    }: InputOf<typeof c.testWebhook>): Promise<OutputOf<typeof c.testWebhook>> =>
      db.transaction(async (tx) => {
        const row = await own(tx, { endpointId, shopId })
        if (row.state !== 'on') throw new AppError('WEBHOOK_DISABLED')
        const now = clock.now()
        const made = deliveryOf(row, {
          shopId,
          id: ids.next('evt'),
          type: 'webhook.test',
          at: now,
          data: { shopId, sentAt: now.toISOString() },
        })
        await repository.insertDeliveries(tx, [made])
        return deliveryView(made)
      }),

    listDeliveries: ({
      shopId,
      cursor,
      limit,
      ...filter
    }: InputOf<typeof c.listDeliveries>): Promise<OutputOf<typeof c.listDeliveries>> =>
      db.read(async (tx) => {
        const rows = await repository.listDeliveries(tx, {
          shopId,
          ...filter,
          before: beforeOf(cursor),
          limit: limit + 1,
        })
        const shown = rows.slice(0, limit)
        return {
          items: shown.map(deliveryView),
          nextCursor: rows.length > limit ? encodeCursor([shown.at(-1)!.delivery_id]) : null,
        }
      }),

    getDelivery: ({
      shopId,
      deliveryId,
    }: InputOf<typeof c.getDelivery>): Promise<OutputOf<typeof c.getDelivery>> =>
      db.read(async (tx) => {
        const row = await repository.findDelivery(tx, { deliveryId, shopId })
        if (!row) throw new AppError('NOT_FOUND')
        return {
          ...deliveryView(row),
          body: row.body,
          tries: (await repository.listAttempts(tx, deliveryId)).map(attemptView),
        }
      }),

    /** The same message with the same id, delivered before or not. @throws AppError STATE_CONFLICT while it waits · WEBHOOK_DISABLED */
    resend: ({
      shopId,
      deliveryId,
    }: InputOf<typeof c.resendDelivery>): Promise<OutputOf<typeof c.resendDelivery>> =>
      db.transaction(async (tx) => {
        const row = await repository.findDelivery(tx, { deliveryId, shopId })
        if (!row) throw new AppError('NOT_FOUND')
        if ((await own(tx, { endpointId: row.endpoint_id, shopId })).state !== 'on')
          throw new AppError('WEBHOOK_DISABLED')
        if ((await repository.sendAnew(tx, { deliveryId }, clock.now())) === 0)
          throw new AppError('STATE_CONFLICT', { state: row.state })
        return deliveryView((await repository.findDelivery(tx, { deliveryId, shopId }))!)
      }),

    /** Everything that failed since then. @throws AppError WEBHOOK_DISABLED */
    replay: ({ shopId, endpointId, since }: InputOf<typeof c.replayWebhook>): Promise<{ count: number }> =>
      db.transaction(async (tx) => {
        if ((await own(tx, { endpointId, shopId })).state !== 'on') throw new AppError('WEBHOOK_DISABLED')
        return {
          count: await repository.sendAnew(tx, { endpointId, since: new Date(since) }, clock.now()),
        }
      }),

    switchedOff: repository.countSwitchedOff,
  }
}
export type Webhooks = ReturnType<typeof createWebhooks>
