// The edge's HTTP side: FLV without an end, LL-HLS from memory, and two signed requests for the API's processes. Plain node:http: a
// framework between a ring of buffers and a socket would only copy.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, toProblem, type ErrorCode } from '#kernel/errors'
import type { Logger } from '../logger.ts'
import { createFlvViewer } from './flv-viewer.ts'
import { isInternalRequest, readInternalPath } from './internal-wire.ts'
import type { LiveStream } from './live-stream.ts'
import { reloadState, writePlaylist } from './playlist.ts'
import type { Registry } from './registry.ts'
import { acceptWebSocket } from './websocket.ts'

export type HttpOptions = {
  registry: Registry
  log: Logger
  now(): number
  secret: string
  maxViewers: number
}

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Range',
  'Timing-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const
/** Three target durations, as the specification says. */
const RELOAD_MS = 12_000
const FIRST_PART_MS = 6000
/** What never changes under its name. */
const FOREVER = 'public, max-age=3600, immutable'
/** A playlist asked for by number is the same for everybody who asks for that number. */
const RELOADED = 'public, max-age=4'
const LATEST = 'public, max-age=1'
const MPEGURL = 'application/vnd.apple.mpegurl'

const FLV_HEAD = [
  'HTTP/1.1 200 OK',
  'Content-Type: video/x-flv',
  'Cache-Control: no-store',
  'Connection: close',
  ...Object.entries(CORS).map(([name, value]) => `${name}: ${value}`),
  '',
  '',
].join('\r\n')

const STREAM_PATH = /^\/live\/([A-Za-z0-9_-]{1,64})(?:\.flv|\/([\w.-]{1,64}))$/

export function createEdgeHttp(options: HttpOptions): Server {
  const { registry, log } = options
  const taken = new WeakSet<Duplex>()
  let viewers = 0
  const server = createServer(
    { keepAliveTimeout: 30_000, requestTimeout: 30_000, noDelay: true },
    (request, response) => {
      if (taken.has(request.socket)) return void request.socket.destroy()
      answer(request, response).catch((error: unknown) => {
        log.error({ error: String(error), path: request.url }, 'edge request')
        if (!response.headersSent) problem(response, 'INTERNAL')
        else response.destroy()
      })
    },
  )
  server.on('upgrade', (request, socket: Duplex) => {
    socket.on('error', () => socket.destroy())
    const stream = flvStreamOf(request)
    if (!stream || viewers >= options.maxViewers) {
      const status = stream ? '503 Service Unavailable' : '404 Not Found'
      return void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    if (!acceptWebSocket(request, socket))
      return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    view(stream, socket, true)
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  function flvStreamOf(request: IncomingMessage): LiveStream | null {
    const match = STREAM_PATH.exec(pathOf(request))
    if (!match || match[2] !== undefined) return null
    const stream = registry.find(match[1]!)
    return stream && !stream.isOver() ? stream : null
  }

  function view(stream: LiveStream, socket: Duplex, asFrames: boolean): void {
    const viewer = createFlvViewer(socket, stream.ring, asFrames)
    const remove = stream.addViewer(viewer)
    viewers += 1
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      viewers -= 1
      remove()
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request)
    if (path.startsWith('/internal/')) return answerInternal(request, response, path)
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end()
    if (request.method !== 'GET' && request.method !== 'HEAD') return problem(response, 'METHOD_NOT_ALLOWED')
    if (path === '/health')
      return send(response, 'application/json', Buffer.from('{"status":"up"}'), 'no-store')
    const match = STREAM_PATH.exec(path)
    const stream = match ? registry.find(match[1]!) : null
    if (!match || !stream) return problem(response, 'NOT_FOUND')
    if (match[2] === undefined) return answerFlv(request, response, stream)
    if (match[2] === 'index.m3u8') return answerPlaylist(request, response, stream)
    await answerPiece(response, stream, match[2])
  }

  function answerFlv(request: IncomingMessage, response: ServerResponse, stream: LiveStream): void {
    if (stream.isOver()) return problem(response, 'NOT_FOUND')
    if (viewers >= options.maxViewers) return problem(response, 'UNAVAILABLE')
    if (request.method === 'HEAD')
      return void response
        .writeHead(200, { ...CORS, 'Content-Type': 'video/x-flv', 'Cache-Control': 'no-store' })
        .end()
    const { socket } = request
    taken.add(socket)
    socket.setTimeout(0)
    socket.write(FLV_HEAD)
    view(stream, socket, false)
  }

  async function answerPlaylist(
    request: IncomingMessage,
    response: ServerResponse,
    stream: LiveStream,
  ): Promise<void> {
    const query = new URL(request.url ?? '/', 'http://edge').searchParams
    const number = wholeNumber(query.get('_HLS_msn'))
    const part = wholeNumber(query.get('_HLS_part'))
    if (number === 'bad' || part === 'bad' || (part !== null && number === null))
      return problem(response, 'PLAYLIST_POSITION')
    const until = options.now() + (number === null ? FIRST_PART_MS : RELOAD_MS)
    for (;;) {
      const { packager } = stream
      const state =
        stream.isOver() || number === null
          ? stream.hasPackages() || stream.isOver()
            ? 'ready'
            : 'wait'
          : reloadState(packager, number, part)
      if (state === 'bad') return problem(response, 'PLAYLIST_POSITION')
      if (state === 'ready') break
      const leftMs = until - options.now()
      if (leftMs <= 0) return problem(response, 'UNAVAILABLE')
      await stream.changed(leftMs)
      if (response.destroyed) return
    }
    if (!stream.hasPackages()) return problem(response, 'NOT_FOUND')
    const text = Buffer.from(writePlaylist(stream.packager, stream.isOver()))
    send(response, MPEGURL, text, number === null ? LATEST : RELOADED)
  }

  async function answerPiece(response: ServerResponse, stream: LiveStream, name: string): Promise<void> {
    const init = name.startsWith('init-') ? stream.packager.initOf(name) : null
    if (init) return send(response, 'video/mp4', init, FOREVER)
    const match = /^(\d{1,12})(?:\.(\d{1,4}))?\.m4s$/.exec(name)
    if (!match) return problem(response, 'NOT_FOUND')
    const number = Number(match[1])
    const part = match[2] === undefined ? null : Number(match[2])
    const until = options.now() + FIRST_PART_MS
    for (;;) {
      const found = findPiece(stream, number, part)
      if (found) return send(response, 'video/mp4', found, FOREVER)
      const isHinted =
        part !== null &&
        number === stream.packager.nextNumber() &&
        part <= (stream.packager.open()?.parts.length ?? 0)
      const leftMs = until - options.now()
      if (!isHinted || stream.isOver() || leftMs <= 0) return problem(response, 'NOT_FOUND')
      await stream.changed(leftMs)
      if (response.destroyed) return
    }
  }

  async function answerInternal(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    request.resume()
    if (!isInternalRequest(request, options.secret, options.now())) return problem(response, 'NOT_FOUND')
    const asked = readInternalPath(path)
    if (request.method === 'GET' && asked?.action === 'health')
      return json(response, { health: registry.health(asked.stream) })
    if (request.method === 'POST' && asked?.action === 'close') {
      registry.close(asked.stream)
      return json(response, { closed: true })
    }
    return problem(response, 'NOT_FOUND')
  }

  return server
}

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0]!

function wholeNumber(text: string | null): number | null | 'bad' {
  if (text === null) return null
  return /^\d{1,12}$/.test(text) ? Number(text) : 'bad'
}

function findPiece(stream: LiveStream, number: number, part: number | null): Buffer | null {
  const { packager } = stream
  const open = packager.open()
  const closed = packager.segments().find((s) => s.number === number)
  const segment = closed ?? (open?.number === number ? open : null)
  if (!segment) return null
  if (part !== null) return segment.parts[part]?.bytes ?? null
  return closed ? Buffer.concat(closed.parts.map((p) => p.bytes)) : null
}

function send(response: ServerResponse, type: string, body: Buffer, cache: string): void {
  if (response.destroyed) return
  response.writeHead(200, {
    ...CORS,
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': cache,
  })
  if (response.req.method === 'HEAD') response.end()
  else response.end(body)
}

const json = (response: ServerResponse, value: unknown) =>
  send(response, 'application/json', Buffer.from(JSON.stringify(value)), 'no-store')

function problem(response: ServerResponse, code: ErrorCode): void {
  if (response.destroyed) return
  const wantsChinese = /^zh/i.test(response.req.headers['accept-language'] ?? '')
  const body = toProblem(new AppError(code), wantsChinese ? 'zh' : 'en', '')
  response.writeHead(body.status, {
    ...CORS,
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  })
  response.end(JSON.stringify(body))
}
