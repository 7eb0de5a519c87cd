// Everything on one port: the API, both web apps, media, the API's docs, health, and the payment sandbox's pages.
import proxy from '@fastify/http-proxy'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Endpoint } from '#kernel/contract'
import type { Live } from '#modules/live'
import type { Config } from '#platform/config'
import type { Database } from '#platform/database'
import { buildOpenApi } from '#platform/http/openapi'
import { AppError } from '#kernel/errors'
import { errorsPage, DOCS_INIT, DOCS_PAGE } from './docs-pages.ts'
import { mountReplays } from './replays.ts'
import { ROOT } from './settings.ts'
import { webhooksPage } from './webhooks-page.ts'

const YEAR = 31_536_000

export type Readiness = () => Promise<boolean>

export async function mountPages(
  app: FastifyInstance,
  config: Config,
  endpoints: readonly Endpoint[],
  ready: Readiness,
  { db, live }: { db: Database; live: Live },
): Promise<void> {
  await mountFiles(app, config)
  mountReplays(app, db, live, join(config.dataDir, 'recordings'))
  mountHealth(app, ready)
  await mountDocs(app, endpoints)
  if (config.paymentSandbox) await mountSandbox(app, config.paymentSandbox.url)
  mountApps(app)
}

/** Media never changes under its name, so it is kept for a year; byte ranges are answered, which video needs. */
async function mountFiles(app: FastifyInstance, config: Config): Promise<void> {
  const blobs = join(config.dataDir, 'blobs')
  await mkdir(blobs, { recursive: true })
  const media = {
    maxAge: YEAR * 1000,
    immutable: true,
    index: false,
    dotfiles: 'ignore',
    decorateReply: false,
  } as const
  await app.register(files, { ...media, root: join(ROOT, 'world/media'), prefix: '/media/world/' })
  await app.register(files, { ...media, root: blobs, prefix: '/media/blobs/' })
  for (const [name, prefix] of [
    ['shopper', '/assets/'],
    ['console', '/desk/assets/'],
  ] as const) {
    const root = join(ROOT, 'dist', name, 'assets')
    if (existsSync(root)) await app.register(files, { ...media, root, prefix, preCompressed: true })
  }
}

/** The provider's pages come through our port; its bodies pass untouched, so our parsers must not read them. */
async function mountSandbox(app: FastifyInstance, upstream: string): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    await scope.register(proxy, {
      upstream,
      prefix: '/sandbox/pay',
      rewritePrefix: '',
      internalRewriteLocationHeader: false,
    })
  })
}

function mountHealth(app: FastifyInstance, ready: Readiness): void {
  app.get('/livez', () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) =>
    (await ready()) ? { ok: true } : reply.code(503).send({ ok: false }),
  )
  app.get('/version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    return { version, node: process.versions.node }
  })
}

async function mountDocs(app: FastifyInstance, endpoints: readonly Endpoint[]): Promise<void> {
  const document = JSON.stringify(buildOpenApi(endpoints, '0.1.0'))
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await app.register(files, {
    root: swagger,
    prefix: '/docs/assets/',
    index: false,
    decorateReply: false,
    maxAge: YEAR * 1000,
  })
  app.get('/api/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  )
  app.get('/docs', (_request, reply) => reply.redirect('/docs/api'))
  app.get('/docs/init.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(DOCS_INIT))
  app.get('/docs/api', (_request, reply) =>
    html(
      reply.header(
        'content-security-policy',
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
      ),
      DOCS_PAGE,
    ),
  )
  app.get('/docs/webhooks', (_request, reply) =>
    html(
      reply.header('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'"),
      webhooksPage(),
    ),
  )
  app.get('/docs/errors', (_request, reply) =>
    html(
      reply.header('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'"),
      errorsPage(),
    ),
  )
}

/** Each app is one page; its own router takes the path from there. */
function mountApps(app: FastifyInstance): void {
  const page = (name: string) => async (_request: unknown, reply: FastifyReply) => {
    const text = await readFile(join(ROOT, 'dist', name, 'index.html'), 'utf8').catch(() => null)
    if (text === null) throw new AppError('UNAVAILABLE')
    return html(reply.header('cache-control', 'no-cache'), text)
  }
  const desk = page('console')
  const shopper = page('shopper')
  app.get('/desk', (_request, reply) => reply.redirect('/desk/'))
  app.get('/desk/*', desk)
  app.get('/', shopper)
  app.get('/:first', (request, reply) =>
    (request.params as { first: string }).first.includes('.')
      ? publicFile(request.url, reply)
      : shopper(request, reply),
  )
  for (const prefix of [
    '/c/*',
    '/author/*',
    '/pay/*',
    '/orders/*',
    '/me/*',
    '/shop/*',
    '/p/*',
    '/checkout/*',
    '/live/*',
  ])
    app.get(prefix, shopper)
}

/** The few files a browser asks for at the root (icon, manifest). */
async function publicFile(url: string, reply: FastifyReply): Promise<FastifyReply> {
  const name = /^\/([a-z0-9-]+\.(svg|png|ico|webmanifest|txt))(\?.*)?$/.exec(url)?.[1]
  const bytes = name ? await readFile(join(ROOT, 'dist/shopper', name)).catch(() => null) : null
  if (!name || !bytes) throw new AppError('NOT_FOUND')
  const types: Record<string, string> = {
    svg: 'image/svg+xml',
    png: 'image/png',
    ico: 'image/x-icon',
    webmanifest: 'application/manifest+json',
    txt: 'text/plain',
  }
  return reply.type(types[name.split('.').at(-1)!]!).send(bytes)
}

const html = (reply: FastifyReply, text: string) => reply.type('text/html; charset=utf-8').send(text)
