// WHIP and WHEP over HTTP (RFC 9725, draft-ietf-wish-whep): a browser's camera in, few who talk with it out. Why the key is judged
// before the offer is answered: a stranger shall cost a look at a text, a hash and a row, not a DTLS handshake.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RTCPeerConnection } from 'werift'
import type { OpenSink } from './media-sink.ts'
import { createPeer, gathered, type PeerAddresses } from './peer.ts'
import { candidatesOf, offerProblem } from './offers.ts'
import { createWhepViewer, VIEWER_LIMITS, type ViewerLimits, type WhepViewer } from './whep-viewer.ts'
import {
  createWhipPublisher,
  PUBLISHER_LIMITS,
  type PublisherLimits,
  type WhipPublisher,
} from './whip-publisher.ts'

export type GatewayCode =
  | 'SDP_INVALID'
  | 'WHEP_FULL'
  | 'WHEP_UNAVAILABLE'
  | 'NOT_FOUND'
  | 'BODY_TOO_LARGE'
  | 'CONTENT_TYPE'
  | 'UNAVAILABLE'

export type WebRtcGatewayOptions = {
  openSink: OpenSink
  addresses: PeerAddresses
  ffmpegPath: string | null
  /** Answers with problem+json; `code` is a refusal of the hooks or one of `GatewayCode`. */
  refuse: (response: ServerResponse, code: string) => void
  /** Whether one may talk along: null lets them in. Without it everybody who finds a free seat. */
  mayTalk?: (p: { stream: string; token: string; address: string }) => Promise<string | null>
  now: () => number
  onSoundLost?: (stream: string, reason: string) => void
  mostViewers?: number
  mostPeers?: number
  publisherLimits?: Partial<PublisherLimits>
  viewerLimits?: Partial<ViewerLimits>
}

export type WebRtcGateway = {
  /** False: not ours. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  viewers(stream: string): number
  close(): Promise<void>
}

type Peer = { peer: RTCPeerConnection; close: () => void }
type Hub = { publisher: WhipPublisher | null; viewers: Map<string, WhepViewer> }

const PATH = /^\/(whip|whep)\/([A-Za-z0-9_-]{1,64})(?:\/([0-9a-f-]{36}))?$/
const OFFER_BYTES = 64 << 10
const GATHER_MS = 3000
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, if-match',
  'access-control-expose-headers': 'location',
  'access-control-max-age': '600',
}

class Refusal extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const read = async (request: IncomingMessage, type: string): Promise<string> => {
  if ((request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() !== type)
    throw new Refusal('CONTENT_TYPE')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > OFFER_BYTES) throw new Refusal('BODY_TOO_LARGE')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const answer = async (peer: RTCPeerConnection, offer: string): Promise<string> => {
  try {
    await peer.setRemoteDescription({ type: 'offer', sdp: offer })
    await peer.setLocalDescription(await peer.createAnswer())
  } catch {
    throw new Refusal('SDP_INVALID')
  }
  await gathered(peer, GATHER_MS)
  const { localDescription } = peer
  if (!localDescription) throw new Refusal('UNAVAILABLE')
  return localDescription.sdp
}

const bearer = (request: IncomingMessage): string =>
  /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''

export const createWebRtcGateway = (options: WebRtcGatewayOptions): WebRtcGateway => {
  const { now, mostViewers = 16, mostPeers = 256 } = options
  const publisherLimits = { ...PUBLISHER_LIMITS, ...options.publisherLimits }
  const viewerLimits = { ...VIEWER_LIMITS, ...options.viewerLimits }
  const hubs = new Map<string, Hub>()
  const peers = new Map<string, Peer>()

  const tidy = (stream: string) => {
    const hub = hubs.get(stream)
    if (hub && hub.publisher === null && hub.viewers.size === 0) hubs.delete(stream)
  }
  const hubOf = (stream: string): Hub => {
    const hub = hubs.get(stream) ?? { publisher: null, viewers: new Map() }
    hubs.set(stream, hub)
    return hub
  }
  const takeSeat = (id: string): RTCPeerConnection => {
    if (peers.size >= mostPeers) throw new Refusal('UNAVAILABLE')
    const peer = createPeer(options.addresses)
    peers.set(id, { peer, close: () => void peer.close().catch(() => {}) })
    return peer
  }

  const publish = async (stream: string, request: IncomingMessage): Promise<{ id: string; sdp: string }> => {
    const offer = await read(request, 'application/sdp')
    // Before the key, because a key let in takes the stream over: an offer nobody can answer must not end a camera that sends.
    const problem = offerProblem(offer, 'send')
    if (problem) throw new Refusal(problem)
    const id = randomUUID()
    let publisher: WhipPublisher | null = null
    let replaced: string | null = null
    const opened = await options.openSink({
      stream,
      key: bearer(request),
      session: id,
      address: request.socket.remoteAddress ?? '',
      onReplaced: (reason) => {
        replaced = reason
        publisher?.close(reason)
      },
    })
    if ('refusal' in opened) throw new Refusal(opened.refusal)
    const { sink } = opened
    try {
      const peer = takeSeat(id)
      const hub = hubOf(stream)
      publisher = createWhipPublisher({
        peer,
        sink,
        ffmpegPath: options.ffmpegPath,
        now,
        limits: publisherLimits,
        onPacket: (kind, packet) => {
          if (hub.publisher === publisher)
            for (const viewer of hub.viewers.values()) viewer.send(kind, packet)
        },
        onSoundLost: (reason) => options.onSoundLost?.(stream, reason),
        onGone: () => {
          peers.delete(id)
          if (hub.publisher === publisher) hub.publisher = null
          tidy(stream)
        },
      })
      const mine = publisher
      peers.set(id, { peer, close: () => mine.close('CLOSED') })
      const sdp = await answer(peer, offer)
      if (replaced !== null) throw new Refusal('UNAVAILABLE')
      hub.publisher = publisher
      for (const viewer of hub.viewers.values()) viewer.sourceChanged()
      return { id, sdp }
    } catch (error) {
      publisher?.close('NOT_ANSWERED')
      sink.gone('NOT_ANSWERED')
      peers.delete(id)
      tidy(stream)
      throw error
    }
  }

  const watch = async (stream: string, request: IncomingMessage): Promise<{ id: string; sdp: string }> => {
    const offer = await read(request, 'application/sdp')
    const refused = await options.mayTalk?.({
      stream,
      token: bearer(request),
      address: request.socket.remoteAddress ?? '',
    })
    if (refused) throw new Refusal(refused)
    const hub = hubs.get(stream)
    if (!hub?.publisher) throw new Refusal('WHEP_UNAVAILABLE')
    if (hub.viewers.size >= mostViewers) throw new Refusal('WHEP_FULL')
    const problem = offerProblem(offer, 'receive')
    if (problem) throw new Refusal(problem)
    const id = randomUUID()
    const peer = takeSeat(id)
    const viewer = createWhepViewer({
      peer,
      now,
      limits: viewerLimits,
      onKeyFrameWanted: () => hub.publisher?.askForKeyFrame(),
      onGone: () => {
        peers.delete(id)
        hub.viewers.delete(id)
        tidy(stream)
      },
    })
    hub.viewers.set(id, viewer)
    peers.set(id, { peer, close: () => viewer.close() })
    try {
      return { id, sdp: await answer(peer, offer) }
    } catch (error) {
      viewer.close()
      throw error
    }
  }

  const trickle = async (id: string, request: IncomingMessage): Promise<void> => {
    const found = peers.get(id)
    if (!found) throw new Refusal('NOT_FOUND')
    const fragment = await read(request, 'application/trickle-ice-sdpfrag')
    for (const candidate of candidatesOf(fragment))
      await found.peer.addIceCandidate(candidate).catch(() => {})
  }

  const serve = async (request: IncomingMessage, response: ServerResponse, match: RegExpExecArray) => {
    const [, way, stream = '', id] = match
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end()
    if (request.method === 'POST' && !id) {
      const made = way === 'whip' ? await publish(stream, request) : await watch(stream, request)
      const location = `/${way}/${stream}/${made.id}`
      return void response
        .writeHead(201, { ...CORS, 'content-type': 'application/sdp', location })
        .end(made.sdp)
    }
    if (!id) return void response.writeHead(405, { ...CORS, allow: 'POST, OPTIONS' }).end()
    if (request.method === 'PATCH') {
      await trickle(id, request)
      return void response.writeHead(204, CORS).end()
    }
    if (request.method !== 'DELETE')
      return void response.writeHead(405, { ...CORS, allow: 'PATCH, DELETE, OPTIONS' }).end()
    const found = peers.get(id)
    if (!found) throw new Refusal('NOT_FOUND')
    found.close()
    response.writeHead(200, CORS).end()
  }

  return {
    handle(request, response) {
      const match = PATH.exec((request.url ?? '').split('?')[0] ?? '')
      if (!match) return false
      serve(request, response, match).catch((error: unknown) => {
        if (response.headersSent) return void response.destroy()
        for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
        options.refuse(response, error instanceof Refusal ? error.code : 'UNAVAILABLE')
      })
      return true
    },
    viewers: (stream) => hubs.get(stream)?.viewers.size ?? 0,
    close() {
      for (const { close } of peers.values()) close()
      return Promise.resolve()
    },
  }
}
