// `./serendip export --to FOLDER`: the log of a platform that is running, as CSV for `./serendip eval --data FOLDER` or any other tool.
import { randomBytes } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { csvLine, exportLog, LOG_TABLES, type LogTable } from '#flows/export-log'
import { systemClock } from '#kernel/clock'
import { describeContents, isEnjoyed } from '#modules/interest'
import { createSignals } from '#modules/signals'
import type { Deps } from '#platform/context'
import { openDatabase } from '#platform/database'
import { NOT_RUNNING, runningDatabase } from './running.ts'
import { ROOT } from './settings.ts'

const HELP = `./serendip export --to FOLDER    the log as CSV: items.csv, slates.csv, interactions.csv, for ./serendip eval --data FOLDER
  --data DIR      the data of a platform that is running (default .serendip); or set DATABASE_URL
                  People get names that are good within one export only. The folder must be new or empty of these files.
`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { to: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help || !values.to) {
    process.stdout.write(HELP)
    return values.help ? 0 : 64
  }
  const url = await runningDatabase(resolve(values.data ?? join(ROOT, '.serendip')))
  if (!url) {
    process.stderr.write(`✗ ${NOT_RUNNING}\n`)
    return 69
  }
  const folder = resolve(process.env.CALLED_FROM ?? '.', values.to)
  await mkdir(folder, { recursive: true })
  const db = openDatabase({ url, poolSize: 2 })
  const files = new Map<LogTable, WriteStream>()
  try {
    for (const table of Object.keys(LOG_TABLES) as LogTable[]) {
      const file = createWriteStream(join(folder, `${table}.csv`), { flags: 'wx' })
      await once(file, 'open')
      file.write(csvLine(LOG_TABLES[table]))
      files.set(table, file)
    }
    const signals = createSignals({ db, clock: systemClock } as Deps)
    const exported = await exportLog(
      db,
      { signals, interest: { describeContents, isEnjoyed } },
      randomBytes(32),
      async (table, rows) => {
        const file = files.get(table)!
        if (!file.write(rows.map(csvLine).join(''))) await once(file, 'drain')
      },
    )
    for (const file of files.values()) {
      file.end()
      await once(file, 'finish')
    }
    for (const [table, rows] of Object.entries(exported)) console.log(`✓ ${table}.csv: ${rows} rows`)
    console.log(`Next: ./serendip eval --data ${folder}`)
    return 0
  } finally {
    for (const file of files.values()) file.destroy()
    await db.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const said =
    code === 'EEXIST'
      ? `${message.replace(/^.*open '/, '').replace(/'$/, '')} is there already: choose another folder`
      : message
  process.stderr.write(`✗ ${said}\n`)
  process.exitCode = code?.startsWith('ERR_PARSE_ARGS') ? 64 : 73
}
