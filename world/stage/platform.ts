// The platform itself, whole and in this process, with scenes for a clock: every module, every flow, the payment provider beside
// it. People call it through the dispatcher, like everybody else.
import { join } from 'node:path'
import { createInProcessPayments } from '#sandbox/payment/in-process'
import { openJournal, type Journal } from '#sandbox/payment/journal'
import type { Endpoint, InputOf, OutputOf, RequestOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Config } from '#platform/config'
import { createDispatcher } from '#platform/http/dispatch'
import type { Actor, Ctx, Membership } from '#platform/context'
import type { Database } from '#platform/database'
import type { Answer } from '#platform/http/idempotency'
import type { Logger } from '#platform/logger'
import { paymentCallback } from '#modules/trade/contract'
import { composeServer, type Server } from '#server/compose'
import { orderedDatabase } from './ordered-database.ts'
import { createScenes, type Scenes } from './scenes.ts'

export type Who = Extract<Actor, { kind: 'person' }>
export type CallOptions = { ifMatch?: number; raw?: NonNullable<Ctx['raw']> }

export type Platform = {
  scenes: Scenes
  server: Server
  /** Answers come back in the order of the questions. */
  db: Database
  call<E extends Endpoint>(
    endpoint: E,
    input: RequestOf<E>,
    who: Actor,
    options?: CallOptions,
  ): Promise<OutputOf<E>>
  /** The buyer's decision at the provider, and what the provider then tells the platform. */
  decidePayment(paymentId: Id<'pay'>, outcome: 'succeeded' | 'failed'): Promise<void>
  /** Writes down what the provider remembers. */
  keepPayments(): Promise<void>
}

export const person = (accountId: Id<'usr'>, memberships: readonly Membership[] = []): Who => ({
  kind: 'person',
  accountId,
  sessionId: 'world',
  guest: false,
  memberships,
})

export async function openPlatform(
  db: Database,
  config: Config,
  seed: number,
  log: Logger,
): Promise<Platform> {
  const scenes = createScenes(seed)
  const ordered = orderedDatabase(db)
  const secret = config.paymentSandbox?.secret ?? config.secret
  const journal = laterJournal()
  const payments = createInProcessPayments({ secret, clock: scenes.clock, journal })
  const server = await composeServer(
    { db: ordered, config, log, clock: scenes.clock, random: scenes.random, ids: scenes.ids },
    { payments: [payments.provider], learnsAtOnce: true },
  )
  // Nobody here sends a request twice, so answers need not be kept for a repeat.
  const idempotency = {
    once: (_endpoint: unknown, _input: unknown, _ctx: unknown, run: () => Promise<Answer>) => run(),
  }
  const dispatcher = createDispatcher([...server.dispatcher.routes.values()], {
    demo: config.demo,
    idempotency,
  })
  let requests = 0

  async function call<E extends Endpoint>(
    endpoint: E,
    input: RequestOf<E>,
    who: Actor,
    options: CallOptions = {},
  ): Promise<OutputOf<E>> {
    const requestId = `world-${(requests += 1)}`
    const ctx: Ctx = {
      actor: who,
      locale: 'zh',
      requestId,
      ip: '',
      idempotencyKey: endpoint.idempotent ? requestId : null,
      raw: options.raw ?? null,
      ifMatch: options.ifMatch === undefined ? null : String(options.ifMatch),
      setSession: () => {},
      answerPlainly: () => {},
    }
    const { body } = await dispatcher.call(dispatcher.routes.get(endpoint.id)!, input, ctx)
    return JSON.parse(body) as OutputOf<E>
  }

  return {
    scenes,
    server,
    db: ordered,
    call,
    async decidePayment(paymentId, outcome) {
      for (const raw of payments.decide(paymentId, outcome)) {
        const input: InputOf<typeof paymentCallback> = { provider: payments.provider.name }
        await call(paymentCallback, input, { kind: 'anonymous' }, { raw })
      }
    },
    keepPayments: () => journal.keep(join(config.dataDir, 'payment-sandbox.jsonl')),
  }
}

/** The provider's journal, written once at the end: a world that breaks off is dropped whole, so nothing has to survive before. */
function laterJournal(): Journal & { keep(path: string): Promise<void> } {
  const entries: Parameters<Journal['append']>[0][number][] = []
  return {
    append: (more) => {
      entries.push(...more)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
    async keep(path) {
      const file = await openJournal(path, () => {})
      await file.append(entries)
      await file.close()
    },
  }
}
