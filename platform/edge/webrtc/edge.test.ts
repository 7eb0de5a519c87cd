// A browser's camera through the whole edge: what comes out by FLV decodes with picture and sound; the hooks hear what they hear of OBS.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createLogger } from '#platform/logger'
import { openBrowser } from '#tests/support/browser'
import { openHooks } from '#tests/support/open-hooks'
import { until } from '#tests/support/until'
import { createEdge, type Edge } from '../index.ts'
import { addWebRtc, type WebRtcGateway } from './index.ts'

const ffmpegPath = spawnSync('ffmpeg', ['-version']).status === 0 ? 'ffmpeg' : null
const rules = openHooks('right')
let edge: Edge
let gateway: WebRtcGateway
let browser: Browser
let page: Page
let base = ''

const send = async ([base, stream, key]: string[]) => {
  const canvas = document.createElement('canvas')
  canvas.width = 640
  canvas.height = 360
  const pen = canvas.getContext('2d')
  let frame = 0
  setInterval(() => {
    if (!pen) return
    pen.fillStyle = `hsl(${(frame++ * 7) % 360} 80% 50%)`
    pen.fillRect(0, 0, 640, 360)
  }, 33)
  const context = new AudioContext()
  const tone = context.createOscillator()
  const out = context.createMediaStreamDestination()
  tone.connect(out)
  tone.start()
  const peer = new RTCPeerConnection()
  for (const track of [...canvas.captureStream(30).getTracks(), ...out.stream.getTracks()])
    peer.addTransceiver(track, { direction: 'sendonly' })
  await peer.setLocalDescription(await peer.createOffer())
  const response = await fetch(`${base}/whip/${stream}`, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
    body: peer.localDescription?.sdp ?? '',
  })
  const body = await response.text()
  if (response.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: body })
  return { status: response.status, location: response.headers.get('location'), body }
}
const run = (stream: string, key: string) => page.evaluate(send, [base, stream, key])
const of = (stream: string) => rules.happened.filter((one) => one.stream === stream).map((one) => one.kind)

before(async () => {
  const log = createLogger('silent')
  edge = createEdge({
    hooks: rules.hooks,
    log,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: 'a-secret-of-some-length',
    resumeMs: 3000,
    addresses: { webRtc: true },
  })
  gateway = addWebRtc(edge, { log, ffmpegPath })
  await edge.start()
  base = `http://127.0.0.1:${edge.ports().media}`
  browser = await openBrowser()
  page = await browser.newPage()
  await page.goto(`${base}/health`)
})
after(async () => {
  await gateway.close()
  await browser.close()
  await edge.stop()
})

void it(
  'comes out by FLV with picture and sound, and says where it came from',
  { timeout: 60_000 },
  async (t) => {
    const refused = await run('room', 'wrong')
    assert.equal(refused.status, 403)
    assert.equal((JSON.parse(refused.body) as { code: string }).code, 'WRONG_KEY')
    assert.equal((await run('room', 'right')).status, 201)
    await until('started', () => of('room').includes('started'))
    assert.equal(edge.engine.publishUrls('room', 'k').whipUrl, `:${edge.ports().media}/whip/room`)
    assert.equal(edge.engine.playUrls('room').whep, `:${edge.ports().media}/whep/room`)
    const stop = new AbortController()
    const response = await fetch(`${base}/live/room.flv`, { signal: stop.signal })
    const parts: Buffer[] = []
    const reader = response.body?.getReader()
    const end = performance.now() + 4000
    while (reader && performance.now() < end) parts.push(Buffer.from((await reader.read()).value ?? []))
    stop.abort()
    const health = await edge.engine.health('room')
    assert.deepEqual([health?.protocol, health?.state, health?.reordered], ['whip', 'live', false])
    // A busy browser sends a smaller picture.
    assert.ok(health && health.width >= 160 && health.width <= 640, `${health?.width}`)
    assert.ok((health?.keyFrameEveryMs ?? Infinity) <= 3000, `key frames every ${health?.keyFrameEveryMs} ms`)
    if (!ffmpegPath) return t.diagnostic('no ffmpeg: not decoded, no sound')
    assert.equal(health?.audioCodec?.startsWith('mp4a'), true)
    const hash = ['-v', 'error', '-f', 'flv', '-i', 'pipe:0', '-f', 'framehash', '-']
    const decoded = spawnSync('ffmpeg', hash, { input: Buffer.concat(parts), maxBuffer: 1 << 26 })
    const lines = decoded.stdout.toString().split('\n')
    const pictures = lines.filter((line) => line.startsWith('0,')).length
    const sounds = lines.filter((line) => line.startsWith('1,')).length
    assert.ok(pictures > 20 && sounds > 100, `${pictures} pictures, ${sounds} sounds: ${decoded.stderr}`)
  },
)

void it('leaving interrupts, coming back resumes, RTMP may take over', { timeout: 60_000 }, async (t) => {
  const first = await run('other', 'right')
  await until('started', () => of('other').includes('started'))
  assert.equal((await fetch(base + (first.location ?? ''), { method: 'DELETE' })).status, 200)
  await until('interrupted', () => of('other').at(-1) === 'interrupted')
  await run('other', 'right')
  await until('resumed', () => of('other').at(-1) === 'started')
  if (ffmpegPath) {
    const urls = `rtmp://127.0.0.1:${edge.ports().rtmp}/live/other?key=right`
    const lavfi = ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25', '-t', '3']
    const encode = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '25',
      '-f',
      'flv',
      urls,
    ]
    const { spawn } = await import('node:child_process')
    const child = spawn('ffmpeg', [...lavfi, ...encode], { stdio: 'ignore' })
    await until('RTMP is on air', async () => (await edge.engine.health('other'))?.width === 320)
    assert.equal((await edge.engine.health('other'))?.protocol, 'rtmp')
    child.kill('SIGKILL')
  } else t.diagnostic('no ffmpeg: no takeover by RTMP')
  await edge.engine.close('other')
  assert.equal(await edge.engine.health('other'), null)
})
