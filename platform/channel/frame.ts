// Bytes of a frame: made once, written to everybody (RFC 6455 §5.2, unmasked as a server sends); and reading what clients send.
import { MAX_CHAT_CHARACTERS, type ClientFrame, type ServerFrame } from '#kernel/room-frames'

const TEXT = 0x81

/** A whole text frame, ready for any number of sockets. */
export function prepareFrame(frame: ServerFrame): Buffer {
  return prepareText(JSON.stringify(frame))
}

export function prepareText(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const out = Buffer.allocUnsafe(head + length)
  out[0] = TEXT
  if (head === 2) out[1] = length
  else if (head === 4) {
    out[1] = 126
    out.writeUInt16BE(length, 2)
  } else {
    out[1] = 127
    out.writeBigUInt64BE(BigInt(length), 2)
  }
  out.write(text, head)
  return out
}

const HOWS = new Set(['card', 'bag', 'click'])
const MAX_HEARTS = 20
/** Media time is seconds since the picture began; a week is more than any room. */
const MAX_MEDIA_SECONDS = 604_800

/** Null when it is none of ours: not JSON, another shape, a value out of range. Unknown fields are ignored. */
export function readClientFrame(data: Buffer): ClientFrame | null {
  let f: Record<string, unknown>
  try {
    f = JSON.parse(data.toString('utf8')) as Record<string, unknown>
  } catch {
    return null
  }
  if (typeof f !== 'object' || f === null || Array.isArray(f)) return null
  switch (f.t) {
    case 'chat':
      return typeof f.id === 'string' &&
        f.id.length <= 40 &&
        typeof f.text === 'string' &&
        f.text.length <= MAX_CHAT_CHARACTERS * 4
        ? { t: 'chat', id: f.id, text: f.text }
        : null
    case 'like':
      return Number.isInteger(f.n) && (f.n as number) >= 1
        ? { t: 'like', n: Math.min(MAX_HEARTS, f.n as number) }
        : null
    case 'beat':
      return typeof f.at === 'number' && f.at >= 0 && f.at <= MAX_MEDIA_SECONDS
        ? { t: 'beat', at: f.at }
        : null
    case 'saw':
      return typeof f.productId === 'string' &&
        /^prd_[0-9A-Z]{26}$/.test(f.productId) &&
        HOWS.has(f.how as string)
        ? { t: 'saw', productId: f.productId, how: f.how as 'card' }
        : null
    default:
      return null
  }
}
