// `./serendip verify-room ROOM`: does the recording and the log of a room still prove itself? Names the first bytes that do not.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '#kernel/clock'
import { isId } from '#kernel/ids'
import { createEvidence } from '#modules/live'
import type { Config } from '#platform/config'
import { openDatabase } from '#platform/database'
import { NOT_RUNNING, runningDatabase } from './running.ts'
import { readSecrets, ROOT } from './settings.ts'

const HELP = `./serendip verify-room ROOM    checks the chain over a room's recording and its log; exit 0: nothing was changed, 1: something was
  --data DIR      the data of a platform that is running (default .serendip); or set DATABASE_URL
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  const roomId = positionals[0] ?? ''
  if (values.help || !isId('rom', roomId)) {
    process.stdout.write(HELP)
    return values.help ? 0 : 64
  }
  const dataDir = resolve(values.data ?? join(ROOT, '.serendip'))
  const url = await runningDatabase(dataDir)
  if (!url) {
    process.stderr.write(`✗ ${NOT_RUNNING}\n`)
    return 69
  }
  const db = openDatabase({ url, poolSize: 1 })
  try {
    const secret = process.env.SECRET ?? (await readSecrets(dataDir)).secret
    const { verifyRoom } = createEvidence({ clock: systemClock, config: { secret } as Config })
    const verdict = await db.read((tx) =>
      verifyRoom(tx, roomId, (file) => readFile(join(dataDir, 'recordings', file)).catch(() => null)),
    )
    if (verdict.links === 0) {
      process.stderr.write('✗ There is no chain for this room: no such room, or nothing was recorded.\n')
      return 66
    }
    for (const { n, code, where } of verdict.flaws)
      console.log(`✗ ${n > 0 ? `link ${n}: ` : ''}${code}: ${where}`)
    const { links, segments, events, lines, expired, sealed, head } = verdict
    const gone = expired > 0 ? `, ${expired} past their three years` : ''
    console.log(
      `${verdict.flaws.length === 0 ? '✓' : '✗'} ${links} links over ${segments} pieces${gone}, ${events} events and ${lines} lines of chat; ${sealed ? 'sealed' : 'not sealed yet'}; head ${head}`,
    )
    return verdict.flaws.length === 0 ? 0 : 1
  } finally {
    await db.close()
  }
}

process.exitCode = await main()
