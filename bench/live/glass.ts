// Glass to glass: pictures that carry the wall clock as a row of black and white fields go through an encoder, the edge and a real
// browser's player, which reads the clock back from what it shows. Both ends are one machine, so both clocks are one.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { words } from '#tests/support/camera'

const WIDTH = 1280
const HEIGHT = 720
const FPS = 30
const BITS = 32
const CELL = WIDTH / BITS
const ROW = 32

/** The clock in milliseconds modulo 2^32 as fields, and below it the same inverted: what does not fit together is not read. */
function stamp(luma: Buffer, clockMs: number): void {
  const value = clockMs % 2 ** BITS
  for (let bit = 0; bit < BITS; bit++) {
    const isOn = Math.floor(value / 2 ** (BITS - 1 - bit)) % 2 === 1
    for (let y = 0; y < ROW * 2; y++) {
      const shade = y < ROW === isOn ? 235 : 16
      luma.fill(shade, y * WIDTH + bit * CELL, y * WIDTH + (bit + 1) * CELL)
    }
  }
}

/** Moving texture, so that the encoder uses its bits. */
function backgrounds(count: number): Buffer[] {
  let seed = 7
  const noise = Buffer.alloc(256 * 256)
  for (let i = 0; i < noise.length; i++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    noise[i] = 90 + ((seed >> 16) % 60)
  }
  return Array.from({ length: count }, (_, frame) => {
    const picture = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 128)
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++)
        picture[y * WIDTH + x] = noise[(((y >> 2) + frame * 3) % 256) * 256 + (((x >> 2) + frame * 5) % 256)]!
    return picture
  })
}

export type ClockCamera = {
  stop(): void
  complaints(): string
  /** How late the camera itself was with each picture, in milliseconds: a machine that is busy elsewhere shows here. */
  lateMs: number[]
}

/** Sends the clock's pictures and a tone by RTMP: 720p30 at 2.5 Mbit/s, tuned for no delay. */
export function openClockCamera(ffmpeg: string, url: string): ClockCamera {
  const child = spawn(
    ffmpeg,
    [
      ...words(`-v error -nostdin -f rawvideo -pix_fmt yuv420p -s ${WIDTH}x${HEIGHT}`),
      ...words(`-r ${FPS} -i pipe:0 -re -f lavfi -i sine=frequency=440:r=44100`),
      ...words('-c:v libx264 -preset veryfast -tune zerolatency -g 30 -threads 1'),
      ...words('-b:v 2500k -maxrate 2500k -bufsize 1250k -c:a aac -b:a 128k'),
      ...words('-flush_packets 1 -f flv'),
      url,
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  )
  let complaints = ''
  child.stderr!.on('data', (text: Buffer) => (complaints += text.toString()))
  child.stdin!.on('error', () => {})
  const pictures = backgrounds(24)
  const startedAt = performance.now()
  const lateMs: number[] = []
  let sent = 0
  const timer = setInterval(() => {
    while (sent < ((performance.now() - startedAt) * FPS) / 1000) {
      const picture = Buffer.from(pictures[sent % pictures.length]!)
      stamp(picture, Date.now())
      sent += 1
      lateMs.push(performance.now() - startedAt - ((sent - 1) * 1000) / FPS)
      if (child.stdin!.writableLength < picture.length * 4) child.stdin!.write(picture)
    }
  }, 4)
  return {
    stop() {
      clearInterval(timer)
      child.kill('SIGKILL')
    },
    complaints: () => complaints,
    lateMs,
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>glass</title><script src="/mpegts.js"></script><script src="/hls.js"></script>
<video muted playsinline width="640" height="360"></video><script>
const video = document.querySelector('video')
const canvas = new OffscreenCanvas(320, 16)
const pen = canvas.getContext('2d', { willReadFrequently: true })
function readClock() {
  pen.drawImage(video, 0, 0, 1280, 64, 0, 0, 320, 16)
  const rows = [4, 12].map((y) => pen.getImageData(0, y, 320, 1).data)
  let value = 0
  for (let bit = 0; bit < 32; bit++) {
    const [on, off] = rows.map((row) => row[(bit * 10 + 5) * 4])
    if (Math.abs(on - off) < 60) return null
    value = value * 2 + (on > off ? 1 : 0)
  }
  return value
}
window.measure = (kind, url, settleMs, forMs) => new Promise((resolve) => {
  const startedAt = performance.now()
  const out = { firstFrameMs: null, delays: [], waits: 0, errors: [], unread: 0 }
  video.addEventListener('waiting', () => { if (performance.now() - startedAt > settleMs) out.waits += 1 })
  const onFrame = () => {
    const now = Date.now()
    out.firstFrameMs ??= performance.now() - startedAt
    if (performance.now() - startedAt > settleMs) {
      const clock = readClock()
      if (clock === null) out.unread += 1
      else out.delays.push((now % 2 ** 32) - clock)
    }
    video.requestVideoFrameCallback(onFrame)
  }
  video.requestVideoFrameCallback(onFrame)
  if (kind === 'flv') {
    const player = mpegts.createPlayer({ type: 'flv', isLive: true, url },
      { enableStashBuffer: false, liveSync: true, liveSyncTargetLatency: 0.3, liveSyncMaxLatency: 0.6, enableWorker: true })
    player.on(mpegts.Events.ERROR, (a, b) => out.errors.push(a + ' ' + b))
    player.attachMediaElement(video)
    player.load()
    void player.play()
  } else {
    const hls = new Hls({ lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.1 })
    hls.on(Hls.Events.ERROR, (_, e) => out.errors.push(e.details))
    hls.loadSource(url)
    hls.attachMedia(video)
    void video.play()
  }
  setTimeout(() => resolve(out), settleMs + forMs)
})
</script>`

export type Glass = {
  firstFrameMs: number
  delays: number[]
  waits: number
  unread: number
  errors: string[]
}

/** Serves a page with the two players; unsaid, the measuring one. */
export async function servePage(html = PAGE): Promise<{ url: string; stop(): void }> {
  const require = createRequire(import.meta.url)
  const scripts: Record<string, string> = {
    '/mpegts.js': require.resolve('mpegts.js/dist/mpegts.js'),
    '/hls.js': require.resolve('hls.js/dist/hls.min.js'),
  }
  const server = createServer((request, response) => {
    const file = scripts[request.url ?? '']
    const body = file ? readFile(file) : Promise.resolve(html)
    void body.then((content) =>
      response.writeHead(200, { 'Content-Type': file ? 'text/javascript' : 'text/html' }).end(content),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => void server.close(),
  }
}

/** One fresh page, one player; delays in milliseconds from `settleMs` on. */
export async function measureGlass(
  browser: Browser,
  page: string,
  p: { kind: 'flv' | 'llHls'; url: string; settleMs: number; forMs: number },
): Promise<Glass> {
  const tab = await browser.newPage()
  try {
    await tab.goto(page)
    return (await tab.evaluate(
      `window.measure(${JSON.stringify(p.kind)}, ${JSON.stringify(p.url)}, ${p.settleMs}, ${p.forMs})`,
    )) as Glass
  } finally {
    await tab.close()
  }
}
