// The cache we publish (deploy/nginx-live.conf) in front of the real edge: a crowd costs the edge what one viewer costs; nobody is given
// an old playlist. Needs nginx (NGINX_PATH, or nginx on the PATH or in /usr/sbin) and ffmpeg; skipped otherwise, and the reason is said.
import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createEdge, type Edge } from '#platform/edge/index'
import { silentLogger } from '#platform/logger'
import { ffmpegPath, openCamera, type Camera } from '#tests/support/camera'
import { openHooks } from '#tests/support/open-hooks'

const nginxPath =
  [process.env.NGINX_PATH, 'nginx', '/usr/sbin/nginx'].find(
    (path): path is string => !!path && spawnSync(path, ['-v']).status === 0,
  ) ?? null
const skip = nginxPath === null ? 'no nginx: set NGINX_PATH' : ffmpegPath() === null ? 'no ffmpeg' : false

const VIEWERS = 50
const WATCH_MS = 6000
const rules = openHooks('right')
const atOrigin = new Map<string, number>()
const agent = new Agent({ keepAlive: true, maxSockets: VIEWERS * 2 })
let folder = ''
let edge: Edge
let nginx: ChildProcess
let camera: Camera
let base = ''

type Answer = {
  status: number
  text: string
  bytes: number
  cache: string
  atMs: number
  range: string | undefined
}
const ask = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((done, fail) => {
    get(base + path, { agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const body = Buffer.concat(parts)
        done({
          status: response.statusCode ?? 0,
          text: body.toString('latin1'),
          bytes: body.length,
          cache: String(response.headers['x-cache'] ?? ''),
          range: response.headers['content-range'],
          atMs: performance.now(),
        })
      })
      response.on('error', fail)
    }).on('error', fail)
  })

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((go) => void server.close(() => go()))
  return port
}

/** What comes next: the place of the part that the playlist hints at. */
const nextOf = (playlist: string): { number: number; part: number } => {
  const hint = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(playlist)
  assert.ok(hint, playlist)
  return { number: Number(hint[1]), part: Number(hint[2]) }
}
const partsOf = (playlist: string): string[] =>
  [...playlist.matchAll(/EXT-X-PART:.*?URI="([^"]+)"/g)].map((m) => m[1] ?? '')

before(async () => {
  if (skip || nginxPath === null) return
  folder = await mkdtemp(join(tmpdir(), 'serendip-nginx-'))
  edge = createEdge({
    hooks: rules.hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: 'a-secret-of-some-length',
  })
  edge.http.prependListener('request', (request) => {
    const url = request.url ?? ''
    atOrigin.set(url, (atOrigin.get(url) ?? 0) + 1)
  })
  await edge.start()
  const port = await freePort()
  base = `http://127.0.0.1:${port}`
  const published = readFileSync(resolve(import.meta.dirname, '../../deploy/nginx-live.conf'), 'utf8')
    .replace('/var/cache/nginx/serendip-live', join(folder, 'cache'))
    .replace('127.0.0.1:4002', `127.0.0.1:${edge.ports().media}`)
    .replace('listen 8090', `listen 127.0.0.1:${port}`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join(' ')
  // As root its workers would become somebody who may not write here.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const whole = `${user} worker_processes 1; daemon off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error')};
    events { worker_connections 2048; } http { access_log off; ${temporary} ${published} }`
  await writeFile(join(folder, 'nginx.conf'), whole)
  nginx = spawn(nginxPath, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  camera = openCamera(`rtmp://127.0.0.1:${edge.ports().rtmp}/live/crowd?key=right`)
  const end = performance.now() + 15_000
  for (;;) {
    const answer = await ask('/live/crowd/index.m3u8').catch(() => null)
    if (answer?.status === 200 && partsOf(answer.text).length > 4) break
    assert.ok(performance.now() < end, `nothing to see: ${answer?.status}`)
    await wait(100)
  }
})
after(async () => {
  if (skip) return
  camera.kill()
  const gone = new Promise<void>((go) => nginx.once('close', () => go()))
  nginx.kill('SIGTERM')
  await gone
  agent.destroy()
  await edge.stop()
  await rm(folder, { recursive: true, force: true })
})

void it('a crowd costs the edge what one viewer costs', { skip, timeout: 60_000 }, async (t) => {
  atOrigin.clear()
  let asked = 0
  const end = performance.now() + WATCH_MS
  const first = await ask('/live/crowd/index.m3u8')
  const watch = async () => {
    let next = nextOf(first.text)
    const seen = new Set(partsOf(first.text))
    while (performance.now() < end) {
      const list = await ask(`/live/crowd/index.m3u8?_HLS_msn=${next.number}&_HLS_part=${next.part}`)
      assert.equal(list.status, 200)
      const fresh = partsOf(list.text).filter((part) => !seen.has(part))
      assert.ok(fresh.includes(`${next.number}.${next.part}.m4s`) || nextOf(list.text).number > next.number)
      for (const part of fresh) {
        seen.add(part)
        const piece = await ask(`/live/crowd/${part}`)
        assert.equal(piece.status, 200)
        asked++
      }
      asked++
      next = nextOf(list.text)
    }
  }
  await Promise.all(Array.from({ length: VIEWERS }, watch))
  const pieces = [...atOrigin].filter(([url]) => url.endsWith('.m4s'))
  const reached = [...atOrigin.values()].reduce((sum, n) => sum + n, 0)
  t.diagnostic(
    `${VIEWERS} viewers asked ${asked} times; ${reached} reached the edge (${((100 * reached) / asked).toFixed(1)} %)`,
  )
  assert.ok(pieces.length >= (WATCH_MS / 1000) * 3, `${pieces.length} parts`)
  assert.deepEqual(
    pieces.filter(([, n]) => n > 1),
    [],
    'each part is asked for once',
  )
  assert.ok(reached < asked / (VIEWERS / 2), `${reached} of ${asked}`)
})

void it(
  'a playlist is never older than its second; a reload is answered when its part is there',
  { skip, timeout: 30_000 },
  async () => {
    let newest = 0
    for (let i = 0; i < 25; i++) {
      const before = Date.now()
      const list = await ask('/live/crowd/index.m3u8')
      const { number, part } = nextOf(list.text)
      assert.ok(number * 1000 + part >= newest, 'never back')
      newest = number * 1000 + part
      const times = [...list.text.matchAll(/PROGRAM-DATE-TIME:(\S+)/g)].map((m) => Date.parse(m[1] ?? ''))
      const shown = Math.max(...times)
      assert.ok(before - shown < 4500, `the newest segment began ${before - shown} ms ago`)
      await wait(100)
    }
    const { number, part } = nextOf((await ask('/live/crowd/index.m3u8?_HLS_msn=0&_HLS_part=0')).text)
    const two = await Promise.all(
      [0, 1].map(() => ask(`/live/crowd/index.m3u8?_HLS_msn=${number}&_HLS_part=${part + 1}`)),
    )
    for (const answer of two) assert.equal(answer.status, 200)
  },
)

void it('ranges, refusals and what is not for viewers', { skip, timeout: 30_000 }, async () => {
  const list = await ask('/live/crowd/index.m3u8')
  const [piece = ''] = partsOf(list.text).slice(-1)
  const whole = await ask(`/live/crowd/${piece}`)
  const some = await ask(`/live/crowd/${piece}`, { range: 'bytes=0-99' })
  assert.deepEqual([some.status, some.bytes, some.range], [206, 100, `bytes 0-99/${whole.bytes}`])
  assert.equal(some.text, whole.text.slice(0, 100))
  atOrigin.clear()
  const unknown = await Promise.all(Array.from({ length: 20 }, () => ask('/live/nothing/index.m3u8')))
  assert.ok(unknown.every((answer) => answer.status === 404))
  assert.equal(atOrigin.get('/live/nothing/index.m3u8'), 1, 'an unknown room is asked for once a second')
  assert.equal((await ask('/internal/streams/crowd')).status, 404)
  assert.deepEqual(
    [...atOrigin.keys()].filter((url) => url.startsWith('/internal')),
    [],
  )
  assert.equal((await ask('/live/crowd/index.m3u8?_HLS_msn=x')).status, 400)
})

void it('FLV passes through', { skip, timeout: 30_000 }, async () => {
  const stop = new AbortController()
  const answer = await fetch(`${base}/live/crowd.flv`, { signal: stop.signal })
  const first = await answer.body?.getReader().read()
  assert.equal(Buffer.from(first?.value ?? []).toString('latin1', 0, 3), 'FLV')
  stop.abort()
})
