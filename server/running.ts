// The platform that runs on a folder of data, found by what its supervisor wrote down: for commands that look into it from outside.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** Said when there is none. */
export const NOT_RUNNING = 'No platform runs on this data. Start it (./serendip start), or set DATABASE_URL.'

/** Its database, which answers; null when nobody is there, also when a killed run left its note behind. */
export async function runningDatabase(dataDir: string): Promise<string | null> {
  const asked = process.env.DATABASE_URL
  if (asked) return (await answers(asked)) ? asked : null
  for (const role of ['all', 'api', 'worker']) {
    const run = await readFile(join(dataDir, `run-${role}.json`), 'utf8').catch(() => null)
    const url = run && (JSON.parse(run) as { databaseUrl: string }).databaseUrl
    if (url && (await answers(url))) return url
  }
  return null
}

export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  return client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => false,
    )
}
