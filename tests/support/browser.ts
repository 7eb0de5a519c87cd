// A real Chromium for journeys: CHROMIUM_PATH, else the system's, else the one inside the npm package. The package unpacks
// into the temporary folder and reuses whatever lies there, so it gets a folder of its own.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromium as playwright, type Browser } from 'playwright-core'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--mute-audio',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
]

export async function openBrowser(): Promise<Browser> {
  const found = process.env.CHROMIUM_PATH ?? SYSTEM.find((p) => existsSync(p))
  if (found) return playwright.launch({ executablePath: found, args: ARGS })
  const { default: bundled } = await import('@sparticuz/chromium')
  const folder = resolve(import.meta.dirname, '../../.serendip/test/browser')
  await mkdir(folder, { recursive: true })
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const executablePath = await bundled.executablePath()
    const library = join(folder, 'al2023/lib')
    return await playwright.launch({
      executablePath,
      args: ARGS,
      env: {
        ...(process.env as Record<string, string>),
        LD_LIBRARY_PATH: [library, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      },
    })
  } catch (error) {
    throw new Error(
      `No browser could be started. Install one (apt-get install chromium) or set CHROMIUM_PATH.\n${String(error)}`,
      { cause: error },
    )
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}
