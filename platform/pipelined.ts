// A transaction that speaks over one connection without waiting between questions that do not need each other's answers: what is asked
// together goes out together, and PostgreSQL works it off in the order asked. Why: on a machine with few processors, waking the
// other side of a connection costs more than most statements; a checkout's forty of them were half of its time in Node.
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

const COUNTS_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * Runs `fn` between BEGIN and COMMIT, and gives the connection back. BEGIN goes out with the first question. When `fn` fails, or its
 * commit does, everything is rolled back. A question asked after the end (by a branch that nobody waited for) is refused: the
 * connection is another's by then.
 */
export async function inTransaction<R>(
  client: pg.PoolClient,
  firstWords: readonly string[],
  fn: (tx: Kysely<unknown>) => Promise<R>,
): Promise<R> {
  const connection = speakOver(client)
  const begun = Promise.all(['begin', ...firstWords].map((words) => client.query(words)))
  begun.catch(() => {}) // what follows fails with it, and says so
  try {
    const result = await fn(queriesOver(connection))
    await begun
    connection.end()
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    connection.end()
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true), // cut: the next one gets another
    )
    throw error
  }
}

type Speaking = DatabaseConnection & { end(): void }

function speakOver(client: pg.ClientBase): Speaking {
  let ended = false
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      if (ended) throw new Error(`A question after its transaction has ended: ${sql.slice(0, 80)}`)
      const { command, rowCount, rows } = await client.query(sql, [...parameters])
      return {
        rows: (rows as R[] | undefined) ?? [],
        ...(COUNTS_ROWS.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
      }
    },
    // oxlint-disable-next-line require-yield -- nobody here reads row by row
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('Streams are not spoken over a shared connection')
    },
    end() {
      ended = true
    },
  }
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const nothing = () => Promise.resolve()

const queriesOver = (connection: DatabaseConnection): Kysely<unknown> =>
  new Kysely({
    dialect: {
      createAdapter: () => adapter,
      createQueryCompiler: () => compiler,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: nothing,
        acquireConnection: () => Promise.resolve(connection),
        releaseConnection: nothing,
        destroy: nothing,
        beginTransaction: nothing,
        commitTransaction: nothing,
        rollbackTransaction: nothing,
      }),
    },
  })

/**
 * Answers to questions that were asked together, once all of them are here; the first refusal is thrown, after the others have
 * ended, so that none of them goes on behind its transaction's back.
 */
export async function together<T extends readonly unknown[]>(
  asked: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  let first: { error: unknown } | null = null
  const noted = asked.map((p) =>
    p.catch((error: unknown) => {
      first ??= { error }
    }),
  )
  const answers = await Promise.all(noted)
  if (first !== null) throw (first as { error: unknown }).error
  return answers as unknown as T
}
