// FLV both ways: what an encoder's RTMP message carries, and the tags a viewer gets. The enhanced form (a fourcc in place of the codec's
// number) is read for H.264 and answered in the old form, which every player knows.

export type FlvVideo =
  | { kind: 'setup'; avcC: Buffer }
  | { kind: 'frame'; key: boolean; compositionMs: number; data: Buffer }
  | { kind: 'nothing' }
  | { kind: 'unknown'; codec: string }
export type FlvAudio =
  | { kind: 'setup'; asc: Buffer }
  | { kind: 'frame'; data: Buffer }
  | { kind: 'nothing' }
  | { kind: 'unknown'; codec: string }

const AVC = 7
const AAC = 10
const NOTHING = { kind: 'nothing' } as const
const KEY_FRAME = 1

/** The payload of an RTMP video message (type 9). */
export function readFlvVideo(body: Buffer): FlvVideo {
  if (body.length < 2) return NOTHING
  const first = body[0]!
  if (first & 0x80) return readEnhanced(body)
  if ((first & 15) !== AVC) return { kind: 'unknown', codec: `flv ${first & 15}` }
  if (body.length < 5) return NOTHING
  if (body[1] === 0) return { kind: 'setup', avcC: body.subarray(5) }
  if (body[1] !== 1 || body.length === 5) return NOTHING
  return {
    kind: 'frame',
    key: first >> 4 === KEY_FRAME,
    compositionMs: (body.readUIntBE(2, 3) << 8) >> 8,
    data: body.subarray(5),
  }
}

function readEnhanced(body: Buffer): FlvVideo {
  if (body.length < 5) return NOTHING
  const codec = body.toString('latin1', 1, 5)
  if (codec !== 'avc1') return { kind: 'unknown', codec: codec.replaceAll(/[^\w]/g, '?') }
  const packet = body[0]! & 15
  if (packet === 0) return { kind: 'setup', avcC: body.subarray(5) }
  const key = ((body[0]! >> 4) & 7) === KEY_FRAME
  if (packet === 1 && body.length > 8)
    return { kind: 'frame', key, compositionMs: (body.readUIntBE(5, 3) << 8) >> 8, data: body.subarray(8) }
  if (packet === 3 && body.length > 5) return { kind: 'frame', key, compositionMs: 0, data: body.subarray(5) }
  return NOTHING
}

/** The payload of an RTMP audio message (type 8). */
export function readFlvAudio(body: Buffer): FlvAudio {
  if (body.length < 2) return NOTHING
  const format = body[0]! >> 4
  if (format !== AAC) return { kind: 'unknown', codec: `flv ${format}` }
  if (body[1] === 0) return { kind: 'setup', asc: body.subarray(2) }
  return body.length > 2 ? { kind: 'frame', data: body.subarray(2) } : NOTHING
}

export const flvHeader = (hasVideo: boolean, hasAudio: boolean): Buffer =>
  Buffer.from([0x46, 0x4c, 0x56, 1, (hasAudio ? 4 : 0) | (hasVideo ? 1 : 0), 0, 0, 0, 9, 0, 0, 0, 0])

const HEAD = 11
const TYPE_AUDIO = 8
const TYPE_VIDEO = 9

/** Allocates a whole tag with its trailing size, and says where its body begins. */
function openTag(type: number, bodyBytes: number, timestampMs: number): Buffer {
  const tag = Buffer.allocUnsafe(HEAD + bodyBytes + 4)
  tag[0] = type
  tag.writeUIntBE(bodyBytes, 1, 3)
  const stamp = timestampMs % 2 ** 32
  tag.writeUIntBE(stamp % 2 ** 24, 4, 3)
  tag[7] = Math.floor(stamp / 2 ** 24)
  tag.writeUIntBE(0, 8, 3)
  tag.writeUInt32BE(HEAD + bodyBytes, HEAD + bodyBytes)
  return tag
}

export function videoTag(p: {
  key: boolean
  setup: boolean
  timestampMs: number
  compositionMs: number
  data: Buffer
}): Buffer {
  const tag = openTag(TYPE_VIDEO, 5 + p.data.length, p.timestampMs)
  tag[HEAD] = ((p.key ? 1 : 2) << 4) | AVC
  tag[HEAD + 1] = p.setup ? 0 : 1
  tag.writeUIntBE(p.compositionMs & 0xff_ff_ff, HEAD + 2, 3)
  p.data.copy(tag, HEAD + 5)
  return tag
}

/** The second byte of AAC in FLV always says 44 kHz, 16 bit, stereo; the setup tells the truth. */
export function audioTag(p: { setup: boolean; timestampMs: number; data: Buffer }): Buffer {
  const tag = openTag(TYPE_AUDIO, 2 + p.data.length, p.timestampMs)
  tag[HEAD] = (AAC << 4) | 0x0f
  tag[HEAD + 1] = p.setup ? 0 : 1
  p.data.copy(tag, HEAD + 2)
  return tag
}
