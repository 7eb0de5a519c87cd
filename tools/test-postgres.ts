// Starts the PostgreSQL that tests share (`.serendip/test`, no fsync), prints its URL, and stays until it is stopped.
// With `--if-needed`, prints the URL of one that already runs.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../platform/postgres/embedded.ts'

const root = new URL('..', import.meta.url).pathname
const dir = join(root, '.serendip/test/pg')
const urlFile = join(root, '.serendip/test/url')

const running = await readFile(urlFile, 'utf8').catch(() => null)
if (running && (await answers(running))) {
  console.log(running)
  process.exit(0)
}
const server = await startPostgres({ dir, durable: false })
await writeFile(urlFile, server.url)
console.log(server.url)
const stop = async () => {
  await server.stop()
  await rm(urlFile, { force: true })
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
setInterval(() => {}, 1 << 30)

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
