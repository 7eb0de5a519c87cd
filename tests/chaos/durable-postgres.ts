// A PostgreSQL that writes to the disk as in production, and whose plug can be pulled: every one of its processes is killed at once, and it
// comes back by itself.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#platform/migrate'
import { startPostgres } from '#platform/postgres/embedded'
import { ROOT } from '#server/settings'

export type DurablePostgres = {
  url: string
  /** SIGKILL for the whole instance; resolves when it answers again, with how long that took. */
  kill(): Promise<number>
  drop(): Promise<void>
}

const BACK_WITHIN_MS = 30_000

export async function durablePostgres(): Promise<DurablePostgres> {
  const dir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const server = await startPostgres({ dir: join(dir, 'postgres'), durable: true, revive: true })
  await migrate(server.url, ROOT)
  return {
    url: server.url,
    async kill() {
      const from = performance.now()
      const postmaster = server.pid
      // The postmaster first, so that it starts nothing in the place of those that follow.
      for (const pid of [postmaster, ...(await childrenOf(postmaster))]) endNow(pid)
      while (!(server.pid !== postmaster && (await answers(server.url)))) {
        if (performance.now() - from > BACK_WITHIN_MS) throw new Error('PostgreSQL did not come back')
        await pause(20)
      }
      return Math.round(performance.now() - from)
    },
    async drop() {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger)
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      return { pid, parent: Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) }
    }),
  )
  return parents.filter((p) => p.parent === parent).map((p) => p.pid)
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it was gone already
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
