// The SRS adapter against the real server with the configuration we publish: keys, takeover, drop, freeze, kick, kill -9, recording.
// Needs SRS 5 or newer (SRS_PATH, or `srs` on the PATH) and ffmpeg; skipped otherwise, and the reason is said.
import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { RecordedSegment } from '#platform/live-engine'
import { createSrsEngine, type SrsEngine } from '#platform/providers/srs'
import { handleSrsHook } from '#platform/providers/srs-hooks'
import { findSrs, startSrs, type RunningSrs } from '#tests/support/srs'
import { until } from '#tests/support/until'

const SECRET = 'a-secret-of-some-length'
const srsPath = findSrs()
const noFfmpeg = spawnSync('ffmpeg', ['-version']).status !== 0
const skip = srsPath === null ? 'no SRS: set SRS_PATH' : noFfmpeg ? 'no ffmpeg' : false

const told: string[] = []
const segments: RecordedSegment[] = []
const children: ChildProcess[] = []
let folder = ''
let server: Server
let srs: RunningSrs
let engine: SrsEngine

const publish = (stream: string, key: string): ChildProcess => {
  const urls = engine.publishUrls(stream, key)
  const arguments_ = [
    [
      '-v',
      'error',
      '-re',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:r=25',
      '-f',
      'lavfi',
      '-i',
      'sine=r=44100',
    ],
    ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '25', '-c:a', 'aac'],
    ['-f', 'flv', `${urls.rtmpUrl}/${urls.key}`],
  ].flat()
  const child = spawn('ffmpeg', arguments_, { stdio: 'ignore' })
  children.push(child)
  return child
}
const of = (stream: string) =>
  told.filter((line) => line.startsWith(`${stream} `)).map((line) => line.slice(stream.length + 1))
const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

before(async () => {
  if (skip || srsPath === null) return
  folder = await mkdtemp(join(tmpdir(), 'serendip-srs-'))
  server = createServer((request, response) => {
    if (!handleSrsHook(engine, request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const { port } = server.address() as AddressInfo
  const hook = `http://127.0.0.1:${port}/api/v1/live-engine/hooks/srs/${SECRET}`
  srs = await startSrs(srsPath, folder, hook, [port + 1, port + 2, port + 3])
  engine = createSrsEngine({
    apiUrl: srs.api,
    publishUrl: srs.rtmp,
    playUrl: srs.http,
    hookSecret: SECRET,
    recordingsFolder: srs.recordings,
    now: Date.now,
    resumeMs: 4000,
    pollMs: 300,
    hooks: {
      mayPublish: (p) => Promise.resolve(p.key === `key of ${p.stream}` ? null : 'WRONG_KEY'),
      onStarted: (p) => Promise.resolve(void told.push(`${p.stream} ${p.resumed ? 'resumed' : 'started'}`)),
      onInterrupted: (p) => Promise.resolve(void told.push(`${p.stream} interrupted`)),
      onLost: (p) => Promise.resolve(void told.push(`${p.stream} lost`)),
      onSegment: (p) => Promise.resolve(void segments.push(p)),
    },
  })
})
after(async () => {
  if (skip) return
  for (const child of children) child.kill('SIGKILL')
  engine.stop()
  await srs.stop()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

void it('a wrong key is thrown out before a byte is played', { skip, timeout: 30_000 }, async () => {
  const child = publish('wrong', 'guess')
  await until('the publisher is refused', () => ended(child))
  assert.notEqual(child.exitCode, 0)
  assert.deepEqual(of('wrong'), [])
  assert.equal(await engine.health('wrong'), null)
})

void it('whoever asks for what is not there is sent away', { skip, timeout: 30_000 }, async () => {
  const limit = { signal: AbortSignal.timeout(5000) }
  const answer = await fetch(engine.playUrls('nothing').flv ?? '', limit).catch((error: unknown) => error)
  assert.ok(answer instanceof Response ? answer.status >= 400 : !limit.signal.aborted, String(answer))
})

void it(
  'the right key is on air: health, a viewer by FLV, pieces of the recording',
  { skip, timeout: 40_000 },
  async () => {
    publish('room', 'key of room')
    await until('started', () => of('room').includes('started'))
    const stop = new AbortController()
    const viewer = await fetch(engine.playUrls('room').flv ?? '', { signal: stop.signal })
    const first = await viewer.body?.getReader().read()
    assert.equal(Buffer.from(first?.value as Uint8Array).toString('latin1', 0, 3), 'FLV')
    await until('the viewer is counted', async () => (await engine.health('room'))?.viewers === 1)
    await until('a bitrate', async () => ((await engine.health('room'))?.videoKbps ?? 0) > 50)
    const health = await engine.health('room')
    assert.deepEqual(
      [health?.state, health?.width, health?.height, health?.videoCodec, health?.audioCodec, health?.advice],
      ['live', 320, 180, 'H264', 'AAC', []],
    )
    stop.abort()
    await until('two pieces', () => segments.filter((s) => s.stream === 'room').length >= 2)
    const [one, two] = segments.filter((s) => s.stream === 'room')
    assert.ok(one && two)
    assert.deepEqual([one.index, two.index, one.discontinuity, two.discontinuity], [0, 1, true, false])
    const bytes = await readFile(join(srs.recordings, one.file))
    assert.deepEqual(
      [bytes.length, createHash('sha256').update(bytes).digest('hex')],
      [one.bytes, one.sha256],
    )
    assert.ok(one.durationMs > 1000 && one.durationMs < 6000, `${one.durationMs} ms`)
    assert.ok(Math.abs(one.startedAtMs + one.durationMs - two.startedAtMs) < 1500)
  },
)

void it(
  'the newest publisher takes over; a frozen one does not stand in the way',
  { skip, timeout: 40_000 },
  async () => {
    const old = children.at(-1)
    old?.kill('SIGSTOP')
    const fresh = publish('room', 'key of room')
    await until('resumed', () => of('room').includes('resumed'))
    assert.deepEqual(of('room'), ['started', 'interrupted', 'resumed'])
    old?.kill('SIGKILL')
    await wait(700)
    assert.ok(!ended(fresh), 'the new publisher stays')
    assert.equal((await engine.health('room'))?.state, 'live')
  },
)

void it(
  'a publisher that is killed interrupts, comes back, is lost after the window',
  { skip, timeout: 60_000 },
  async () => {
    children.at(-1)?.kill('SIGKILL')
    await until('interrupted', () => of('room').length === 4, 10_000)
    assert.equal((await engine.health('room'))?.state, 'interrupted')
    publish('room', 'key of room')
    await until('resumed', () => of('room').at(-1) === 'resumed')
    children.at(-1)?.kill('SIGSTOP')
    await until(
      'a frozen one is interrupted in ten seconds',
      () => of('room').at(-1) === 'interrupted',
      10_000,
    )
    await until('lost', () => of('room').at(-1) === 'lost', 10_000)
    assert.equal(await engine.health('room'), null)
  },
)

void it(
  'closing throws publisher and viewer out; twice is the same as once',
  { skip, timeout: 30_000 },
  async () => {
    const child = publish('closing', 'key of closing')
    await until('started', () => of('closing').includes('started'))
    const viewer = await fetch(engine.playUrls('closing').flv ?? '')
    const drained = viewer.body?.pipeTo(new WritableStream()).catch(() => {})
    await engine.close('closing')
    await engine.close('closing')
    await until('the publisher is gone', () => ended(child))
    await Promise.race([drained, wait(10_000, 'still there', { ref: false })]).then((how) =>
      assert.equal(how, undefined),
    )
    assert.deepEqual(of('closing'), ['started'], 'what we ended ourselves is no interruption')
  },
)

void it(
  'a server that dies is an interruption, and PROVIDER_UNAVAILABLE to whoever asks',
  { skip, timeout: 30_000 },
  async () => {
    publish('dying', 'key of dying')
    await until('started', () => of('dying').includes('started'))
    srs.process.kill('SIGKILL')
    await until('interrupted', () => of('dying').includes('interrupted'), 10_000)
    await assert.rejects(engine.health('dying'), /PROVIDER_UNAVAILABLE/)
  },
)
