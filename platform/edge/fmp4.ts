// Fragmented MP4 (ISO 14496-12) for H.264 and AAC: one initialisation piece, then a moof and mdat for each part. Written directly, in one
// allocation a part, because a packager between the camera and a thousand people has no time for a child process.
import type { AudioSetup, VideoSetup } from './codecs.ts'

export const VIDEO_TIMESCALE = 90_000
export type VideoSample = { data: Buffer; dts: number; duration: number; composition: number; key: boolean }
export type AudioSample = { data: Buffer; dts: number; duration: number }

const VIDEO_ID = 1
const AUDIO_ID = 2
const u8 = (...bytes: number[]) => Buffer.from(bytes)

function u16(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2)
  values.forEach((value, i) => out.writeUInt16BE(value & 0xffff, i * 2))
  return out
}

function u32(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => out.writeUInt32BE(value >>> 0, i * 4))
  return out
}

function u64(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(BigInt(Math.round(value)))
  return out
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const size = content.reduce((sum, one) => sum + one.length, 8)
  return Buffer.concat([u32(size), Buffer.from(type, 'latin1'), ...content], size)
}

const fullBox = (type: string, version: number, flags: number, ...content: readonly Buffer[]) =>
  box(type, u32((version << 24) | flags), ...content)

const UNITY = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000)
const emptyTables = (entry: Buffer) =>
  box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), entry),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0, 0)),
    fullBox('stco', 0, 0, u32(0)),
  )

function track(p: {
  id: number
  width: number
  height: number
  volume: number
  timescale: number
  handler: string
  mediaHeader: Buffer
  entry: Buffer
}): Buffer {
  const header = fullBox(
    'tkhd',
    0,
    7,
    u32(0, 0, p.id, 0, 0, 0, 0),
    u16(0, 0, p.volume, 0),
    UNITY,
    u32(p.width * 65_536, p.height * 65_536),
  )
  const media = box(
    'mdia',
    fullBox('mdhd', 0, 0, u32(0, 0, p.timescale, 0), u16(0x55c4, 0)),
    fullBox('hdlr', 0, 0, u32(0), Buffer.from(p.handler), Buffer.alloc(12), Buffer.from('edge\0')),
    box(
      'minf',
      p.mediaHeader,
      box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
      emptyTables(p.entry),
    ),
  )
  return box('trak', header, media)
}

function videoTrack(v: VideoSetup): Buffer {
  const entry = box(
    'avc1',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(v.width, v.height),
    u32(0x48_0000, 0x48_0000, 0),
    u16(1),
    Buffer.alloc(32),
    u16(24, 0xffff),
    box('avcC', v.avcC),
  )
  const mediaHeader = fullBox('vmhd', 0, 1, Buffer.alloc(8))
  return track({
    id: VIDEO_ID,
    width: v.width,
    height: v.height,
    volume: 0,
    timescale: VIDEO_TIMESCALE,
    handler: 'vide',
    mediaHeader,
    entry,
  })
}

const descriptor = (tag: number, ...content: readonly Buffer[]) => {
  const body = Buffer.concat(content)
  return Buffer.concat([u8(tag, body.length), body])
}

function audioTrack(a: AudioSetup): Buffer {
  const decoder = descriptor(4, u8(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, a.asc))
  const elementary = fullBox('esds', 0, 0, descriptor(3, u8(0, AUDIO_ID, 0), decoder, descriptor(6, u8(2))))
  const rate = a.rate < 65_536 ? a.rate * 65_536 : 0
  const entry = box(
    'mp4a',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(8),
    u16(a.channels, 16, 0, 0),
    u32(rate),
    elementary,
  )
  const mediaHeader = fullBox('smhd', 0, 0, u32(0))
  return track({
    id: AUDIO_ID,
    width: 0,
    height: 0,
    volume: 0x100,
    timescale: a.rate,
    handler: 'soun',
    mediaHeader,
    entry,
  })
}

/** The initialisation piece; at least one of the two must be there. */
export function writeInit(video: VideoSetup | null, audio: AudioSetup | null): Buffer {
  const ids = [...(video ? [VIDEO_ID] : []), ...(audio ? [AUDIO_ID] : [])]
  const movie = fullBox(
    'mvhd',
    0,
    0,
    u32(0, 0, 1000, 0, 0x1_0000),
    u16(0x100),
    Buffer.alloc(10),
    UNITY,
    Buffer.alloc(24),
    u32(3),
  )
  const extends_ = ids.map((id) => fullBox('trex', 0, 0, u32(id, 1, 0, 0, 0)))
  return Buffer.concat([
    box('ftyp', Buffer.from('iso6'), u32(1), Buffer.from('iso6cmfcmp41')),
    box(
      'moov',
      movie,
      ...(video ? [videoTrack(video)] : []),
      ...(audio ? [audioTrack(audio)] : []),
      box('mvex', ...extends_),
    ),
  ])
}

const SYNC = 0x0200_0000
const NOT_SYNC = 0x0101_0000
const VIDEO_FLAGS = 0xf01
const AUDIO_FLAGS = 0x301

const run = (id: number, dts: number, flags: number, count: number, table: Buffer, offset: number) =>
  box(
    'traf',
    fullBox('tfhd', 0, 0x2_0000, u32(id)),
    fullBox('tfdt', 1, 0, u64(dts)),
    fullBox('trun', 1, flags, u32(count, offset), table),
  )

function videoTable(samples: readonly VideoSample[]): Buffer {
  const out = Buffer.allocUnsafe(samples.length * 16)
  let at = 0
  for (const s of samples) {
    at = out.writeUInt32BE(s.duration, at)
    at = out.writeUInt32BE(s.data.length, at)
    at = out.writeUInt32BE(s.key ? SYNC : NOT_SYNC, at)
    at = out.writeInt32BE(s.composition, at)
  }
  return out
}

function audioTable(samples: readonly AudioSample[]): Buffer {
  const out = Buffer.allocUnsafe(samples.length * 8)
  let at = 0
  for (const s of samples) {
    at = out.writeUInt32BE(s.duration, at)
    at = out.writeUInt32BE(s.data.length, at)
  }
  return out
}

/** One moof and its mdat. Times in each track's own timescale (video 90 kHz, audio its sample rate). */
export function writeFragment(
  sequence: number,
  video: readonly VideoSample[],
  audio: readonly AudioSample[],
): Buffer {
  const videoBytes = video.reduce((sum, s) => sum + s.data.length, 0)
  const audioBytes = audio.reduce((sum, s) => sum + s.data.length, 0)
  const tables = [videoTable(video), audioTable(audio)] as const
  const moof = (base: number) =>
    box(
      'moof',
      fullBox('mfhd', 0, 0, u32(sequence)),
      ...(video.length > 0 ? [run(VIDEO_ID, video[0]!.dts, VIDEO_FLAGS, video.length, tables[0], base)] : []),
      ...(audio.length > 0
        ? [run(AUDIO_ID, audio[0]!.dts, AUDIO_FLAGS, audio.length, tables[1], base + videoBytes)]
        : []),
    )
  const size = moof(0).length
  return Buffer.concat([
    moof(size + 8),
    u32(8 + videoBytes + audioBytes),
    Buffer.from('mdat'),
    ...video.map((s) => s.data),
    ...audio.map((s) => s.data),
  ])
}
