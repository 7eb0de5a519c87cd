// The gateway beside an edge, on the edge's own port. Why in front of its handler: the edge answers everything it is asked, if only
// that there is no such thing.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, ERRORS, toProblem, type ErrorCode } from '#kernel/errors'
import type { Logger } from '../../logger.ts'
import type { Edge } from '../index.ts'
import { openSinkOf } from './edge-publisher.ts'
import { createWebRtcGateway, type WebRtcGateway, type WebRtcGatewayOptions } from './gateway.ts'
import type { PeerAddresses } from './peer.ts'

export type { WebRtcGateway } from './gateway.ts'

export type WebRtcOptions = {
  log: Logger
  /** Null: cameras of browsers have no sound. */
  ffmpegPath: string | null
  addresses?: Partial<PeerAddresses>
  /** See `WebRtcGatewayOptions.mayTalk`. */
  mayTalk?: WebRtcGatewayOptions['mayTalk']
  mostViewers?: number
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

const refuse = (response: ServerResponse, code: string) => {
  if (response.destroyed) return
  const locale = /^zh/i.test(response.req.headers['accept-language'] ?? '') ? 'zh' : 'en'
  // A refusal of the rooms that has no sentence of its own is still a refusal.
  const known = isErrorCode(code) ? new AppError(code) : new AppError('SCOPE_MISSING', { reason: code })
  const body = toProblem(known, locale, '')
  response.writeHead(body.status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** Takes `/whip/` and `/whep/` of `edge.http`; call it before `edge.start()`, close it before `edge.stop()`. */
export const addWebRtc = (edge: Edge, options: WebRtcOptions): WebRtcGateway => {
  const { log } = options
  const gateway = createWebRtcGateway({
    openSink: openSinkOf(edge.openPublisher),
    addresses: { publicAddress: null, udpPorts: null, ...options.addresses },
    ffmpegPath: options.ffmpegPath,
    refuse,
    now: () => performance.now(),
    onSoundLost: (stream, reason) => log.warn({ stream, reason }, 'a browser’s camera goes on without sound'),
    ...(options.mayTalk && { mayTalk: options.mayTalk }),
    ...(options.mostViewers !== undefined && { mostViewers: options.mostViewers }),
  })
  const before = edge.http.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[]
  edge.http.removeAllListeners('request')
  edge.http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!gateway.handle(request, response))
      for (const handler of before) handler.call(edge.http, request, response)
  })
  return gateway
}
