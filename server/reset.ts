// `./serendip reset`: asks, then deletes the data folder's cluster and files. Never touches a DATABASE_URL.
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { orphanOf } from '#platform/postgres/embedded'
import { readSettings } from './settings.ts'

const settings = readSettings(process.argv.slice(2), process.env)
const yes = process.argv.includes('--yes')

/** What a run keeps; anything else in the folder is not ours and stays. */
const OURS = [
  'postgres',
  'postgres.secret',
  'secrets.json',
  'blobs',
  'payment-sandbox',
  'run-all.json',
  'run-api.json',
  'run-worker.json',
]

const present = (await readdir(settings.dataDir).catch(() => [])).filter((name) => OURS.includes(name))
if (present.length === 0) {
  console.log(`Nothing to delete in ${settings.dataDir}.`)
  process.exit(0)
}
for (const role of ['all', 'api', 'worker']) {
  const run = JSON.parse(
    (await readFile(join(settings.dataDir, `run-${role}.json`), 'utf8').catch(() => 'null')) as string,
  ) as { pid: number } | null
  const command = run ? await readFile(`/proc/${run.pid}/cmdline`, 'utf8').catch(() => '') : ''
  if (command.includes('server/start.ts')) {
    console.error(`✗ Serendip runs on this data (process ${run!.pid}). Stop it with Ctrl-C first.`)
    process.exit(1)
  }
}
if (!yes) {
  if (!process.stdin.isTTY) {
    console.error('✗ reset deletes data and needs an answer. Run it in a terminal, or add --yes.')
    process.exit(1)
  }
  const ask = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await ask.question(
    `Delete every account, order and picture in ${settings.dataDir}? Type "delete" to go on: `,
  )
  ask.close()
  if (answer.trim() !== 'delete') {
    console.log('Nothing was deleted.')
    process.exit(0)
  }
}
const orphan = await orphanOf(join(settings.dataDir, 'postgres'))
if (orphan?.alive) {
  process.kill(orphan.pid, 'SIGINT')
  for (let i = 0; i < 100 && (await orphanOf(join(settings.dataDir, 'postgres')))?.alive; i++)
    await new Promise((r) => setTimeout(r, 100))
}
for (const name of present) await rm(join(settings.dataDir, name), { recursive: true, force: true })
console.log('Deleted. The next ./serendip start makes a new world.')
