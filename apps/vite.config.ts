// One build for both apps: run Vite inside apps/<app> with `--config ../vite.config.ts`; the result is dist/<app>.
// A contract is imported by screens for its types, and at run time for id, method and path only: `contractDescriptors`
// evaluates the real contract and hands on just that, so no schema library reaches the browser and nothing can drift.
import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip as gzipCallback } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const gzip = promisify(gzipCallback)
const brotli = promisify(brotliCompress)

const ROOT = resolve(import.meta.dirname, '..')
const APP = basename(process.cwd())
const BASE = APP === 'console' ? '/desk/' : '/'

const CONTRACT = /^#modules\/([a-z-]+)\/contract$/
const PREFIX = '\0contract:'

/** Each text file also as .br and .gz, so that the server sends them small without spending time on it. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const texts = Object.values(bundle).filter((f) => /\.(js|css|svg)$/.test(f.fileName))
      await Promise.all(
        texts.map(async (f) => {
          const file = resolve(dir!, f.fileName)
          const bytes = await readFile(file)
          await writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }))
          await writeFile(
            `${file}.br`,
            await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
          )
        }),
      )
    },
  }
}

export function contractDescriptors(): Plugin {
  return {
    name: 'contract-descriptors',
    enforce: 'pre',
    resolveId: (source) => {
      const module = CONTRACT.exec(source)?.[1]
      return module ? `${PREFIX}${module}` : null
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return null
      const file = resolve(ROOT, 'modules', id.slice(PREFIX.length), 'contract.ts')
      const contract: Record<string, unknown> = await import(pathToFileURL(file).href)
      return Object.entries(contract)
        .flatMap(([name, value]) => {
          const kept = forBrowser(value)
          return kept === undefined
            ? []
            : [`export const ${name} = /* @__PURE__ */ Object.freeze(${JSON.stringify(kept)})`]
        })
        .join('\n')
    },
  }
}

/** An endpoint's descriptor, or plain data; schemas and functions stay behind. */
function forBrowser(value: unknown): unknown {
  if (isEndpoint(value)) {
    const { id, method, path, idempotent, raw } = value
    return { id, method, path, ...(idempotent ? { idempotent } : {}), ...(raw ? { raw } : {}) }
  }
  return isPlain(value) ? value : undefined
}

type EndpointLike = {
  id: string
  method: string
  path: string
  access: unknown
  idempotent?: boolean
  raw?: boolean
}
const isEndpoint = (v: unknown): v is EndpointLike =>
  typeof v === 'object' && v !== null && 'method' in v && 'path' in v && 'access' in v

function isPlain(v: unknown): boolean {
  if (typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' || v === null) return true
  if (Array.isArray(v)) return v.length > 0 && v.every(isPlain)
  return (
    typeof v === 'object' &&
    Object.getPrototypeOf(v) === Object.prototype &&
    !('_zod' in v!) &&
    !isEndpoint(v) &&
    Object.values(v!).every(isPlain)
  )
}

export default defineConfig({
  root: process.cwd(),
  base: BASE,
  plugins: [contractDescriptors(), react(), precompressed()],
  cacheDir: resolve(ROOT, 'node_modules/.vite', APP),
  build: {
    outDir: resolve(ROOT, 'dist', APP),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // A door of many things: who asks for one of them is not given the players.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /\/apps\/client\//, sideEffects: false }] },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/media', '/pay-sandbox'].map((path) => [
        path,
        process.env.SERENDIP_URL ?? 'http://127.0.0.1:4000',
      ]),
    ),
  },
})
