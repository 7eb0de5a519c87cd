// A PostgreSQL of one's own for one chaos run: started, migrated, thrown away.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#platform/migrate'
import { startPostgres } from '#platform/postgres/embedded'
import { ROOT } from '#server/settings'

export async function throwawayDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  const server = await startPostgres({ dir: join(dir, 'postgres'), durable: false })
  await migrate(server.url, ROOT)
  return {
    url: server.url,
    async drop() {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
