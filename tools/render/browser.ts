// A headless Chromium on the studio page, served from the repository by a throw-away local server.
// The page is reloaded now and then because a software GL context keeps what it once allocated.
import { createReadStream, existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { delimiter, extname, join, normalize } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

export const root = join(import.meta.dirname, '..', '..')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.webp': 'image/webp',
  '.json': 'application/json',
}

export function findOnPath(names: readonly string[]): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) if (folder && existsSync(join(folder, name))) return join(folder, name)
  }
  return undefined
}

function serve(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname))
    const file = join(root, path)
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      done({ server, origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` })
    })
  })
}

async function launch(): Promise<Browser> {
  const gl = [
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--no-sandbox',
  ]
  const executablePath =
    process.env['CHROMIUM_PATH'] ?? findOnPath(['chromium', 'chromium-browser', 'google-chrome'])
  if (executablePath) return chromium.launch({ executablePath, args: gl })
  const packed = (await import('@sparticuz/chromium')).default
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...packed.args, ...gl] })
}

export type Darkroom = { page: Page; fresh(): Promise<void>; close(): Promise<void> }

/** Open a page of this folder (`studio.html`, `caption.html`); `ready` is a JS expression to wait for. */
export async function openPage(file: string, ready: string): Promise<Darkroom> {
  const { server, origin } = await serve()
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1080, height: 1080 } })
  page.on('pageerror', (error) => console.error('page:', error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') console.error('page:', message.text())
  })
  const fresh = async (): Promise<void> => {
    await page.goto(`${origin}/tools/render/${file}`)
    await page.waitForFunction(ready)
  }
  await fresh()
  return {
    page,
    fresh,
    async close() {
      await browser.close()
      server.close()
    },
  }
}
