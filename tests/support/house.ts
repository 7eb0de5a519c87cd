// The whole platform in one process for tests: real database, every module and flow, HTTP answered in-process, the payment
// provider beside it. Time stands still until the test moves it; consumers and jobs run when the test says so.
import { sql } from 'kysely'
import { createInProcessCourier } from '../../sandbox/courier/in-process.ts'
import { createInProcessPayments, type InProcessPayments } from '../../sandbox/payment/in-process.ts'
import type { Endpoint } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Config } from '#platform/config'
import { tables } from '#platform/database'
import { createHttpServer } from '#platform/http/server'
import type { PaymentProvider } from '#platform/providers/payment'
import { drainConsumers } from '#platform/outbox'
import { composeServer } from '#server/compose'
import type { Outside } from '#server/deps'
import { testDatabase, testDeps } from './database.ts'

type App = Awaited<ReturnType<typeof createHttpServer>>
type Server = Awaited<ReturnType<typeof composeServer>>

export type CallOptions = {
  token?: string | null
  key?: string
  ifMatch?: number
  ip?: string
  headers?: Record<string, string>
}
// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of any endpoint
export type Reply = { status: number; body: any; text: string; headers: Record<string, unknown> }

export type House = Awaited<ReturnType<typeof openHouse>>

/** `more`: payment providers beside the sandbox. */
export async function openHouse(
  settings: Partial<Config> = {},
  more: (clock: ReturnType<typeof testDeps>['clock']) => readonly PaymentProvider[] = () => [],
  outside: Partial<Outside> = {},
) {
  const t = await testDatabase()
  const { clock, config, ...rest } = testDeps(t.db)
  let movedMs = 0
  const platformClock = {
    now: clock.now,
    offsetMs: () => movedMs,
    advance: (ms: number) => {
      clock.advance(ms)
      return Promise.resolve((movedMs += ms))
    },
    stop: () => Promise.resolve(),
  }
  const deps = { ...rest, clock: platformClock, config: { ...config, ...settings } }
  const payments: InProcessPayments = createInProcessPayments({ secret: 'sandbox-secret-0123456789', clock })
  const carrier = createInProcessCourier({ secret: 'sandbox-secret-0123456789', clock })
  const server: Server = await composeServer(deps, {
    payments: [payments.provider, ...more(clock)],
    courier: carrier.courier,
    ...outside,
  })
  await server.start()
  const app: App = await createHttpServer({
    ...deps,
    dispatcher: server.dispatcher,
    streams: server.streams,
    authenticate: server.authenticate,
  })
  const byId = new Map(server.endpoints.map((e) => [e.id, e]))
  let keys = 0

  /** Any request, as it is. */
  async function send(request: {
    method: string
    url: string
    headers?: Record<string, string>
    payload?: string | Buffer
    ip?: string
  }): Promise<Reply> {
    const { ip, ...rest } = request
    const r = await app.inject({ ...rest, method: rest.method as 'GET', remoteAddress: ip ?? '203.0.113.1' })
    const json = String(r.headers['content-type'] ?? '').includes('json')
    return {
      status: r.statusCode,
      text: r.body,
      body: json && r.body !== '' ? JSON.parse(r.body) : null,
      headers: r.headers,
    }
  }

  /** An endpoint by its id, whatever it answers; path parameters are taken out of `input`. */
  function call(id: string, input: Record<string, unknown> = {}, options: CallOptions = {}): Promise<Reply> {
    const endpoint = byId.get(id)
    if (!endpoint) throw new Error(`no endpoint ${id}`)
    const { url, payload } = place(endpoint, input)
    const headers: Record<string, string> = {
      ...(payload === undefined
        ? {}
        : { 'content-type': endpoint.raw ? 'application/octet-stream' : 'application/json' }),
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(endpoint.idempotent ? { 'idempotency-key': options.key ?? `key-${(keys += 1)}` } : {}),
      ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
      ...options.headers,
    }
    return send({
      method: endpoint.method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
      ...(options.ip ? { ip: options.ip } : {}),
    })
  }

  /** The same, and it must succeed. */
  async function must(
    id: string,
    input: Record<string, unknown> = {},
    options: CallOptions | string = {},
  ): Promise<Reply['body']> {
    const reply = await call(id, input, typeof options === 'string' ? { token: options } : options)
    if (reply.status >= 300) throw new Error(`${id} answered ${reply.status} ${reply.text}`)
    return reply.body
  }

  /** What the provider reports, handed in as it would be. */
  async function deliver(
    callbacks: ReturnType<InProcessPayments['takeCallbacks']>,
    to = '/api/v1/payments/callbacks/sandbox',
  ): Promise<Reply[]> {
    const replies: Reply[] = []
    for (const { headers, body } of callbacks) {
      replies.push(
        await send({
          method: 'POST',
          url: to,
          headers: { ...headers },
          payload: Buffer.from(body),
        }),
      )
    }
    return replies
  }

  /** What the courier has to say by now. */
  const parcelsTell = () => deliver(carrier.takeCallbacks(), '/api/v1/couriers/callbacks/sandbox')

  /** Events that some consumer has not read. */
  async function unread(): Promise<number> {
    const names = server.consumers.map((c) => c.name)
    const { rows } = await t.db.read((tx) =>
      sql<{
        n: bigint
      }>`select count(*) as n from unnest(${names}::text[]) as c(name) left join platform.consumer k using (name), platform.outbox o
        where k.name is null or (o.xid, o.id) > (k.xid, k.id)`.execute(tables<unknown>(tx)),
    )
    return Number(rows[0]!.n)
  }

  /**
   * Consumers and jobs, until there is nothing left to do. Events are read up to the oldest open transaction, and this
   * PostgreSQL serves other tests too: what is held back by one of theirs is waited for.
   */
  async function settle(): Promise<void> {
    const deadline = performance.now() + 20_000
    for (;;) {
      let did = await drainConsumers(t.db, server.consumers)
      for (const job of server.jobs) did += await job.run()
      did += (await deliver(payments.takeCallbacks())).length
      did += (await parcelsTell()).length
      await server.doors.interest.catchUp()
      const left = await unread()
      if (did === 0 && left === 0) return
      if (performance.now() > deadline) throw new Error(`never at rest: ${left} events unread`)
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  return {
    app,
    db: t.db,
    url: t.url,
    deps,
    clock,
    server,
    doors: server.doors,
    payments,
    carrier,
    parcelsTell,
    endpoints: server.endpoints,
    endpoint: (id: string) => byId.get(id)!,
    send,
    call,
    must,
    deliver,
    settle,
    pay: async (paymentId: Id<'pay'>) => deliver(payments.decide(paymentId, 'succeeded')),
    async close(): Promise<void> {
      await app.close()
      await server.stop()
      await t.drop()
    },
  }
}

export function place(
  endpoint: Endpoint,
  input: Record<string, unknown>,
): { url: string; payload: string | undefined } {
  const rest = { ...input }
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (endpoint.method === 'GET' || endpoint.method === 'DELETE' || endpoint.raw) {
    const query = new URLSearchParams(Object.entries(rest).map(([k, v]) => [k, String(v)]))
    return { url: query.size > 0 ? `${path}?${query}` : path, payload: endpoint.raw ? '' : undefined }
  }
  return { url: path, payload: JSON.stringify(rest) }
}

/** What `startMediaJobs` is given of a house. */
export const clipsOf = ({ server: { doors, flows } }: Pick<House, 'server'>) => ({
  media: doors.media,
  clipReady: flows.clipReady,
})
