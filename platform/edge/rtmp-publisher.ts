// Publishes to an RTMP server, ours or another's: what an encoder does on the wire, for cameras that are programs (the demo's, a
// test's). Tags come as they stand in an FLV file; the caller keeps the time.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { decodeAmf0, encodeAmf0, type Amf0Value } from './amf0.ts'
import { createChunkReader, encodeChunks, type RtmpMessage } from './rtmp-chunks.ts'

export type RtmpPublisher = {
  /** `type` 8 sound, 9 picture, 18 data; `body` as in an FLV tag. Dropped when the line does not keep up. */
  send(type: number, timestampMs: number, body: Buffer): void
  /** Resolves with the reason when the connection is over, whoever ended it. */
  closed: Promise<string>
  close(): void
}

export class PublishRefused extends Error {
  override name = 'PublishRefused'
}

const HANDSHAKE = 1536
const CHUNK = 4096
const COMMAND = 20
const SET_CHUNK_SIZE = 1
const MAX_QUEUED_BYTES = 4 * 1024 * 1024
const MAX_ANSWER_BYTES = 65_536

/** @param url `rtmp://HOST:PORT/live` @param key what an encoder calls the stream key @throws PublishRefused | Error */
export async function publishRtmp(url: string, key: string, timeoutMs = 5_000): Promise<RtmpPublisher> {
  const { hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port || 1935), hostname)
  let endedBy = 'connection'
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(endedBy)))
  socket.on('error', (error) => (endedBy = error.message))
  socket.setNoDelay(true)
  try {
    await within(timeoutMs, speak(socket, pathname.slice(1), url, key), closed)
  } catch (error) {
    socket.destroy()
    throw error
  }
  const send = (type: number, streamId: number, timestampMs: number, body: Buffer, lane: number) =>
    void socket.write(encodeChunks(lane, { type, streamId, timestampMs, body }, CHUNK))
  return {
    send(type, timestampMs, body) {
      if (socket.writable && socket.writableLength < MAX_QUEUED_BYTES)
        send(type, 1, timestampMs, body, type === 8 ? 4 : 6)
    },
    closed,
    close() {
      endedBy = 'closed here'
      if (socket.writable) send(COMMAND, 0, 0, encodeAmf0('deleteStream', 5, null, 1), 3)
      socket.end()
      setTimeout(() => socket.destroy(), 1_000).unref()
    },
  }
}

/** Handshake, connect, createStream, publish; resolves when the server lets the picture in. */
function speak(socket: Socket, app: string, tcUrl: string, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = (streamId: number, ...values: Amf0Value[]) =>
      void socket.write(
        encodeChunks(3, { type: COMMAND, streamId, timestampMs: 0, body: encodeAmf0(...values) }, CHUNK),
      )
    const obey = ([name, transaction, , about]: readonly Amf0Value[]) => {
      if (name === '_result' && transaction === 1) return command(0, 'createStream', 2, null)
      if (name === '_result' && transaction === 2) return command(1, 'publish', 3, null, key, 'live')
      if (name !== 'onStatus') return
      const { code, description } = about as { code?: string; description?: string }
      if (code === 'NetStream.Publish.Start') resolve()
      else reject(new PublishRefused(description || code || 'refused'))
    }
    const reader = createChunkReader({ messageBytes: () => MAX_ANSWER_BYTES }, (m: RtmpMessage) => {
      if (m.type === SET_CHUNK_SIZE) reader.setChunkSize(m.body.readUInt32BE(0) & 0x7f_ff_ff_ff)
      if (m.type === COMMAND) obey(decodeAmf0(m.body))
    })
    let greeting: Buffer | null = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      try {
        if (!greeting) return reader.push(bytes)
        greeting = Buffer.concat([greeting, bytes])
        if (greeting.length < 1 + 2 * HANDSHAKE) return
        const rest = greeting.subarray(1 + 2 * HANDSHAKE)
        socket.write(greeting.subarray(1, 1 + HANDSHAKE)) // their words back to them
        greeting = null
        const size = Buffer.alloc(4)
        size.writeUInt32BE(CHUNK)
        socket.write(encodeChunks(2, { type: SET_CHUNK_SIZE, streamId: 0, timestampMs: 0, body: size }, 128))
        command(0, 'connect', 1, { app, type: 'nonprivate', flashVer: 'FMLE/3.0 (Serendip)', tcUrl })
        if (rest.length > 0) reader.push(rest)
      } catch (error) {
        reject(error as Error)
      }
    })
    socket.once('connect', () =>
      socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(8), randomBytes(HANDSHAKE - 8)])),
    )
  })
}

async function within(timeoutMs: number, done: Promise<void>, closed: Promise<string>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  const gone = closed.then((reason) => {
    throw new Error(reason)
  })
  await Promise.race([done, late, gone]).finally(() => clearTimeout(timer))
}
