// The live edge: cameras in by RTMP, crowds out by FLV and LL-HLS, the recording beside it. One door; everything that decides who may
// publish, and what a stream means, comes in as `LiveHooks`.
import { randomUUID } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import type { Server } from 'node:http'
import type { LiveEngine, LiveHooks } from '../live-engine.ts'
import type { Logger } from '../logger.ts'
import { playUrls, publishUrls, type EdgeAddresses } from './addresses.ts'
import { createEdgeHttp } from './http.ts'
import type { OpenPublisher } from './publisher.ts'
import { recoverRecordings } from './recorder.ts'
import { createRegistry } from './registry.ts'
import { serveRtmp } from './rtmp-session.ts'

export type { EdgeAddresses } from './addresses.ts'
export type { OpenPublisher, PublishAnswer, PublishAttempt, Publisher } from './publisher.ts'

export type EdgeOptions = {
  hooks: LiveHooks
  log: Logger
  /** Wall clock in milliseconds. */
  now(): number
  host: string
  /** 0 takes a free one. */
  mediaPort: number
  rtmpPort: number
  /** Null: nothing is recorded. */
  recordingsDir: string | null
  /** Of these streams; absent: of all. */
  isRecorded?(stream: string): boolean
  /** Signs what other processes of the installation ask. */
  secret: string
  addresses?: Partial<EdgeAddresses>
  resumeMs?: number
  idleMs?: number
  timeToPublishMs?: number
  maxViewers?: number
  maxStreams?: number
  newSession?(): string
}

export type Edge = {
  /** @throws when a port is taken */
  start(): Promise<void>
  /** Publishers and viewers are closed, recordings finished. */
  stop(): Promise<void>
  ports(): { media: number; rtmp: number }
  engine: LiveEngine
  /** For a gauge: streams, their viewers, and what waits for slow ones. */
  load(): { streams: number; viewers: number; queuedBytes: number }
  /** The way in for other protocols (a browser's camera). */
  openPublisher: OpenPublisher
  /** The HTTP server, for other protocols' routes on the same port. */
  http: Server
}

const MAX_PUBLISHER_SOCKETS = 512
/** Connections from one address that were not let in yet. */
const MAX_STRANGERS_AN_ADDRESS = 32
const MAX_HTTP_SOCKETS = 15_000

export function createEdge(options: EdgeOptions): Edge {
  const { log, now } = options
  const registry = createRegistry({
    hooks: options.hooks,
    log,
    now,
    resumeMs: options.resumeMs ?? 10_000,
    recordingsDir: options.recordingsDir,
    isRecorded: options.isRecorded ?? (() => true),
    newSession: options.newSession ?? randomUUID,
    maxStreams: options.maxStreams ?? 200,
  })
  const http = createEdgeHttp({
    registry,
    log,
    now,
    secret: options.secret,
    maxViewers: options.maxViewers ?? 10_000,
  })
  const sockets = new Set<Socket>()
  const strangers = new Map<string, number>()
  const rtmp = createTcpServer((socket) => {
    const from = socket.remoteAddress ?? ''
    const known = strangers.get(from) ?? 0
    if (known >= MAX_STRANGERS_AN_ADDRESS) return void socket.destroy()
    strangers.set(from, known + 1)
    let isStranger = true
    const forget = () => {
      if (!isStranger) return
      isStranger = false
      const left = (strangers.get(from) ?? 1) - 1
      if (left > 0) strangers.set(from, left)
      else strangers.delete(from)
    }
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      forget()
    })
    serveRtmp(socket, {
      onAccepted: forget,
      openPublisher: registry.openPublisher,
      log,
      now,
      timeToPublishMs: options.timeToPublishMs ?? 10_000,
      idleMs: options.idleMs ?? 10_000,
    })
  })
  rtmp.maxConnections = MAX_PUBLISHER_SOCKETS
  http.maxConnections = MAX_HTTP_SOCKETS

  const ports = () => ({ media: portOf(http), rtmp: portOf(rtmp) })
  const addresses = (): EdgeAddresses => ({
    mediaPort: ports().media,
    rtmpPort: ports().rtmp,
    mediaUrl: null,
    rtmpUrl: null,
    publicUrl: 'http://localhost',
    ...options.addresses,
  })

  return {
    async start() {
      if (options.recordingsDir) await recoverRecordings(options.recordingsDir, options.hooks.onSegment, log)
      await listen(http, options.mediaPort, options.host)
      await listen(rtmp, options.rtmpPort, options.host)
    },
    async stop() {
      rtmp.close()
      http.close()
      await registry.stop()
      for (const socket of sockets) socket.destroy()
      http.closeAllConnections()
    },
    ports,
    load() {
      const streams = registry.all()
      const viewers = streams.reduce((sum, one) => sum + one.viewers, 0)
      return { streams: streams.length, viewers, queuedBytes: registry.queuedBytes() }
    },
    openPublisher: registry.openPublisher,
    http,
    engine: {
      name: 'edge',
      playUrls: (stream) => playUrls(addresses(), stream),
      publishUrls: (stream, key) => publishUrls(addresses(), stream, key),
      health: async (stream) => registry.health(stream),
      close: async (stream) => registry.close(stream),
    },
  }
}

const portOf = (server: TcpServer) => (server.address() as AddressInfo | null)?.port ?? 0

const listen = (server: TcpServer, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
