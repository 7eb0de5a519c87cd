// The player in a real browser on a real stream: half a second behind by FLV, back by itself after a drop with the last picture kept,
// over to LL-HLS when FLV cannot be had. Needs ffmpeg as the camera.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { after, before, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { createEdge, type Edge } from '#platform/edge/index'
import { silentLogger } from '#platform/logger'
import { openBrowser } from '#tests/support/browser'
import { ffmpegPath, openCamera, type Camera } from '#tests/support/camera'
import { openHooks } from '#tests/support/open-hooks'
import { until } from '#tests/support/until'

const skip = ffmpegPath() === null ? 'no ffmpeg' : false
let edge: Edge
let camera: Camera
let browser: Browser
let pages: Server
let address = ''

type Told = { event: string; what: Record<string, unknown> }

const bundled = async (): Promise<Map<string, string>> => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: resolve(import.meta.dirname, '../..'),
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: resolve(import.meta.dirname, '../../apps/client/live-player.ts'),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'player.js', chunkFileNames: '[name].js' },
      },
    },
  })
  const files = new Map<string, string>()
  for (const one of Array.isArray(built) ? built : [built])
    if ('output' in one)
      for (const file of one.output) if (file.type === 'chunk') files.set(`/${file.fileName}`, file.code)
  return files
}

const publish = () => {
  camera = openCamera(`rtmp://127.0.0.1:${edge.ports().rtmp}/live/room?key=right`, { size: '640x360' })
}

before(async () => {
  if (skip) return
  edge = createEdge({
    hooks: openHooks('right').hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: 'a-secret-of-some-length',
    resumeMs: 2000,
  })
  await edge.start()
  publish()
  const files = await bundled()
  pages = createServer((request, response) => {
    const code = files.get(request.url ?? '')
    response.writeHead(200, { 'content-type': code === undefined ? 'text/html' : 'text/javascript' })
    response.end(code ?? '<!doctype html><video muted width="640" height="360"></video>')
  })
  await new Promise<void>((go) => pages.listen(0, '127.0.0.1', go))
  address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/`
  browser = await openBrowser()
})
after(async () => {
  if (skip) return
  camera.kill()
  await browser.close()
  pages.closeAllConnections()
  pages.close()
  await edge.stop()
})

const watch = async (urls: Record<string, string | null>): Promise<Page> => {
  const page = await browser.newPage()
  await page.goto(address)
  await page.evaluate(async (urls) => {
    const path = '/player.js'
    const { createLivePlayer } = (await import(path)) as typeof import('../../apps/client/live-player.ts')
    const told: Told[] = []
    const player = createLivePlayer()
    for (const event of ['playing', 'stalled', 'failed', 'switched', 'muted'] as const)
      player.on(event, (what) => told.push({ event, what }))
    const video = document.querySelector('video')
    if (video) player.attach(video, { flv: null, wsFlv: null, llHls: null, ...urls })
    Object.assign(window, { told, player })
  }, urls)
  return page
}
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Told[] }).told)
const has = async (page: Page, event: string) => (await told(page)).some((one) => one.event === event)
const behind = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector('video')
    return video && video.buffered.length > 0
      ? video.buffered.end(video.buffered.length - 1) - video.currentTime
      : 99
  })

void it('plays by FLV, close to live', { skip, timeout: 60_000 }, async () => {
  const urls = edge.engine.playUrls('room')
  const page = await watch(urls)
  await until('playing', () => has(page, 'playing'))
  await until('less than a second in hand', async () => (await behind(page)) < 1)
  assert.deepEqual(
    (await told(page)).map((one) => [one.event, one.what.kind]),
    [['playing', 'flv']],
  )
  await page.close()
})

void it(
  'a drop is said, the last picture stays, and it comes back by itself',
  { skip, timeout: 90_000 },
  async () => {
    const page = await watch(edge.engine.playUrls('room'))
    await until('playing', () => has(page, 'playing'))
    camera.kill()
    // Whichever is noticed first: that the picture stands, or that the connection ended.
    await until('said', async () => (await has(page, 'stalled')) || (await has(page, 'failed')))
    // The engine lets go of the stream: the connection ends, and the next one finds none.
    await until('tries again', () => has(page, 'failed'))
    const poster = await page.evaluate(() => document.querySelector('video')?.poster.slice(0, 23))
    assert.equal(poster, 'data:image/jpeg;base64,')
    publish()
    await until(
      'plays again',
      // On a busy machine a moment's stall may come in between.
      async () => (await told(page)).filter((one) => one.event === 'playing').length >= 2,
    )
    assert.equal(await has(page, 'switched'), false, 'what is not there is no reason to change the way')
    await page.close()
  },
)

void it(
  'where FLV cannot be had, LL-HLS; destroyed, nothing is asked any more',
  { skip, timeout: 60_000 },
  async () => {
    const urls = edge.engine.playUrls('room')
    const page = await watch({ ...urls, flv: 'http://127.0.0.1:9/live/room.flv', wsFlv: null })
    await until('switched', () => has(page, 'switched'))
    await until('playing', () => has(page, 'playing'))
    assert.deepEqual((await told(page)).at(-1), { event: 'playing', what: { kind: 'llHls' } })
    await page.evaluate(() => (window as unknown as { player: { destroy(): void } }).player.destroy())
    let asked = 0
    page.on('request', () => asked++)
    await wait(1500)
    assert.equal(asked, 0)
    await page.close()
  },
)

void it('says what it cannot play', { skip, timeout: 30_000 }, async () => {
  const page = await watch({})
  await until('said', () => has(page, 'failed'))
  assert.deepEqual((await told(page))[0]?.what, { trouble: 'unsupported', detail: '', againMs: null })
  await page.close()
})
