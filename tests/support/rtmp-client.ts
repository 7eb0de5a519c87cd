// A camera that says exactly what a test wants, over real RTMP: any clock, any order, any nonsense. Its pictures are real parameter sets
// with made-up slices, which is all that an edge looks at.
import { connect, type Socket } from 'node:net'
import { decodeAmf0, encodeAmf0, type Amf0Value } from '#platform/edge/amf0'
import { createChunkReader, encodeChunks } from '#platform/edge/rtmp-chunks'

/** AVCDecoderConfigurationRecords of x264, by size of the picture. */
export const PARAMETER_SETS = {
  '320x180': '0142c015ffe100176742c015da05067e7c0440000003004000001e03c58ba801000468ce0fc8',
  '640x360': '0142c01fffe100196742c01fda0280bfe5c044000003000400000301e03c60ca8001000468ce0fc8',
  '1080x1920': '0142c02affe100186742c02ada01100f1e5f0110000003001000000780f1832a01000468ce0fc8',
  '3840x2160': '0142c034ffe100196742c034da00f0010fb011000003000100000300780f1832a001000468ce0fc8',
} as const
/** AAC-LC, 44.1 kHz, two channels. */
export const AAC_SETUP = Buffer.from('1210', 'hex')
const CHUNK = 60_000

export type RtmpClient = {
  socket: Socket
  /** Codes of every onStatus and _result so far. */
  codes: string[]
  /** Null: accepted; else the refusal. */
  publish(stream: string, key: string, app?: string): Promise<string | null>
  videoSetup(size: keyof typeof PARAMETER_SETS): void
  audioSetup(): void
  video(
    timestampMs: number,
    frame?: { key?: boolean; compositionMs?: number; bytes?: number; enhanced?: boolean },
  ): void
  audio(timestampMs: number): void
  send(type: number, timestampMs: number, body: Buffer): void
  gone: Promise<void>
  close(): void
}

export async function openRtmp(port: number): Promise<RtmpClient> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.setNoDelay(true)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const codes: string[] = []
  let arrived = () => {}
  let skip = 1 + 1536 * 2
  const reader = createChunkReader({ messageBytes: () => 1 << 20 }, ({ type, body }) => {
    if (type === 1) reader.setChunkSize(body.readUInt32BE(0))
    if (type !== 20) return
    const about = decodeAmf0(body).at(-1) as { code?: string; description?: string } | number | undefined
    codes.push(typeof about === 'object' ? `${about.code} ${about.description}` : `result ${about}`)
    arrived()
  })
  socket.on('data', (bytes: Buffer) => {
    const taken = Math.min(skip, bytes.length)
    skip -= taken
    if (bytes.length > taken) reader.push(bytes.subarray(taken))
  })
  socket.on('error', () => {})
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const send = (type: number, timestampMs: number, body: Buffer) =>
    void socket.write(
      encodeChunks(type === 8 ? 5 : type === 9 ? 6 : 3, { type, timestampMs, streamId: 1, body }, CHUNK),
    )
  const say = (...values: Amf0Value[]) => send(20, 0, encodeAmf0(...values))
  const next = (pattern: RegExp) =>
    new Promise<string | null>((resolve) => {
      const look = () => {
        const found = codes.find((code) => pattern.test(code))
        if (found) resolve(found)
      }
      arrived = look
      look()
      void gone.then(() => resolve(null))
    })

  return {
    socket,
    codes,
    gone,
    send,
    async publish(stream, key, app = 'live') {
      socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536 * 2)]))
      socket.write(
        encodeChunks(2, { type: 1, timestampMs: 0, streamId: 0, body: Buffer.from([0, 0, 0xea, 0x60]) }, 128),
      )
      say('connect', 1, { app, tcUrl: 'rtmp://test/live' })
      say('createStream', 2, null)
      say('publish', 3, null, `${stream}?key=${key}`, 'live')
      const code = await next(/Publish/)
      return code?.startsWith('NetStream.Publish.Start') ? null : (code ?? 'closed')
    },
    videoSetup: (size) =>
      send(9, 0, Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), Buffer.from(PARAMETER_SETS[size], 'hex')])),
    audioSetup: () => send(8, 0, Buffer.concat([Buffer.from([0xaf, 0]), AAC_SETUP])),
    video(timestampMs, { key = false, compositionMs = 0, bytes = 400, enhanced = false } = {}) {
      const nal = Buffer.alloc(bytes, 7)
      nal.writeUInt32BE(bytes - 4, 0)
      nal[4] = key ? 0x65 : 0x41
      const head = Buffer.alloc(enhanced ? 8 : 5)
      head[0] = enhanced ? 0x80 | ((key ? 1 : 2) << 4) | 1 : ((key ? 1 : 2) << 4) | 7
      if (enhanced) head.write('avc1', 1)
      else head[1] = 1
      head.writeIntBE(compositionMs, enhanced ? 5 : 2, 3)
      send(9, timestampMs, Buffer.concat([head, nal]))
    },
    audio: (timestampMs) =>
      send(8, timestampMs, Buffer.concat([Buffer.from([0xaf, 1]), Buffer.alloc(90, 3)])),
    close: () => socket.destroy(),
  }
}
