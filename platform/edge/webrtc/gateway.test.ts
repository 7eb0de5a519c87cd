// A real browser's camera through the gateway: pictures that decode, sound that is AAC, and everything that may go wrong on the way.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser'
import { until } from '#tests/support/until'
import { createWebRtcGateway, type WebRtcGateway } from './gateway.ts'
import type { AudioFrame, MediaSink, Publishing, VideoUnit } from './media-sink.ts'

type Taken = Publishing & {
  pictures: VideoUnit[]
  sound: AudioFrame[]
  config: Buffer | null
  gone: string | null
}

const ffmpegPath = spawnSync('ffmpeg', ['-version']).status === 0 ? 'ffmpeg' : null
const taken: Taken[] = []
const current = new Map<string, Taken>()
let server: Server
let gateway: WebRtcGateway
let browser: Browser
let page: Page
let base = ''

const openSink = (publishing: Publishing): Promise<{ refusal: string } | { sink: MediaSink }> => {
  if (publishing.key !== 'right') return Promise.resolve({ refusal: 'WRONG_KEY' })
  current.get(publishing.stream)?.onReplaced('TAKEN_OVER')
  const mine: Taken = { ...publishing, pictures: [], sound: [], config: null, gone: null }
  taken.push(mine)
  current.set(publishing.stream, mine)
  return Promise.resolve({
    sink: {
      video: (unit) => void mine.pictures.push(unit),
      audioConfig: (config) => void (mine.config = config),
      audio: (frame) => void mine.sound.push(frame),
      gone: (reason) => void (mine.gone ??= reason),
    },
  })
}

/** Runs in the page: sends a canvas and a tone, or watches; keeps the peer under `name`. */
const inPage = async ([base, way, stream, key, name]: string[]) => {
  const peers = ((window as unknown as { peers?: Record<string, unknown> }).peers ??= {})
  const peer = new RTCPeerConnection()
  peers[name ?? ''] = peer
  if (way === 'whip') {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 360
    const drawing = canvas.getContext('2d')
    let frame = 0
    setInterval(() => {
      if (!drawing) return
      drawing.fillStyle = `hsl(${(frame * 7) % 360} 80% 50%)`
      drawing.fillRect(0, 0, 640, 360)
      drawing.fillStyle = '#fff'
      drawing.fillRect((frame++ * 9) % 600, 100, 40, 160)
    }, 33)
    const context = new AudioContext()
    const tone = context.createOscillator()
    const out = context.createMediaStreamDestination()
    tone.connect(out)
    tone.start()
    for (const track of [...canvas.captureStream(30).getTracks(), ...out.stream.getTracks()])
      peer.addTransceiver(track, { direction: 'sendonly' })
  } else {
    peer.addTransceiver('video', { direction: 'recvonly' })
    peer.addTransceiver('audio', { direction: 'recvonly' })
    const video = document.createElement('video')
    video.muted = true
    video.autoplay = true
    video.id = name ?? ''
    video.srcObject = new MediaStream()
    document.body.append(video)
    peer.addEventListener('track', (event) => (video.srcObject as MediaStream).addTrack(event.track))
  }
  await peer.setLocalDescription(await peer.createOffer())
  const response = await fetch(`${base}/${way}/${stream}`, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
    body: peer.localDescription?.sdp ?? '',
  })
  const body = await response.text()
  if (response.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: body })
  return { status: response.status, location: response.headers.get('location'), body }
}
const run = (way: 'whip' | 'whep', stream: string, key: string, name: string) =>
  page.evaluate(inPage, [base, way, stream, key, name])
const closePeer = (name: string) =>
  page.evaluate(
    (name) => (window as unknown as { peers: Record<string, RTCPeerConnection> }).peers[name]?.close(),
    name,
  )

before(async () => {
  gateway = createWebRtcGateway({
    openSink,
    addresses: { publicAddress: null, udpPorts: null },
    ffmpegPath,
    now: () => performance.now(),
    refuse: (response, code) =>
      void response.writeHead(409, { 'content-type': 'application/problem+json' }).end(code),
    mostViewers: 2,
    publisherLimits: { silentMs: 2000 },
    viewerLimits: { silentMs: 6000 },
  })
  server = createServer((request, response) => {
    if (!gateway.handle(request, response))
      response.writeHead(200, { 'content-type': 'text/html' }).end('<body></body>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
  page = await browser.newPage()
  await page.goto(base)
})
after(async () => {
  await gateway.close()
  await browser.close()
  server.closeAllConnections()
  server.close()
})

const decodes = (pictures: readonly VideoUnit[]): number => {
  const start = Buffer.from([0, 0, 0, 1])
  const input = Buffer.concat(pictures.flatMap((p) => p.nalUnits.flatMap((unit) => [start, unit])))
  const arguments_ = ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', '-f', 'framehash', '-']
  const done = spawnSync('ffmpeg', arguments_, { input, maxBuffer: 1 << 26 })
  assert.equal(done.stderr.toString(), '')
  return done.stdout
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('0,')).length
}

void it(
  'a browser camera comes in as pictures that decode and AAC beside them',
  { timeout: 60_000 },
  async (t) => {
    const answer = await run('whip', 'one', 'right', 'a')
    assert.equal(answer.status, 201)
    assert.match(answer.location ?? '', /^\/whip\/one\/[0-9a-f-]{36}$/)
    const mine = taken.at(-1)
    assert.ok(mine)
    await until('five seconds of pictures', () => (mine.pictures.at(-1)?.timestampMs ?? 0) > 5000)
    const [first] = mine.pictures
    assert.ok(first?.keyFrame)
    assert.deepEqual(
      first.nalUnits.slice(0, 2).map((unit) => (unit[0] ?? 0) & 31),
      [7, 8],
    )
    const keys = mine.pictures.filter((p) => p.keyFrame)
    assert.ok(keys.length >= 2, `${keys.length} key frames in 5 s`)
    const times = mine.pictures.map((p) => p.timestampMs)
    assert.ok(
      times.every((at, i) => i === 0 || at > (times[i - 1] ?? 0)),
      'picture times rise',
    )
    if (!ffmpegPath) return t.diagnostic('no ffmpeg: neither decoded nor heard')
    assert.equal(decodes(mine.pictures), mine.pictures.length)
    await until('sound', () => mine.sound.length > 100)
    const heard = mine.sound.map((f) => f.timestampMs)
    assert.ok(heard.every((at, i) => i === 0 || at >= (heard[i - 1] ?? 0)))
    assert.ok(
      Math.abs((heard.at(-1) ?? 0) - (mine.pictures.at(-1)?.timestampMs ?? 0)) < 700,
      'sound keeps up',
    )
  },
)

void it(
  'one who talks along sees the camera; a third finds no seat; a vanished one is cleaned up',
  { timeout: 60_000 },
  async () => {
    assert.equal((await run('whep', 'nobody', '', 'x')).body, 'WHEP_UNAVAILABLE')
    assert.equal((await run('whep', 'one', '', 'v1')).status, 201)
    assert.equal((await run('whep', 'one', '', 'v2')).status, 201)
    assert.equal((await run('whep', 'one', '', 'v3')).body, 'WHEP_FULL')
    await until('the picture moves', () =>
      page.evaluate(() => ((document.querySelector('#v1') as HTMLVideoElement | null)?.currentTime ?? 0) > 1),
    )
    assert.equal(gateway.viewers('one'), 2)
    await closePeer('v1')
    await until('one viewer left', () => gateway.viewers('one') === 1)
  },
)

void it(
  'a wrong key costs nothing; a broken offer is named; the newest publisher takes over',
  { timeout: 60_000 },
  async () => {
    assert.equal((await run('whip', 'one', 'wrong', 'w')).body, 'WRONG_KEY')
    const broken = await fetch(`${base}/whip/one2`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: 'Bearer right' },
      body: 'v=0\r\nm=audio 9 X\r\n',
    })
    assert.equal(await broken.text(), 'SDP_INVALID')
    const old = taken.find((one) => one.stream === 'one')
    assert.ok(old && old.gone === null)
    const answer = await run('whip', 'one', 'right', 'b')
    assert.equal(answer.status, 201)
    assert.equal(old.gone, 'TAKEN_OVER')
    const mine = taken.at(-1)
    assert.ok(mine && mine !== old)
    await until('pictures of the new one', () => mine.pictures.length > 30)
    const before = await page.evaluate(() => (document.querySelector('#v2') as HTMLVideoElement).currentTime)
    await until('the viewer goes on with the new camera', () =>
      page.evaluate((at) => (document.querySelector('#v2') as HTMLVideoElement).currentTime > at + 1, before),
    )
    const ended = await fetch(base + (answer.location ?? ''), { method: 'DELETE' })
    assert.equal(ended.status, 200)
    assert.equal(mine.gone, 'CLOSED')
    assert.equal((await fetch(base + (answer.location ?? ''), { method: 'DELETE' })).status, 409)
  },
)

void it('a tab that vanishes is noticed within seconds', { timeout: 60_000 }, async () => {
  const other = await browser.newPage()
  await other.goto(base)
  assert.equal((await other.evaluate(inPage, [base, 'whip', 'gone', 'right', 'z'])).status, 201)
  const mine = taken.at(-1)
  assert.ok(mine)
  await until('pictures', () => mine.pictures.length > 10)
  await other.close()
  await until('noticed', () => mine.gone !== null, 6000)
})
