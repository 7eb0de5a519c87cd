// The client's camera against the real gateway in a real browser: on air, refused by name, back after the edge let go of it, stopped.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { after, before, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { createEdge, type Edge } from '#platform/edge/index'
import { addWebRtc, type WebRtcGateway } from '#platform/edge/webrtc/index'
import { silentLogger } from '#platform/logger'
import { openBrowser } from '#tests/support/browser'
import { openHooks } from '#tests/support/open-hooks'
import { until } from '#tests/support/until'

const rules = openHooks('right')
let edge: Edge
let gateway: WebRtcGateway
let pages: Server
let browser: Browser
let page: Page

const of = (stream: string) => rules.happened.filter((one) => one.stream === stream).map((one) => one.kind)
const states = () => page.evaluate(() => (window as unknown as { states: string[] }).states)

before(async () => {
  edge = createEdge({
    hooks: rules.hooks,
    log: silentLogger,
    now: Date.now,
    host: '127.0.0.1',
    mediaPort: 0,
    rtmpPort: 0,
    recordingsDir: null,
    secret: 'a-secret-of-some-length',
    addresses: { webRtc: true },
  })
  gateway = addWebRtc(edge, { log: silentLogger, ffmpegPath: null })
  await edge.start()
  const client = resolve(import.meta.dirname, '../../apps/client')
  pages = createServer((request, response) => {
    const name = /^\/([a-z-]+\.ts)$/.exec(request.url ?? '')?.[1]
    if (!name) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<body></body>')
    void readFile(resolve(client, name), 'utf8').then((text) =>
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(stripTypeScriptTypes(text)),
    )
  })
  await new Promise<void>((go) => pages.listen(0, '127.0.0.1', go))
  browser = await openBrowser()
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`)
})
after(async () => {
  await gateway.close()
  await browser.close()
  pages.closeAllConnections()
  pages.close()
  await edge.stop()
})

const send = (stream: string, key: string) =>
  page.evaluate(
    async ([whipUrl, key]) => {
      const path = '/whip-camera.ts'
      const { sendCamera } = (await import(path)) as typeof import('../../apps/client/whip-camera.ts')
      const canvas = document.createElement('canvas')
      canvas.width = 320
      canvas.height = 180
      const pen = canvas.getContext('2d')
      let frame = 0
      setInterval(() => {
        if (pen) pen.fillStyle = `hsl(${(frame++ * 7) % 360} 80% 50%)`
        pen?.fillRect(0, 0, 320, 180)
      }, 40)
      const states: string[] = []
      const camera = sendCamera({
        media: canvas.captureStream(25),
        whipUrl: whipUrl ?? '',
        key: key ?? '',
        onState: (state, code) => states.push(code ? `${state} ${code}` : state),
      })
      Object.assign(window, { states, camera })
    },
    [`http://127.0.0.1:${edge.ports().media}/whip/${stream}`, key],
  )

void it('a wrong key is refused by name and not tried again', { timeout: 30_000 }, async () => {
  await send('refused', 'wrong')
  await until('refused', async () => (await states()).length === 2)
  await wait(1200)
  assert.deepEqual(await states(), ['connecting', 'refused WRONG_KEY'])
})

void it(
  'on air, back after the engine let go of it, off at once when stopped',
  { timeout: 60_000 },
  async () => {
    await send('room', 'right')
    await until('on air', () => of('room').includes('started'))
    assert.deepEqual(await states(), ['connecting', 'live'])
    await edge.engine.close('room')
    await until('on air again', () => of('room').filter((kind) => kind === 'started').length === 2, 30_000)
    await page.evaluate(() => (window as unknown as { camera: { stop(): Promise<void> } }).camera.stop())
    await until('off', () => of('room').at(-1) === 'interrupted', 2000)
    assert.equal((await states()).at(-1), 'stopped')
  },
)
