// The demo's camera on the real edge: it is let in, its pictures arrive in real time, and a cut line comes back.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEdge } from '#platform/edge/index'
import { PublishRefused, publishRtmp } from '#platform/edge/rtmp-publisher'
import type { LiveHooks } from '#platform/live-engine'
import { freePort } from '#platform/postgres/embedded'
import { silentLogger } from '#platform/logger'
import { until } from '#tests/support/until'
import { openFilm, startCamera } from './camera.ts'

const STREAM = 'rom_01J00000000000000000000001'
const film = await openFilm(join(import.meta.dirname, '../media/live/teapot.flv'))

test('a film is read whole: 12 seconds, a key frame first', () => {
  assert.ok(Math.abs(film.lengthMs - 12_000) < 100, String(film.lengthMs))
  const first = film.tags.find((t) => t.type === 9 && !t.isSetup)!
  assert.equal(first.body[0]! >> 4, 1)
})

test('the picture arrives; who has the wrong key is told so; a cut line comes back by itself', async () => {
  const recordingsDir = await mkdtemp(join(tmpdir(), 'camera-'))
  const [mediaPort, rtmpPort] = [await freePort(), await freePort()]
  const told: string[] = []
  const hooks: LiveHooks = {
    mayPublish: async ({ key }) => (key === 'right' ? null : 'WRONG_KEY'),
    onStarted: async ({ resumed }) => void told.push(resumed ? 'resumed' : 'started'),
    onInterrupted: async () => void told.push('interrupted'),
    onLost: async () => void told.push('lost'),
    onSegment: async () => {},
  }
  const edge = createEdge({
    hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort,
    rtmpPort,
    recordingsDir,
    secret: 'a secret of the tests',
    addresses: { mediaUrl: null, rtmpUrl: null, publicUrl: 'http://localhost' },
  })
  await edge.start()
  const url = `rtmp://127.0.0.1:${rtmpPort}/live`
  try {
    await assert.rejects(publishRtmp(url, `${STREAM}?key=wrong`), PublishRefused)
    const camera = startCamera({ url, key: `${STREAM}?key=right` }, film)
    await until('started', () => told.includes('started'))
    const reply = await fetch(`http://127.0.0.1:${mediaPort}/live/${STREAM}.flv`)
    assert.equal(reply.status, 200)
    const bytes = await readSome(reply, 60_000)
    assert.equal(bytes.toString('latin1', 0, 3), 'FLV')
    await camera.stop()
    await until('interrupted', () => told.includes('interrupted'))
  } finally {
    await edge.stop()
    await rm(recordingsDir, { recursive: true, force: true })
  }
})

async function readSome(reply: Response, bytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of reply.body!) {
    chunks.push(chunk)
    if ((size += chunk.length) >= bytes) break
  }
  return Buffer.concat(chunks)
}
