// A browser as the camera: a canvas that carries the clock goes through WHIP into the edge. The same clock and the same reader as for a
// camera by RTMP (glass.ts), so the two ways in can be compared.
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser'
import { quantile, round, type Say } from '../harness.ts'
import { measureGlass, servePage } from './glass.ts'

/** Runs in the page. Draws 1280×720 at 30 a second, the clock as in glass.ts, a tone beside it. */
const send = async ([whipUrl, key]: [string, string]) => {
  const canvas = document.createElement('canvas')
  canvas.width = 1280
  canvas.height = 720
  const pen = canvas.getContext('2d')
  let frame = 0
  const draw = () => {
    if (!pen) return
    pen.fillStyle = `hsl(${frame % 360} 40% 50%)`
    pen.fillRect(0, 64, 1280, 656)
    for (let i = 0; i < 24; i++) {
      pen.fillStyle = `hsl(${(i * 40 + frame * 3) % 360} 60% 60%)`
      pen.fillRect((i * 53 + frame * 7) % 1280, 64 + ((i * 97) % 600), 90, 70)
    }
    frame++
    const value = Date.now() % 2 ** 32
    for (let bit = 0; bit < 32; bit++) {
      const isOn = Math.floor(value / 2 ** (31 - bit)) % 2 === 1
      pen.fillStyle = isOn ? '#fff' : '#000'
      pen.fillRect(bit * 40, 0, 40, 32)
      pen.fillStyle = isOn ? '#000' : '#fff'
      pen.fillRect(bit * 40, 32, 40, 32)
    }
  }
  setInterval(draw, 33)
  const context = new AudioContext()
  const tone = context.createOscillator()
  const sound = context.createMediaStreamDestination()
  tone.connect(sound)
  tone.start()
  const peer = new RTCPeerConnection()
  Object.assign(window, { peer })
  const [picture] = canvas.captureStream(30).getVideoTracks()
  if (!picture) throw new Error('the canvas has no track')
  peer.addTransceiver(picture, {
    direction: 'sendonly',
    sendEncodings: [{ maxBitrate: 2_500_000, maxFramerate: 30 }],
  })
  for (const track of sound.stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' })
  const sender = peer.getSenders()[0]
  const parameters = sender?.getParameters()
  // The clock is read pixel by pixel: a smaller picture would not be slower, but could not be read.
  if (parameters) await sender?.setParameters({ ...parameters, degradationPreference: 'maintain-resolution' })
  await peer.setLocalDescription(await peer.createOffer())
  const response = await fetch(whipUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
    body: peer.localDescription?.sdp ?? '',
  })
  const body = await response.text()
  if (response.status !== 201) throw new Error(`WHIP ${response.status} ${body}`)
  await peer.setRemoteDescription({ type: 'answer', sdp: body })
}

export const openBrowserCamera = async (
  browser: Browser,
  page: string,
  whipUrl: string,
  key: string,
): Promise<Page> => {
  const tab = await browser.newPage()
  await tab.goto(page)
  await tab.evaluate(send, [whipUrl, key] as [string, string])
  return tab
}

export const CAMERA_FLOORS = { cameraFlvP50Ms: { max: 900 } }

/** Figures of a browser's camera, seen by FLV and by LL-HLS in other tabs of the same browser. @param base `http://host:port` of the edge. */
export const cameraGlass = async (base: string, say: Say): Promise<Record<string, number>> => {
  const page = await servePage()
  const browser = await openBrowser()
  const camera = await openBrowserCamera(browser, page.url, `${base}/whip/camera`, 'right')
  try {
    say('a browser as the camera, by WHIP')
    await waitForPicture(`${base}/live/camera.flv`)
    const flv = await measureGlass(browser, page.url, {
      kind: 'flv',
      url: `${base}/live/camera.flv`,
      settleMs: 6000,
      forMs: 12_000,
    })
    const llHls = await measureGlass(browser, page.url, {
      kind: 'llHls',
      url: `${base}/live/camera/index.m3u8`,
      settleMs: 6000,
      forMs: 10_000,
    })
    say(`read ${flv.delays.length} + ${llHls.delays.length} pictures, ${flv.unread} + ${llHls.unread} not`)
    if (flv.errors.length + llHls.errors.length > 0) say([...flv.errors, ...llHls.errors].join(', '))
    return {
      cameraFlvP50Ms: round(quantile(flv.delays, 0.5)),
      cameraFlvP95Ms: round(quantile(flv.delays, 0.95)),
      cameraFlvFirstFrameMs: round(flv.firstFrameMs),
      cameraFlvWaits: flv.waits,
      cameraLlHlsP50Ms: round(quantile(llHls.delays, 0.5)),
      cameraLlHlsP95Ms: round(quantile(llHls.delays, 0.95)),
      cameraLlHlsWaits: llHls.waits,
    }
  } finally {
    await camera.close()
    await browser.close()
    page.stop()
  }
}

const waitForPicture = async (url: string): Promise<void> => {
  const end = performance.now() + 10_000
  for (;;) {
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => null)
    if (answer?.ok) return
    if (performance.now() > end) throw new Error('the browser’s camera never came on air')
    await new Promise((go) => setTimeout(go, 100))
  }
}
