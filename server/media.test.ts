// The media process as the supervisor sees it: a line when it is ready, nobody let in who has no room, a clean leave, and 78 for settings.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '#tests/support/database'
import { openRtmp } from '#tests/support/rtmp-client'

const PORT = 24_300 + (process.pid % 500) * 2

function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'media.ts')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: 'postgres://unused',
      SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()))
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', () => said.includes('ready') && resolve()),
  )
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, said: () => said, ready, gone }
}

test('it is ready, lets nobody in who has no room, and leaves when told', async () => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'serendip-media-'))
  const media = start({
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    MEDIA_PORT: String(PORT),
    RTMP_PORT: String(PORT + 1),
  })
  await Promise.race([media.ready, media.gone])
  const camera = await openRtmp(PORT + 1)
  assert.match((await camera.publish('rom_1', 'any')) ?? '', /WRONG_KEY/)
  assert.equal((await fetch(`http://127.0.0.1:${PORT}/health`)).status, 200)
  assert.equal(
    (await fetch(`http://127.0.0.1:${PORT}/live/rom_1.flv`)).headers.get('content-type'),
    'application/problem+json',
  )
  media.child.kill('SIGTERM')
  assert.equal(await media.gone, 0)
  await rm(folder, { recursive: true, force: true })
  await database.drop()
})

test('wrong settings are named, and end it with 78', async () => {
  const media = start({ MEDIA_PORT: 'none', MEDIA_URL: 'ftp://x' })
  assert.equal(await media.gone, 78)
  for (const name of ['DATA_DIR', 'MEDIA_PORT', 'MEDIA_URL'])
    assert.ok(media.said().includes(name), media.said())
})
