// Files for tests, made byte by byte: the smallest MP4 that is one, and what can be wrong with it.

type Clip = {
  durationMs?: number
  width?: number
  height?: number
  codec?: string
  handler?: string
  brand?: string
  /** Stored lying down and turned by the track's matrix, as phones do. */
  turned?: boolean
  /** 64-bit times. */
  wide?: boolean
}

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0))
const u16 = (n: number) => [(n >>> 8) & 255, n & 255]
const u32 = (n: number) => [...u16(n >>> 16), ...u16(n)]
const u64 = (n: number) => [...u32(Math.floor(n / 2 ** 32)), ...u32(n >>> 0)]
const zeros = (n: number) => Array.from({ length: n }, () => 0)

export const box = (type: string, ...parts: number[][]): number[] => {
  const body = parts.flat()
  return [...u32(body.length + 8), ...ascii(type), ...body]
}

/** A video track of the size and length given, and 64 bytes of media. */
export function anMp4(clip: Clip = {}): Uint8Array {
  const {
    durationMs = 12_000,
    width = 720,
    height = 1280,
    codec = 'avc1',
    handler = 'vide',
    brand = 'isom',
    turned = false,
    wide = false,
  } = clip
  const mvhd = wide
    ? box('mvhd', [1, 0, 0, 0], zeros(16), u32(1000), u64(durationMs), zeros(80))
    : box('mvhd', [0, 0, 0, 0], zeros(8), u32(1000), u32(durationMs), zeros(80))
  const one = u32(0x10000)
  const matrix = turned
    ? [...u32(0), ...one, ...u32(0), ...u32(0xffff0000), ...zeros(16), ...u32(0x40000000)]
    : [...one, ...zeros(12), ...one, ...zeros(12), ...u32(0x40000000)]
  const tkhd = box('tkhd', [0, 0, 0, 7], zeros(36), matrix, u16(width), u16(0), u16(height), u16(0))
  const stsd = box('stsd', zeros(4), u32(1), box(codec, zeros(78)))
  const trak = box(
    'trak',
    tkhd,
    box('mdia', box('hdlr', zeros(8), ascii(handler), zeros(13)), box('minf', box('stbl', stsd))),
  )
  return Uint8Array.from([
    ...box('ftyp', ascii(brand), u32(512), ascii(brand)),
    ...box('moov', mvhd, trak),
    ...box('mdat', zeros(64)),
  ])
}
