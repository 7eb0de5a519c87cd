// What journeys share: one running platform with the demo world, one browser, and the strip of screenshots they leave.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { freePort } from '#platform/postgres/embedded'
import { openStack, type Stack } from '#server/stack'
import { openBrowser } from './browser.ts'

export const OUTPUT = resolve(import.meta.dirname, '../../.serendip/test/journeys')

export type House = { stack: Stack; browser: Browser; url: string }

/** Keeps the data between runs while a journey is being written. */
const KEPT = process.env.SERENDIP_JOURNEY_DATA

let house: Promise<House> | null = null
let users = 0

/** The first journey brings the house up, the last takes it down. */
export async function enterHouse(): Promise<House> {
  users++
  return (house ??= build())
}

export async function leaveHouse(): Promise<void> {
  if (--users > 0 || !house) return
  const { stack, browser } = await house
  house = null
  await browser.close()
  await stack.stop()
  if (!KEPT) await rm(stack.env.DATA_DIR!, { recursive: true, force: true })
}

async function build(): Promise<House> {
  const dataDir = KEPT ?? (await mkdtemp(join(tmpdir(), 'serendip-journey-')))
  const from = performance.now()
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: 'demo',
    durable: false,
    live: true,
    evening: true,
  })
  console.log(`· the house with its demo world is up in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return { stack, browser: await openBrowser(), url: `http://localhost:${stack.env.PORT}` }
}

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 800 }

export function newContext(
  browser: Browser,
  options: { locale?: 'zh-CN' | 'en-US'; viewport?: { width: number; height: number }; still?: boolean } = {},
): Promise<BrowserContext> {
  const viewport = options.viewport ?? PHONE
  return browser.newContext({
    locale: options.locale ?? 'zh-CN',
    viewport,
    deviceScaleFactor: 1,
    hasTouch: viewport.width < 700,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: options.still ? 'reduce' : 'no-preference',
  })
}

/** Whether the picture there moves: 700 ms apart, a later time is played. A page that is going elsewhere does not. */
export const movesOn = (page: Page, selector = 'video'): Promise<boolean> =>
  page
    .evaluate(async (place) => {
      const video = document.querySelector<HTMLVideoElement>(place)
      const from = video?.currentTime ?? 0
      await new Promise((resolve) => setTimeout(resolve, 700))
      return (video?.currentTime ?? 0) > from
    }, selector)
    .catch(() => false)

/** Screenshots in order, and one picture of them all. */
export class Strip {
  readonly folder: string
  #shots: { name: string; file: string }[] = []

  constructor(name: string) {
    this.folder = join(OUTPUT, name)
  }

  async take(page: Page, name: string): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const file = join(this.folder, `${String(this.#shots.length + 1).padStart(2, '0')}-${name}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    this.#shots.push({ name, file })
  }

  /** Side by side at one height; returns the picture's path. */
  async save(height = 640): Promise<string> {
    const pictures = await Promise.all(
      this.#shots.map((s) => sharp(s.file).resize({ height }).png().toBuffer({ resolveWithObject: true })),
    )
    const gap = 16
    let left = gap
    const layers = pictures.map(({ data, info }) => {
      const layer = { input: data, left, top: gap }
      left += info.width + gap
      return layer
    })
    const file = join(this.folder, 'strip.png')
    await writeFile(
      file,
      await sharp({ create: { width: left, height: height + 2 * gap, channels: 3, background: '#f6f5f9' } })
        .composite(layers)
        .png()
        .toBuffer(),
    )
    return file
  }
}
