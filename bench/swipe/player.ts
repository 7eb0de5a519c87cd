// Swipe → first frame painted after it, through the real app: key pressed by the browser itself, time from the event's own stamp to
// requestVideoFrameCallback of the clip that came. The browser's cache is emptied after every swipe, so that a clip seen before is
// as new as any. Preloaded: the item before was watched for a while. Cold: reached by pressing on faster than anything could be
// loaded; counted only when the line was never asked for the clip before the press. Baseline in the same run: `<video src>`, no more.
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
const GIVE_UP_MS = 8_000
const PHONE = { width: 390, height: 844 }

type Swipe = { ms: number; src: string; attached: boolean; kind: 'video' | 'images' }
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
    const context = await browser.newContext({ viewport: PHONE, hasTouch: true, locale: 'zh-CN' })
    const open = await openFeed(context, line)
    const preloaded = await swipeWatching(open, count)
    say(`preloaded: p50 ${round(quantile(preloaded, 0.5))} ms of ${preloaded.length}`)
    const cold: number[] = []
    // A feed remembers what it fetched: each fresh page gives a few swipes that are really cold.
    for (let pages = 0; cold.length < count && pages < count; pages++) {
      const fresh = await browser.newContext({ viewport: PHONE, hasTouch: true, locale: 'zh-CN' })
      cold.push(...(await flickThrough(await openFeed(fresh, line), 4)))
      await fresh.close()
    }
    say(`cold: p50 ${round(quantile(cold, 0.5))} ms of ${cold.length}`)
    const clips = [...line.asked.keys()].filter((path) => path.endsWith('.mp4'))
    const plain = await plainVideos(context, line, clips, count)
    say(`plain <video src>: p50 ${round(quantile(plain, 0.5))} ms of ${plain.length}`)
    const beforeIdle = line.bytesDown()
    return {
      figures: {
        preloadedP50Ms: round(quantile(preloaded, 0.5)),
        preloadedP95Ms: round(quantile(preloaded, 0.95)),
        preloadedSwipes: preloaded.length,
        coldP50Ms: round(quantile(cold, 0.5)),
        coldP95Ms: round(quantile(cold, 0.95)),
        coldSwipes: cold.length,
        plainP50Ms: round(quantile(plain, 0.5)),
        plainSwipes: plain.length,
        line: `${BITS_PER_SECOND / 1e6} Mbit/s shared, ${REQUEST_DELAY_MS} ms a request`,
        browser: browser.version(),
        downMb: round(beforeIdle / 1e6),
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
        const look = (): void => {
          const host = document.querySelector(`.slide[data-place="${place}"]`)
          if (host?.querySelector('.slide-images'))
            return resolve({ ms: 0, src: '', attached: false, kind: 'images' })
          const video = host?.querySelector('video')
          if (!video) return void requestAnimationFrame(look)
          video.requestVideoFrameCallback((now) =>
            resolve({ ms: now - since, src: new URL(video.src).pathname, attached, kind: 'video' }),
          )
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

async function swipeWatching(open: Line, count: number): Promise<number[]> {
  const times: number[] = []
  for (let tries = 0; times.length < count && tries < count * 6; tries++) {
    await open.page.waitForTimeout(WATCHED_MS)
    const came = await swipe(open)
    if (came?.kind === 'video') times.push(came.ms)
    await open.cdp.send('Network.clearBrowserCache')
  }
  return times
}

async function flickThrough(open: Line, presses: number): Promise<number[]> {
  await open.cdp.send('Network.clearBrowserCache')
  for (let i = 0; i < presses; i++) {
    await open.page.keyboard.press('ArrowDown')
    await open.page.waitForTimeout(FLICK_MS)
  }
  const before = new Map(open.line.asked)
  const came = await swipe(open)
  if (came?.kind !== 'video' || came.attached) return []
  // Asked for in another visit it is cold all the same: every visit has a cache of its own, emptied just now.
  return (open.line.asked.get(came.src) ?? 0) > (before.get(came.src) ?? 0) ? [came.ms] : []
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
