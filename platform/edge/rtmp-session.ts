// One publisher's RTMP connection: handshake, commands, media. Written against what OBS and ffmpeg send. Whoever sends anything else is
// closed without a word, and nothing is read on while the hooks are asked.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Logger } from '../logger.ts'
import { decodeAmf0, encodeAmf0, type Amf0Value } from './amf0.ts'
import { readFlvAudio, readFlvVideo } from './flv.ts'
import { isStreamName, MAX_KEY_CHARACTERS, type OpenPublisher, type Publisher } from './publisher.ts'
import { createChunkReader, encodeChunks, type RtmpMessage } from './rtmp-chunks.ts'

export type RtmpSessionOptions = {
  openPublisher: OpenPublisher
  log: Logger
  now(): number
  /** From the connection to an accepted publish. */
  timeToPublishMs: number
  /** Silence of an accepted publisher. */
  idleMs: number
  /** It was let in: it no longer counts among strangers. */
  onAccepted(): void
}

const HANDSHAKE = 1536
const OUR_CHUNK = 4096
const WINDOW = 2_500_000
/** A 4K key frame fits; before somebody is let in, only commands do. */
const MAX_MEDIA_MESSAGE = 8 * 1024 * 1024
const MAX_COMMAND_MESSAGE = 64 * 1024

const TYPE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  data: 18,
  command3: 17,
  command: 20,
} as const
const PING_REQUEST = 6
const PING_RESPONSE = 7

/** Over a few seconds; more than any camera of ours sends (64 Mbit/s), and a bound on what everything behind may hold. */
const MAX_BYTES_A_SECOND = 8_000_000
const RATE_WINDOW_MS = 5000
/** Every message counts as so many bytes more: two thousand a second are ten cameras', and what a flood of empty ones costs is our time. */
const MESSAGE_COST_BYTES = 4000
/** The same for chunks, which may be of one byte. */
const CHUNK_COST_BYTES = 64
/** Handshake and commands of somebody who was not let in; encoders need four thousand. */
const MAX_STRANGER_BYTES = 192 * 1024
/** Answers that wait for a peer who does not read them. */
const MAX_WAITING_ANSWER_BYTES = 32 * 1024

class SessionError extends Error {}

export function serveRtmp(socket: Socket, options: RtmpSessionOptions): void {
  const { log } = options
  let phase: 'greeting' | 'confirming' | 'talking' = 'greeting'
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let received = 0
  let acknowledged = 0
  let peerWindow = WINDOW
  let app = ''
  let publisher: Publisher | null = null
  let asked = false
  let isOver = false
  let lastByteAt = options.now()
  const openedAt = lastByteAt
  let rateFromAt = lastByteAt
  let rateBytes = 0

  const reader = createChunkReader(
    {
      messageBytes: () => (publisher ? MAX_MEDIA_MESSAGE : MAX_COMMAND_MESSAGE),
      onChunk: () => assertRate(CHUNK_COST_BYTES),
    },
    (message) => !isOver && handle(message),
  )

  const watch = setInterval(() => {
    const now = options.now()
    if (!publisher && now - openedAt > options.timeToPublishMs) leave('did not publish in time')
    if (publisher && now - lastByteAt > options.idleMs) leave('silent')
  }, 500)
  watch.unref()

  function leave(reason: string): void {
    if (isOver) return
    isOver = true
    clearInterval(watch)
    publisher?.end(reason)
    publisher = null
    socket.destroy()
  }

  const send = (chunkStream: number, type: number, streamId: number, body: Buffer) => {
    if (socket.writableLength > MAX_WAITING_ANSWER_BYTES) throw new SessionError('does not read answers')
    if (socket.writable)
      socket.write(encodeChunks(chunkStream, { type, streamId, timestampMs: 0, body }, OUR_CHUNK))
  }
  const control = (type: number, ...words: number[]) => {
    const body = Buffer.alloc(words.length * 4)
    words.forEach((word, i) => body.writeUInt32BE(word >>> 0, i * 4))
    send(2, type, 0, body)
  }
  const userControl = (event: number, value: number) => {
    const body = Buffer.alloc(6)
    body.writeUInt16BE(event, 0)
    body.writeUInt32BE(value >>> 0, 2)
    send(2, TYPE.userControl, 0, body)
  }
  const command = (streamId: number, ...values: Amf0Value[]) =>
    send(3, TYPE.command, streamId, encodeAmf0(...values))
  const status = (level: 'status' | 'error', code: string, description: string) =>
    command(1, 'onStatus', 0, null, { level, code, description })

  function handle(m: RtmpMessage): void {
    assertRate(MESSAGE_COST_BYTES)
    switch (m.type) {
      case TYPE.setChunkSize:
        return reader.setChunkSize(word(m.body) & 0x7f_ff_ff_ff)
      case TYPE.abort:
        return reader.abort(word(m.body))
      case TYPE.windowSize:
        peerWindow = Math.max(16_384, word(m.body))
        return
      case TYPE.userControl:
        if (m.body.length >= 6 && m.body.readUInt16BE(0) === PING_REQUEST)
          userControl(PING_RESPONSE, m.body.readUInt32BE(2))
        return
      case TYPE.video:
        return takeVideo(m)
      case TYPE.audio:
        return takeAudio(m)
      case TYPE.data:
        return takeData(m.body)
      case TYPE.command:
        return obey(decodeAmf0(m.body))
      case TYPE.command3:
        return obey(decodeAmf0(m.body.subarray(1)))
    }
  }

  function assertRate(bytes: number): void {
    if (!publisher && received > MAX_STRANGER_BYTES) throw new SessionError('a stranger says too much')
    if (lastByteAt - rateFromAt > RATE_WINDOW_MS) {
      rateFromAt = lastByteAt
      rateBytes = 0
    }
    rateBytes += bytes
    if (rateBytes > (MAX_BYTES_A_SECOND * RATE_WINDOW_MS) / 1000) throw new SessionError('sends too much')
  }

  function takeVideo(m: RtmpMessage): void {
    if (!publisher) return
    const video = readFlvVideo(m.body)
    if (video.kind === 'setup' && !publisher.videoSetup(video.avcC)) refuseCodec('h264 profile')
    if (video.kind === 'unknown') refuseCodec(video.codec)
    if (video.kind === 'frame') publisher.video({ ...video, timestampMs: m.timestampMs })
  }

  function takeAudio(m: RtmpMessage): void {
    if (!publisher) return
    const audio = readFlvAudio(m.body)
    if (audio.kind === 'setup' && !publisher.audioSetup(audio.asc)) refuseCodec('aac profile')
    if (audio.kind === 'unknown') refuseCodec(audio.codec)
    if (audio.kind === 'frame') publisher.audio({ ...audio, timestampMs: m.timestampMs })
  }

  function refuseCodec(codec: string): void {
    status('error', 'NetStream.Publish.Rejected', `CODEC_UNKNOWN ${codec}: send H.264 and AAC`)
    socket.end()
    throw new SessionError(`codec ${codec}`)
  }

  function takeData(body: Buffer): void {
    const values = decodeAmf0(body)
    const about = values[0] === '@setDataFrame' ? values[2] : values[1]
    if (!publisher || typeof about !== 'object' || about === null) return
    const facts = about as Record<string, Amf0Value>
    const has = (codec: string, rate: string) => Boolean(facts[codec]) || Number(facts[rate] ?? 0) > 0
    publisher.announce({
      video: has('videocodecid', 'videodatarate'),
      audio: has('audiocodecid', 'audiodatarate'),
    })
  }

  function obey(values: readonly Amf0Value[]): void {
    const [name, transaction = 0] = values
    switch (name) {
      case 'connect': {
        const about = values[2] as Record<string, Amf0Value> | null | undefined
        app = String(about?.app ?? '')
          .split('?')[0]!
          .replace(/\/$/, '')
        if (app !== 'live') throw new SessionError('no such app')
        control(TYPE.windowSize, WINDOW)
        send(2, TYPE.peerBandwidth, 0, Buffer.from([0, 0x26, 0x25, 0xa0, 2]))
        control(TYPE.setChunkSize, OUR_CHUNK)
        return command(
          0,
          '_result',
          transaction,
          { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
          { level: 'status', code: 'NetConnection.Connect.Success', description: 'ok', objectEncoding: 0 },
        )
      }
      case 'releaseStream':
      case 'FCPublish':
      case '_checkbw':
        return command(0, '_result', transaction, null, undefined)
      case 'createStream':
        return command(0, '_result', transaction, null, 1)
      case 'publish':
        return void publish(String(values[3] ?? '')).catch(() => leave('refused'))
      case 'deleteStream':
      case 'closeStream':
      case 'FCUnpublish':
        if (publisher) leave('ended')
        return
      case 'play':
        throw new SessionError('plays nothing')
    }
  }

  async function publish(name: string): Promise<void> {
    if (asked || app === '') throw new SessionError('publish out of order')
    asked = true
    const [stream = '', query = ''] = name.split('?', 2)
    const key = new URLSearchParams(query).get('key') ?? ''
    if (!isStreamName(stream) || key.length > MAX_KEY_CHARACTERS) return refuse('STREAM_NAME')
    socket.pause()
    const answer = await options.openPublisher({
      stream,
      key,
      address: socket.remoteAddress ?? '',
      protocol: 'rtmp',
      dismiss: (reason) => leave(reason),
    })
    if ('refused' in answer) return refuse(answer.refused)
    if (isOver) return answer.publisher.end('left')
    publisher = answer.publisher
    options.onAccepted()
    lastByteAt = options.now()
    userControl(0, 1)
    status('status', 'NetStream.Publish.Start', 'live')
    read(Buffer.alloc(0))
    socket.resume()
  }

  function refuse(code: string): void {
    log.info({ code, from: socket.remoteAddress }, 'publisher refused')
    status('error', 'NetStream.Publish.BadName', code)
    isOver = true
    clearInterval(watch)
    socket.resume()
    socket.end()
    setTimeout(() => socket.destroy(), 1000).unref()
  }

  function greet(): void {
    const all = Buffer.concat(waiting)
    if (all[0] !== 3) throw new SessionError('not RTMP')
    if (all.length < 1 + HANDSHAKE) return
    const ours = Buffer.concat([Buffer.alloc(8), randomBytes(HANDSHAKE - 8)])
    socket.write(Buffer.concat([Buffer.from([3]), ours, all.subarray(1, 1 + HANDSHAKE)]))
    waiting = [all.subarray(1 + HANDSHAKE)]
    phase = 'confirming'
  }

  /** Bytes are kept aside during the handshake and while the hooks are asked: nothing of a stranger's is looked into. */
  function read(bytes: Buffer): void {
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (phase === 'greeting') greet()
    if (phase === 'confirming') {
      const all = Buffer.concat(waiting)
      waiting = [all]
      if (all.length < HANDSHAKE) return
      waiting = [all.subarray(HANDSHAKE)]
      phase = 'talking'
    }
    if (phase === 'greeting' && waitingBytes > HANDSHAKE + 1) throw new SessionError('handshake')
    if (phase !== 'talking' || (asked && !publisher)) return
    const ready = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
    waiting = []
    if (ready.length > 0) reader.push(ready)
  }

  socket.setNoDelay(true)
  socket.setKeepAlive(true, 5000)
  socket.on('data', (bytes: Buffer) => {
    if (isOver) return
    lastByteAt = options.now()
    received += bytes.length
    try {
      assertRate(bytes.length)
      read(bytes)
      if (received - acknowledged >= peerWindow / 2 && phase === 'talking') {
        acknowledged = received
        control(TYPE.acknowledgement, received % 2 ** 32)
      }
    } catch (error) {
      log.debug({ error: String(error), from: socket.remoteAddress }, 'RTMP connection closed')
      leave('protocol')
    }
  })
  socket.on('error', () => leave('connection'))
  socket.on('close', () => leave('connection'))
}

const word = (body: Buffer) => {
  if (body.length < 4) throw new SessionError('short control message')
  return body.readUInt32BE(0)
}
