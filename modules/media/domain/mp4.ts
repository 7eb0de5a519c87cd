// What an MP4 really is, read from its own boxes (ISO/IEC 14496-12), without handing a stranger's file to a decoder. Why not
// the extension or the sender's word: a playlist renamed to .mp4 makes a media tool fetch other people's files.

/** Bounds on what a file may make us do. */
const MAX_BOXES = 5000
const MAX_DEPTH = 8

const BRANDS = new Set([
  'isom',
  'iso2',
  'iso3',
  'iso4',
  'iso5',
  'iso6',
  'mp41',
  'mp42',
  'avc1',
  'M4V ',
  'M4VH',
  'M4VP',
  'MSNV',
  'dash',
  'qt  ',
])
/** Codecs that browsers play. */
const CODECS = new Set(['avc1', 'avc3', 'hvc1', 'hev1', 'vp09', 'av01'])
/** Boxes that contain boxes, on the way to what we read. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

export type Mp4 = {
  durationMs: number
  width: number
  height: number
  codec: string
  /** Of the first sound track, or null without sound. */
  audioCodec: string | null
  tracks: number
  /** Frames a second, or null where the file does not count its samples. */
  frameRate: number | null
}
export type Mp4Refusal = { refused: 'not-mp4' | 'codec' | 'corrupt'; why: string }

type Box = { type: string; start: number; end: number; children: Box[] }

/** Sizes as shown (a phone's portrait clip is stored lying down and turned by a matrix). */
export function readMp4(bytes: Uint8Array): Mp4 | Mp4Refusal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 16 || typeAt(view, 4) !== 'ftyp' || !BRANDS.has(typeAt(view, 8)))
    return { refused: 'not-mp4', why: 'no ftyp box of a known brand' }
  try {
    return describe(view, readBoxes(view, 0, bytes.length, 0, { left: MAX_BOXES }))
  } catch (error) {
    if (error instanceof RangeError) return { refused: 'corrupt', why: error.message }
    throw error
  }
}

/** @throws RangeError when a box does not fit its parent, or there are too many */
function readBoxes(
  view: DataView,
  start: number,
  end: number,
  depth: number,
  budget: { left: number },
): Box[] {
  const boxes: Box[] = []
  for (let at = start; at < end;) {
    if (--budget.left < 0) throw new RangeError('too many boxes')
    if (end - at < 8) throw new RangeError('a box is cut off')
    const type = typeAt(view, at + 4)
    let size = view.getUint32(at)
    let body = at + 8
    if (size === 1) {
      if (end - at < 16) throw new RangeError('a box is cut off')
      const large = view.getBigUint64(at + 8)
      if (large > BigInt(view.byteLength)) throw new RangeError(`${type} reaches past the end`)
      size = Number(large)
      body = at + 16
    } else if (size === 0) size = end - at
    if (at + size > end || at + size < body) throw new RangeError(`${type} reaches past the end`)
    const inside = CONTAINERS.has(type) && depth < MAX_DEPTH
    boxes.push({
      type,
      start: body,
      end: at + size,
      children: inside ? readBoxes(view, body, at + size, depth + 1, budget) : [],
    })
    at += size
  }
  return boxes
}

function describe(view: DataView, top: Box[]): Mp4 | Mp4Refusal {
  const moov = top.find((b) => b.type === 'moov')
  if (!moov || !top.some((b) => b.type === 'mdat'))
    return { refused: 'corrupt', why: 'no index (moov) or no media (mdat)' }
  const tracks = moov.children.filter((b) => b.type === 'trak')
  const video = tracks.find((t) => handlerOf(view, t) === 'vide')
  if (!video) return { refused: 'corrupt', why: 'no video track' }
  const codec = codecOf(view, video)
  if (!CODECS.has(codec)) return { refused: 'codec', why: `codec ${codec}` }
  const durationMs = durationOf(view, need(moov, 'mvhd'))
  const { width, height } = sizeOf(view, need(video, 'tkhd'))
  if (durationMs <= 0 || width <= 0 || height <= 0)
    return { refused: 'corrupt', why: 'no duration or no picture size' }
  const sound = tracks.find((t) => handlerOf(view, t) === 'soun')
  const frames = samplesOf(view, video)
  return {
    durationMs,
    width,
    height,
    codec,
    audioCodec: sound ? codecOf(view, sound) : null,
    tracks: tracks.length,
    frameRate: frames === null ? null : Math.round((frames * 100_000) / durationMs) / 100,
  }
}

/** stsz: version and flags, one size for all, then how many there are. */
function samplesOf(view: DataView, track: Box): number | null {
  const stbl = need(track, 'mdia', 'minf', 'stbl')
  const stsz = stbl.children.find((b) => b.type === 'stsz')
  return stsz && stsz.end - stsz.start >= 12 ? view.getUint32(stsz.start + 8) : null
}

const typeAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

function need(parent: Box, ...path: string[]): Box {
  let box = parent
  for (const type of path) {
    const next = box.children.find((b) => b.type === type)
    if (!next) throw new RangeError(`no ${type} box`)
    box = next
  }
  return box
}

const handlerOf = (view: DataView, track: Box): string => typeAt(view, need(track, 'mdia', 'hdlr').start + 8)

/** stsd: version and flags, count, then the first entry's size and type. */
const codecOf = (view: DataView, track: Box): string =>
  typeAt(view, need(track, 'mdia', 'minf', 'stbl', 'stsd').start + 12)

function durationOf(view: DataView, mvhd: Box): number {
  const wide = view.getUint8(mvhd.start) === 1
  const timescale = view.getUint32(mvhd.start + (wide ? 20 : 12))
  const duration = wide ? Number(view.getBigUint64(mvhd.start + 24)) : view.getUint32(mvhd.start + 16)
  return timescale === 0 ? 0 : Math.round((duration / timescale) * 1000)
}

/** Width and height are the last eight bytes of tkhd, 16.16 fixed point; the matrix (a, b, …) is the 36 bytes before them. */
function sizeOf(view: DataView, tkhd: Box): { width: number; height: number } {
  const at = tkhd.end - 8
  const width = view.getUint32(at) >>> 16
  const height = view.getUint32(at + 4) >>> 16
  const lyingDown = view.getInt32(at - 36) === 0 && view.getInt32(at - 32) !== 0
  return lyingDown ? { width: height, height: width } : { width, height }
}
