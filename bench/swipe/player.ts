// Swipe → first frame painted after it, through the real app: the key is pressed by the browser itself and its own stamp is the
// beginning. Painted: a frame of the clip stands in the window (of a clip that is ready it is the one it rests at; `moving` is the
// first one that playing brought, by requestVideoFrameCallback). The browser's cache is emptied after every swipe, so that a clip
// seen before is new again.
//  preloaded  the item before was watched for a while
//  cold       nothing of the clip is here and the line is free: the app under Data Saver, which loads nothing ahead
//  flicked    pressed on faster than anything could be loaded, while the line still carries what was passed: no floor, but told
//  plain      the baseline of the same run: `<video src>` on an empty page, and no more
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { freePort } from '#platform/postgres/embedded'
import { openStack } from '#server/stack'
import { openBrowser } from '../../tests/support/browser.ts'
import { quantile, round } from '../harness.ts'
import type { Part } from '../swipe.ts'
import { openShapedLine, type ShapedLine } from './shaped-line.ts'

const BITS_PER_SECOND = 8_000_000
const REQUEST_DELAY_MS = 80
const SWIPES = 20
const WATCHED_MS = 2_600
/** Quicker than a clip can be loaded, slower than a glide. */
const FLICK_MS = 260
const FLICKS = 6
const GIVE_UP_MS = 8_000
const PHONE = { width: 390, height: 844 }

type Swipe = { ms: number; movingMs: number; src: string; attached: boolean; kind: 'video' | 'images' }
type Line = { page: Page; cdp: CDPSession; line: ShapedLine }

export const part: Part = async ({ full, say, dataDir }) => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'serendip-swipe-')))
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir: folder,
    role: 'all',
    databaseUrl: null,
    world: 'small',
  })
  const line = await openShapedLine({
    toPort: Number(stack.env.PORT),
    bitsPerSecond: BITS_PER_SECOND,
    requestDelayMs: REQUEST_DELAY_MS,
  })
  const browser = await openBrowser()
  const count = SWIPES * (full ? 3 : 1)
  try {
    const visitor = () => browser.newContext({ viewport: PHONE, hasTouch: true, locale: 'zh-CN' })
    const context = await visitor()
    const preloaded = await swipeWatching(await openFeed(context, line), count)
    say(`preloaded: p50 ${round(median(preloaded, 'ms'))} ms of ${preloaded.length}`)
    const saver = await visitor()
    await saver.addInitScript(saveData)
    const cold = (await swipeWatching(await openFeed(saver, line), count)).filter((s) => !s.attached)
    await saver.close()
    say(`cold: p50 ${round(median(cold, 'ms'))} ms of ${cold.length}`)
    const flicked: Swipe[] = []
    // A feed remembers what it fetched: each fresh visit gives one flick that is really cold.
    for (let visits = 0; flicked.length < FLICKS && visits < FLICKS * 2; visits++) {
      const fresh = await visitor()
      flicked.push(...(await flickThrough(await openFeed(fresh, line), 4)))
      await fresh.close()
    }
    say(`flicked: p50 ${round(median(flicked, 'ms'))} ms of ${flicked.length}`)
    const clips = [...line.asked.keys()].filter((path) => path.endsWith('.mp4'))
    const plain = await plainVideos(context, line, clips, count)
    say(`plain <video src>: p50 ${round(quantile(plain, 0.5))} ms of ${plain.length}`)
    return {
      figures: {
        preloadedP50Ms: round(median(preloaded, 'ms')),
        preloadedP95Ms: round(
          quantile(
            preloaded.map((s) => s.ms),
            0.95,
          ),
        ),
        preloadedMovingP50Ms: round(median(preloaded, 'movingMs')),
        preloadedSwipes: preloaded.length,
        coldP50Ms: round(median(cold, 'ms')),
        coldP95Ms: round(
          quantile(
            cold.map((s) => s.ms),
            0.95,
          ),
        ),
        coldMovingP50Ms: round(median(cold, 'movingMs')),
        coldSwipes: cold.length,
        flickedP50Ms: round(median(flicked, 'ms')),
        flickedSwipes: flicked.length,
        plainP50Ms: round(quantile(plain, 0.5)),
        plainSwipes: plain.length,
        line: `${BITS_PER_SECOND / 1e6} Mbit/s shared, ${REQUEST_DELAY_MS} ms a request`,
        browser: browser.version(),
        downMb: round(line.bytesDown() / 1e6),
      },
      floors: {
        preloadedP50Ms: { max: 100 },
        coldP50Ms: { max: 300 },
        preloadedSwipes: { min: count },
        coldSwipes: { min: count },
        plainSwipes: { min: count },
      },
    }
  } finally {
    await browser.close()
    await line.close()
    await stack.stop()
    if (!dataDir) await rm(folder, { recursive: true, force: true })
  }
}

async function openFeed(context: BrowserContext, line: ShapedLine): Promise<Line> {
  const page = await context.newPage()
  await page.addInitScript(watchSwipes)
  await page.goto(`http://localhost:${line.port}/`)
  await page.locator('.slide video[data-ready], .slide-images').first().waitFor()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  return { page, cdp, line }
}

const median = (swipes: readonly Swipe[], what: 'ms' | 'movingMs') =>
  quantile(
    swipes.map((s) => s[what]),
    0.5,
  )

/** In the page: what a browser with Data Saver on says of its line. */
function saveData(): void {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })
}

/** In the page: from the stamp of a key to the first frame that is painted after it. */
function watchSwipes(): void {
  const page = window as unknown as { swiped: Promise<Swipe> | null }
  page.swiped = null
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'ArrowDown') return
      page.swiped = new Promise((resolve) => {
        const since = event.timeStamp
        const scroller = document.querySelector('.feed-scroller')!
        const place = Math.round(scroller.scrollTop / scroller.clientHeight) + 1
        const slide = document.querySelector(`.slide[data-place="${place}"]`)
        const attached = slide?.querySelector('video')?.getAttribute('src') != null
        const inView = (el: Element) =>
          el.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom - 1
        const look = (): void => {
          const host = document.querySelector(`.slide[data-place="${place}"]`)
          if (host?.querySelector('.slide-images'))
            return resolve({ ms: 0, movingMs: 0, src: '', attached: false, kind: 'images' })
          const video = host?.querySelector('video')
          if (!video) return void requestAnimationFrame(look)
          let ms: number | null = null
          const painted = (): void => {
            // The frame after the one that moved it into the window: by then it stands on the screen.
            if (video.dataset.ready !== undefined && inView(video))
              return void requestAnimationFrame(() => (ms ??= performance.now() - since))
            requestAnimationFrame(painted)
          }
          painted()
          video.requestVideoFrameCallback((now) => {
            const movingMs = now - since
            const src = new URL(video.src).pathname
            resolve({ ms: Math.min(ms ?? movingMs, movingMs), movingMs, src, attached, kind: 'video' })
          })
        }
        look()
      })
    },
    true,
  )
}

/** Presses the key and answers what came; null when nothing did in time. */
async function swipe({ page }: Line): Promise<Swipe | null> {
  await page.keyboard.press('ArrowDown')
  return page.evaluate(
    (ms) =>
      Promise.race([
        (window as unknown as { swiped: Promise<Swipe> }).swiped,
        new Promise<null>((resolve) => setTimeout(() => resolve(null), ms)),
      ]),
    GIVE_UP_MS,
  )
}

async function swipeWatching(open: Line, count: number): Promise<Swipe[]> {
  const swipes: Swipe[] = []
  for (let tries = 0; swipes.length < count && tries < count * 6; tries++) {
    await open.page.waitForTimeout(WATCHED_MS)
    const came = await swipe(open)
    if (came?.kind === 'video') swipes.push(came)
    await open.cdp.send('Network.clearBrowserCache')
  }
  return swipes
}

async function flickThrough(open: Line, presses: number): Promise<Swipe[]> {
  await open.cdp.send('Network.clearBrowserCache')
  for (let i = 0; i < presses; i++) {
    await open.page.keyboard.press('ArrowDown')
    await open.page.waitForTimeout(FLICK_MS)
  }
  const came = await swipe(open)
  return came?.kind === 'video' && !came.attached ? [came] : []
}

async function plainVideos(
  context: BrowserContext,
  line: ShapedLine,
  paths: readonly string[],
  count: number,
): Promise<number[]> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await page.goto(`http://localhost:${line.port}/docs`)
  const times: number[] = []
  for (let i = 0; times.length < count && paths.length > 0 && i < count * 2; i++) {
    await cdp.send('Network.clearBrowserCache')
    const ms = await page.evaluate(
      ({ path, giveUpMs }) =>
        new Promise<number | null>((resolve) => {
          const since = performance.now()
          const video = document.createElement('video')
          video.muted = true
          video.requestVideoFrameCallback((now) => {
            video.removeAttribute('src')
            video.load()
            video.remove()
            resolve(now - since)
          })
          setTimeout(() => resolve(null), giveUpMs)
          document.body.replaceChildren(video)
          video.src = path
          void video.play()
        }),
      { path: paths[i % paths.length]!, giveUpMs: GIVE_UP_MS },
    )
    if (ms !== null) times.push(ms)
  }
  return times
}
