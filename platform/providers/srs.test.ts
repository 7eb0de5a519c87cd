// Against hooks and answers recorded from SRS 6.0.157: runs everywhere. The same adapter against the server itself: tests/contracts/srs.test.ts.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, it } from 'node:test'
import { AppError } from '#kernel/errors'
import recorded from './srs-recorded.json' with { type: 'json' }
import { until } from '#tests/support/until'
import { createSrsEngine, type SrsEngine } from './srs.ts'

const SECRET = 'a-secret-of-some-length'
const [publish, , play, , , , unpublish] = recorded.hooks
let told: string[] = []
let kicked: string[] = []
let publisher: string | null = null
let broken = false
let server: Server
let engine: SrsEngine

beforeEach(async () => {
  told = []
  kicked = []
  publisher = null
  broken = false
  server = createServer((request, response) => {
    const url = request.url ?? ''
    if (broken) return void response.writeHead(500).end('oops')
    const id = /clients\/(\w+)$/.exec(url)?.[1]
    if (request.method === 'DELETE' && id) {
      kicked.push(id)
      if (publisher === id) publisher = null
      return void response.end('{"code":0}')
    }
    if (id) return void response.end(JSON.stringify({ code: kicked.includes(id) ? 2049 : 0 }))
    if (url.includes('/clients')) return void response.end(JSON.stringify(recorded.clients))
    const streams = recorded.streams.streams.map((one) => ({
      ...one,
      publish: { active: true, cid: publisher },
    }))
    response.end(JSON.stringify({ ...recorded.streams, streams: publisher ? streams : [] }))
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  engine = createSrsEngine({
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publishUrl: 'rtmp://live.example/live',
    playUrl: 'https://media.example/',
    hookSecret: SECRET,
    recordingsFolder: null,
    now: () => performance.now(),
    resumeMs: 300,
    pollMs: 20,
    hooks: {
      mayPublish: (p) => Promise.resolve(p.key === 'secret' ? null : 'WRONG_KEY'),
      onStarted: (p) => Promise.resolve(void told.push(`started ${p.session} ${p.resumed}`)),
      onInterrupted: (p) => Promise.resolve(void told.push(`interrupted ${p.session} ${p.reason}`)),
      onLost: () => Promise.resolve(void told.push('lost')),
      onSegment: () => Promise.resolve(),
    },
  })
})
afterEach(() => {
  engine.stop()
  server.closeAllConnections()
  server.close()
})

const isTold = (times: number) => until(`told ${times} times`, () => told.length === times)

void it('lets nobody in without the secret, and reads nothing of what they sent', async () => {
  assert.equal((await engine.hook('', publish)).status, 403)
  assert.equal((await engine.hook(`${SECRET}x`, publish)).status, 403)
  assert.equal((await engine.hook(SECRET, { ...publish, stream: '../etc' })).status, 422)
  assert.equal((await engine.hook(SECRET, null)).status, 422)
  assert.deepEqual(told, [])
})

void it('the right key is let in and told when the picture is there; a wrong one is refused', async () => {
  assert.equal((await engine.hook(SECRET, { ...publish, param: '?key=no' })).body.code, 403)
  assert.equal((await engine.hook(SECRET, publish)).body.code, 0)
  publisher = '6140mar2'
  await isTold(1)
  assert.deepEqual(told, ['started 6140mar2 false'])
  assert.equal((await engine.hook(SECRET, play)).body.code, 0)
  const health = await engine.health('room_1')
  assert.deepEqual(
    [health?.state, health?.width, health?.videoCodec, health?.viewers],
    ['live', 640, 'H264', 1],
  )
})

void it('interrupted once, back in time resumed, lost after the window', async () => {
  await engine.hook(SECRET, publish)
  publisher = '6140mar2'
  await isTold(1)
  publisher = null
  await engine.hook(SECRET, unpublish)
  await engine.hook(SECRET, unpublish)
  assert.equal((await engine.health('room_1'))?.state, 'interrupted')
  await engine.hook(SECRET, { ...publish, client_id: 'second' })
  publisher = 'second'
  await isTold(3)
  publisher = null
  await isTold(5)
  assert.deepEqual(told, [
    'started 6140mar2 false',
    'interrupted 6140mar2 UNPUBLISHED',
    'started second true',
    'interrupted second GONE',
    'lost',
  ])
})

void it('a newer publisher takes over: the old one is sent away before SRS is told yes', async () => {
  await engine.hook(SECRET, publish)
  publisher = '6140mar2'
  await isTold(1)
  assert.equal((await engine.hook(SECRET, { ...publish, client_id: 'second' })).body.code, 0)
  assert.deepEqual(kicked, ['6140mar2'])
  await engine.hook(SECRET, unpublish)
  publisher = 'second'
  await isTold(3)
  assert.deepEqual(told.slice(1), ['interrupted 6140mar2 TAKEN_OVER', 'started second true'])
})

void it('closing sends everybody away, the publisher first; twice is the same as once', async () => {
  await engine.hook(SECRET, publish)
  publisher = '6140mar2'
  await isTold(1)
  await engine.close('room_1')
  await engine.hook(SECRET, unpublish)
  assert.deepEqual(told, ['started 6140mar2 false'], 'what we ended ourselves is no interruption')
  await engine.close('room_1')
  assert.deepEqual(kicked, ['6140mar2', 'g4e4a8u7'])
  assert.equal(await engine.health('room_1'), null)
})

void it('an API that fails is PROVIDER_UNAVAILABLE', async () => {
  broken = true
  await assert.rejects(
    engine.health('room_1'),
    (error) => error instanceof AppError && error.code === 'PROVIDER_UNAVAILABLE',
  )
  await assert.rejects(
    engine.close('room_1'),
    (error) => error instanceof AppError && error.code === 'PROVIDER_UNAVAILABLE',
  )
})

void it('on air since before we began: a viewer is let in, and its end is told; what is not there is refused', async () => {
  assert.equal((await engine.hook(SECRET, play)).body.code, 403)
  publisher = '6140mar2'
  assert.equal((await engine.hook(SECRET, play)).body.code, 0)
  publisher = null
  await engine.hook(SECRET, unpublish)
  await isTold(2)
  assert.deepEqual(told, ['interrupted 6140mar2 UNPUBLISHED', 'lost'])
})
