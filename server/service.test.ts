// A process that is kept running: what it says, how it ends, how it comes back.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { until } from '#tests/support/until'
import { startService } from './service.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-'))
})
after(() => rm(folder, { recursive: true }))

/** Counts its own starts in a file, says ready, and stays. */
const entry = async (body: string): Promise<string> => {
  const file = join(folder, `${body.length}.mjs`)
  await writeFile(
    file,
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(file)} + '.starts', 'x'); ${body}`,
  )
  return file
}
const startsOf = async (file: string) => (await readFile(`${file}.starts`, 'utf8')).length

test('a killed one comes back by itself; one that was asked to leave does not', async () => {
  const file = await entry(`process.stdout.write("ready\\n"); setInterval(() => {}, 1000)`)
  const deaths: string[] = []
  const service = await startService(
    'sleeper',
    file,
    [],
    {},
    { died: (how) => deaths.push(how), revive: true },
  )
  service.process.kill('SIGKILL')
  await until('it is back', async () => (await startsOf(file)) === 2 && service.process.exitCode === null)
  assert.deepEqual(deaths, ['SIGKILL'])
  await service.stop()
  assert.notEqual(service.process.signalCode ?? service.process.exitCode, null)
  assert.deepEqual([await startsOf(file), deaths.length], [2, 1])
})

test('one that ends before it is ready is an error with its exit code, and is not tried again', async () => {
  const file = await entry(`process.exit(78)`)
  await assert.rejects(startService('early', file, [], {}, { died: () => {}, revive: true }), /exit 78/)
  assert.equal(await startsOf(file), 1)
})
