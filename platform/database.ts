// The one database. A transaction is opaque (`Tx`): only a repository can look inside, through `tables<MyTables>(tx)`,
// so that a service or a flow can widen a transaction but never write SQL, and a module cannot name another's table.
import type { Writable } from 'node:stream'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { openNamedLocks, type NamedLocks } from './named-locks.ts'
import { inTransaction } from './pipelined.ts'

pg.types.setTypeParser(20, BigInt) // int8

const TEXT_ARRAY: number = 1009
const parseAnyArray = pg.types.getTypeParser(TEXT_ARRAY)
/** Lists of ids and tags need no unquoting; the driver's parser goes letter by letter, and every card of a feed has some. */
pg.types.setTypeParser(TEXT_ARRAY, (text) => {
  if (text === '{}') return []
  return /^\{[^"{\\]*$/.test(text) && !/null/i.test(text) ? text.slice(1, -1).split(',') : parseAnyArray(text)
})

const STALE_PLAN = '0A000'

declare const opaque: unique symbol
/** An open transaction (or, inside `read`, one autocommitting connection pool). Pass it on; do not look inside. */
export type Tx = { readonly [opaque]: 'tx' }

/** For repository.ts files: the query builder, typed to the module's own tables. */
export const tables = <T>(tx: Tx): Kysely<T> => tx as unknown as Kysely<T>

export type TransactionOptions = {
  /** `relaxed` answers before the disk does (synchronous_commit off): behaviour and slates, never money or stock. */
  durability?: 'full' | 'relaxed'
  /** `reserved`: connections of its own, for what must not wait behind a crowd: a payment that was made. */
  lane?: 'common' | 'reserved'
}

export type Database = {
  /** Runs `fn` in one transaction; retried up to 3 times on a serialisation failure or deadlock. */
  transaction<R>(fn: (tx: Tx) => Promise<R>, options?: TransactionOptions): Promise<R>
  /** Reads without BEGIN/COMMIT; each statement sees its own snapshot. */
  read<R>(fn: (tx: Tx) => Promise<R>): Promise<R>
  /** A dedicated connection, opened anew when it is cut, that calls back on NOTIFY; returns the function that stops it. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>
  /** Locks by name on a connection of their own. */
  locks(): NamedLocks
  /** Connections, and how many statements were sent since it was opened (BEGIN and COMMIT are statements too). */
  stats(): { total: number; idle: number; waiting: number; statements: number }
  close(): Promise<void>
}

export type DatabaseOptions = {
  url: string
  poolSize?: number
  /** Called before each statement is sent; the chaos harness dies here. */
  beforeStatement?: (text: string) => void
}

/** Enough for a thousand payments a second; each holds one for a few milliseconds. */
const RESERVED = 4

/** Serialisation failure, deadlock, and a kept plan whose tables were altered meanwhile. */
const RETRYABLE = new Set(['40001', '40P01', STALE_PLAN])

export function openDatabase({ url, poolSize = 20, beforeStatement }: DatabaseOptions): Database {
  let statements = 0
  const counted = (text: string) => {
    statements += 1
    beforeStatement?.(text)
  }
  const openPool = (max: number) => {
    const opened = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 30_000,
      application_name: 'serendip',
      Client: preparingClient(counted),
      pipeline: true,
    })
    opened.on('error', () => {}) // an idle connection died; the next checkout gets a new one
    // One that dies between two statements of a transaction says so to nobody: unheard, that would end the process. The next statement fails.
    opened.on('connect', (client) => client.on('error', () => {}))
    return opened
  }
  const pool = openPool(poolSize)
  let reserved: pg.Pool | null = null
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })

  const once = async <R>(
    fn: (tx: Tx) => Promise<R>,
    { durability, lane }: TransactionOptions,
  ): Promise<R> => {
    const first = durability === 'relaxed' ? ['set local synchronous_commit = off'] : []
    const from = lane === 'reserved' ? (reserved ??= openPool(RESERVED)) : pool
    return inTransaction(await from.connect(), first, (tx) => fn(tx as unknown as Tx))
  }

  return {
    async transaction(fn, options = {}) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(fn, options)
        } catch (error) {
          if (attempt >= 3 || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    read: (fn) => fn(kysely as unknown as Tx),
    locks: () => openNamedLocks(url),
    async listen(channel, onNotify) {
      let stopped = false
      let client: pg.Client
      let timer: NodeJS.Timeout | undefined
      const open = async (): Promise<void> => {
        const mine = new pg.Client({ connectionString: url, application_name: 'serendip-listen' })
        client = mine
        mine.on('error', () => {}) // 'end' follows; the poll behind every listener covers a lost notification
        await mine.connect()
        mine.on('notification', (n) => onNotify(n.payload ?? ''))
        await mine.query(`listen ${mine.escapeIdentifier(channel)}`)
        mine.once('end', again)
      }
      /** The database was restarted: without this nobody here would hear anything any more. */
      const again = () => {
        if (stopped) return
        timer = setTimeout(() => {
          open().then(
            () => void (stopped && client.end()),
            () => {
              void client.end().catch(() => {})
              again()
            },
          )
        }, LISTEN_AGAIN_MS)
      }
      await open()
      return async () => {
        stopped = true
        clearTimeout(timer)
        await client.end()
      }
    },
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, statements }),
    close: async () => {
      await reserved?.end()
      await kysely.destroy()
    },
  }
}

/**
 * Parsing and planning is a third of what a checkout costs PostgreSQL, so every connection keeps the plans of statements
 * with parameters. Texts that are made up as they go (long `in` lists) would fill its memory: only the first MAX_PLANS are kept.
 */
const MAX_PLANS = 400
const planNames = new Map<string, string>()
const LISTEN_AGAIN_MS = 500

let generation = 0

function planName(text: string): string | undefined {
  const known = planNames.get(text)
  if (known !== undefined || planNames.size >= MAX_PLANS) return known
  const name = `g${generation}_${planNames.size}`
  planNames.set(text, name)
  return name
}

const heldBack = new WeakSet<Writable>()

/** What is asked in one turn of the event loop goes out in one write: a write is the dearest thing this process does for a statement. */
function holdBack(stream: Writable): void {
  if (heldBack.has(stream)) return
  heldBack.add(stream)
  stream.cork()
  process.nextTick(() => {
    heldBack.delete(stream)
    stream.uncork()
  })
}

/** BEGIN and its like have nothing to plan. */
const isKept = (text: string, values: readonly unknown[]) => values.length > 0 || text.startsWith('select ')

function preparingClient(beforeStatement: (text: string) => void) {
  return class extends pg.Client {
    // oxlint-disable-next-line typescript/no-explicit-any -- pg overloads query six ways
    override query(...args: any[]): any {
      const [first, values] = args as [string | { text?: string }, unknown]
      const text = typeof first === 'string' ? first : (first.text ?? '')
      beforeStatement(text)
      holdBack((this as unknown as { connection: { stream: Writable } }).connection.stream)
      const send = super.query as (...a: unknown[]) => unknown
      const name =
        typeof first === 'string' && Array.isArray(values) && isKept(text, values)
          ? planName(text)
          : undefined
      if (name === undefined) return send.apply(this, args)
      return (send.call(this, { name, text, values }) as Promise<unknown>).catch((error: unknown) => {
        if (sqlState(error) === STALE_PLAN) forgetPlans()
        throw error
      })
    }
  }
}

/** A migration ran: new names, so that every connection plans anew; the old plans go with their connections. */
function forgetPlans(): void {
  generation += 1
  planNames.clear()
}

/**
 * `column` is one of `ids`. One id is asked for by itself: PostgreSQL plans a list anew each time, because it cannot know how long the
 * next one will be, and planning took four fifths of what finding a checkout's variant did.
 */
export const isOneOf = (column: string, ids: readonly string[]) =>
  ids.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${ids[0]}`
    : sql<boolean>`${sql.ref(column)} = any(${ids as string[]}::text[])`

/** PostgreSQL's error code of a thrown error, e.g. '23505' for a unique violation. */
export const sqlState = (error: unknown): string | undefined => (error as { code?: string } | null)?.code
