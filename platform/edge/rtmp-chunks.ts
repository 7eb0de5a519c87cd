// RTMP's chunk stream: messages cut into chunks and interleaved. The reader takes bytes as they come, in any split, and copies each
// payload once; sizes, chunk streams and bytes in assembly are bounded before anything is allocated.

export type RtmpMessage = { type: number; timestampMs: number; streamId: number; body: Buffer }

export class ChunkError extends Error {
  override name = 'ChunkError'
}

type Lane = {
  timestampMs: number
  deltaMs: number
  length: number
  type: number
  streamId: number
  /** The extended timestamp of the message being assembled; null: it has none. */
  extended: number | null
  body: Buffer | null
  filled: number
}

export type ChunkReader = {
  /** Whole messages found so far are given to `onMessage` before it returns. @throws ChunkError */
  push(bytes: Buffer): void
  setChunkSize(bytes: number): void
  /** Forgets what was assembled of a message (Abort). */
  abort(chunkStream: number): void
}

const MAX_LANES = 64
const MAX_CHUNK_SIZE = 0xff_ff_ff
const NO_MORE = -1

/**
 * @param limits `messageBytes()` bounds one message and all that are being assembled together; it may grow once a publisher is let in.
 * `onChunk` hears of each chunk before its payload is read; what it throws ends the reading.
 */
export function createChunkReader(
  limits: { messageBytes(): number; onChunk?(): void },
  onMessage: (message: RtmpMessage) => void,
): ChunkReader {
  const lanes = new Map<number, Lane>()
  let chunkSize = 128
  let assembling = 0
  let rest: Buffer = Buffer.alloc(0)
  let open: { lane: Lane; left: number } | null = null

  const laneOf = (id: number): Lane => {
    const known = lanes.get(id)
    if (known) return known
    if (lanes.size >= MAX_LANES) throw new ChunkError('too many chunk streams')
    const lane: Lane = {
      timestampMs: 0,
      deltaMs: 0,
      length: 0,
      type: 0,
      streamId: 0,
      extended: null,
      body: null,
      filled: 0,
    }
    lanes.set(id, lane)
    return lane
  }

  const start = (lane: Lane) => {
    assembling += lane.length
    if (assembling > limits.messageBytes()) throw new ChunkError('message too large')
    lane.body = Buffer.allocUnsafe(lane.length)
    lane.filled = 0
  }

  const finish = (lane: Lane) => {
    const body = lane.body!
    lane.body = null
    assembling -= body.length
    onMessage({ type: lane.type, timestampMs: lane.timestampMs, streamId: lane.streamId, body })
  }

  /** Reads one chunk's header at `at`. The place after it, or NO_MORE when it is not all here yet. */
  const header = (b: Buffer, at: number): number => {
    const first = b[at]!
    const format = first >> 6
    let id = first & 0x3f
    let p = at + 1
    if (id < 2) {
      if (p + id + 1 > b.length) return NO_MORE
      id = id === 0 ? b[p]! + 64 : b[p]! + b[p + 1]! * 256 + 64
      p += (first & 0x3f) + 1
    }
    const size = format === 0 ? 11 : format === 1 ? 7 : format === 2 ? 3 : 0
    if (p + size > b.length) return NO_MORE
    const known = lanes.get(id)
    if (format !== 0 && !known) throw new ChunkError('first chunk of a stream without its header')
    const isNew = !known?.body
    if (!isNew && format !== 3) throw new ChunkError('a message begins inside another')
    const short = size > 0 ? b.readUIntBE(p, 3) : 0
    const hasExtended = size > 0 ? short === 0xff_ff_ff : known!.extended !== null
    let stamp = short
    let end = p + size
    if (hasExtended) {
      if (end + 4 > b.length) return NO_MORE
      const extended = b.readUInt32BE(end)
      // Some encoders leave it out of the chunks that continue a message: then these four bytes are its payload.
      const repeats = format !== 3 || isNew || extended === known!.extended
      if (repeats) end += 4
      stamp = format === 3 && !isNew ? known!.extended! : extended
    }
    const lane = laneOf(id)
    if (isNew) {
      if (size > 0) lane.extended = hasExtended ? stamp : null
      if (size >= 7) {
        lane.length = b.readUIntBE(p + 3, 3)
        lane.type = b[p + 6]!
      }
      if (size === 11) lane.streamId = b.readUInt32LE(p + 7)
      if (size > 0) lane.deltaMs = stamp
      lane.timestampMs = format === 0 ? stamp : (lane.timestampMs + lane.deltaMs) >>> 0
      start(lane)
    }
    open = { lane, left: Math.min(chunkSize, lane.length - lane.filled) }
    return end
  }

  return {
    push(bytes) {
      const b = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
      let at = 0
      while (at < b.length || open) {
        if (!open) {
          const next = header(b, at)
          if (next === NO_MORE) break
          limits.onChunk?.()
          at = next
        }
        const { lane, left } = open!
        const count = Math.min(left, b.length - at)
        b.copy(lane.body!, lane.filled, at, at + count)
        at += count
        lane.filled += count
        if (count < left) {
          open = { lane, left: left - count }
          break
        }
        open = null
        if (lane.filled === lane.length) finish(lane)
      }
      rest = at < b.length ? Buffer.from(b.subarray(at)) : Buffer.alloc(0)
    },
    setChunkSize(size) {
      if (size < 1 || size > MAX_CHUNK_SIZE) throw new ChunkError('chunk size')
      chunkSize = size
    },
    abort(id) {
      const lane = lanes.get(id)
      if (!lane?.body) return
      assembling -= lane.length
      lane.body = null
    },
  }
}

/** One message as chunks of `chunkSize`; always with its full header, which every reader understands. */
export function encodeChunks(chunkStream: number, message: RtmpMessage, chunkSize: number): Buffer {
  const extended = message.timestampMs >= 0xff_ff_ff
  const tail = extended ? 4 : 0
  const count = Math.max(1, Math.ceil(message.body.length / chunkSize))
  const out = Buffer.alloc(12 + tail + (count - 1) * (1 + tail) + message.body.length)
  out[0] = chunkStream & 0x3f
  out.writeUIntBE(extended ? 0xff_ff_ff : message.timestampMs, 1, 3)
  out.writeUIntBE(message.body.length, 4, 3)
  out[7] = message.type
  out.writeUInt32LE(message.streamId, 8)
  let at = 12
  if (extended) at = out.writeUInt32BE(message.timestampMs >>> 0, at)
  for (let from = 0; from < message.body.length; from += chunkSize) {
    if (from > 0) {
      out[at++] = 0xc0 | (chunkStream & 0x3f)
      if (extended) at = out.writeUInt32BE(message.timestampMs >>> 0, at)
    }
    at += message.body.copy(out, at, from, Math.min(from + chunkSize, message.body.length))
  }
  return out
}
