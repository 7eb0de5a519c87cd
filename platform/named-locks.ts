// Locks by name, between all processes on one database, every one of them held on a single connection. Why not a transaction each: twenty
// jobs that begin in one moment would hold the pool's twenty connections, and each would wait for another one to work with.
import pg from 'pg'

export type NamedLocks = {
  /** Runs `run` while the name is held here; null, and nothing run, while another process holds it. */
  holding<R>(name: string, run: () => Promise<R>): Promise<R | null>
  close(): Promise<void>
}

/** Where the connection is cut its locks are gone: another process may begin the same, as after a death. */
export function openNamedLocks(connectionString: string): NamedLocks {
  let opening: Promise<pg.Client> | null = null
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 10_000,
      application_name: 'serendip-locks',
    })
    const forget = () => (opening = null)
    client.on('error', forget)
    client.on('end', forget)
    await client.connect().catch((error: unknown) => {
      forget()
      throw error
    })
    return client
  }
  return {
    async holding(name, run) {
      const client = await (opening ??= open())
      const { rows } = await client.query<{ got: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 42)) as got',
        [name],
      )
      if (!rows[0]?.got) return null
      try {
        return await run()
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 42))', [name]).catch(() => {})
      }
    },
    async close() {
      await (await opening)?.end()
    },
  }
}
