// What the players must know of a stream before its first frame: size and profile out of H.264's parameter sets, rate and channels
// out of AAC's. Read from strangers' bytes, so every read is bounded and a set that makes no sense is null.

export type VideoSetup = { codec: 'avc1'; avcC: Buffer; width: number; height: number; name: string }
export type AudioSetup = { codec: 'mp4a'; asc: Buffer; rate: number; channels: number; name: string }

const RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]
/** Profiles whose parameter set names its chroma format and may carry scaling lists. */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134])
const MAX_SIDE = 16_384
/** Parameter sets are some dozens of bytes; every viewer is sent them past the limit of its queue. */
const MAX_SETUP_BYTES = 4096
const AAC_LC = 2

const hex = (n: number) => n.toString(16).padStart(2, '0')

/** From an AVCDecoderConfigurationRecord; null when it is not one. */
export function readVideoSetup(avcC: Buffer): VideoSetup | null {
  if (avcC.length < 9 || avcC.length > MAX_SETUP_BYTES || avcC[0] !== 1 || (avcC[5]! & 31) < 1) return null
  const length = avcC.readUInt16BE(6)
  if (8 + length > avcC.length) return null
  const size = readSize(avcC.subarray(8, 8 + length))
  if (!size) return null
  return { codec: 'avc1', avcC, ...size, name: `avc1.${hex(avcC[1]!)}${hex(avcC[2]!)}${hex(avcC[3]!)}` }
}

/** From an AudioSpecificConfig; null when it is not one that players know. */
export function readAudioSetup(asc: Buffer): AudioSetup | null {
  if (asc.length < 2 || asc.length > 64) return null
  const object = asc[0]! >> 3
  const rate = RATES[((asc[0]! & 7) << 1) | (asc[1]! >> 7)]
  const channels = (asc[1]! >> 3) & 15
  if (!rate || channels < 1 || channels > 7 || object < 1) return null
  return { codec: 'mp4a', asc, rate, channels, name: `mp4a.40.${object || AAC_LC}` }
}

type Bits = { flag(): number; take(n: number): number; unsigned(): number; signed(): number }

/** A reader of an RBSP: the bytes that only keep start codes apart are left out. Past the end it reads zeros and says so. */
function bitsOf(nal: Buffer): Bits & { overrun(): boolean } {
  const bytes: number[] = []
  for (let i = 1; i < nal.length; i++)
    if (!(i > 2 && nal[i] === 3 && nal[i - 1] === 0 && nal[i - 2] === 0)) bytes.push(nal[i]!)
  let at = 0
  const flag = () => {
    const bit = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
    at += 1
    return bit
  }
  const take = (n: number) => {
    let value = 0
    for (let i = 0; i < n; i++) value = value * 2 + flag()
    return value
  }
  const unsigned = () => {
    let zeros = 0
    while (zeros < 32 && flag() === 0) zeros += 1
    return 2 ** zeros - 1 + take(zeros)
  }
  const signed = () => {
    const value = unsigned()
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2
  }
  return { flag, take, unsigned, signed, overrun: () => at > bytes.length * 8 + 7 }
}

function skipScalingLists(bits: Bits, lists: number): void {
  for (let i = 0; i < lists; i++) {
    if (!bits.flag()) continue
    let last = 8
    let next = 8
    for (let j = 0; j < (i < 6 ? 16 : 64); j++) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256
      last = next === 0 ? last : next
    }
  }
}

function readSize(sps: Buffer): { width: number; height: number } | null {
  const bits = bitsOf(sps)
  const profile = bits.take(8)
  bits.take(16)
  bits.unsigned()
  let chroma = 1
  if (HIGH_PROFILES.has(profile)) {
    chroma = bits.unsigned()
    if (chroma === 3) bits.flag()
    bits.unsigned()
    bits.unsigned()
    bits.flag()
    if (bits.flag()) skipScalingLists(bits, chroma === 3 ? 12 : 8)
  }
  bits.unsigned()
  const order = bits.unsigned()
  if (order === 0) bits.unsigned()
  else if (order === 1) {
    bits.flag()
    bits.signed()
    bits.signed()
    const cycle = Math.min(bits.unsigned(), 255)
    for (let i = 0; i < cycle; i++) bits.signed()
  }
  bits.unsigned()
  bits.flag()
  const wide = (bits.unsigned() + 1) * 16
  const rows = bits.unsigned() + 1
  const frameOnly = bits.flag()
  if (!frameOnly) bits.flag()
  bits.flag()
  const crop = bits.flag()
    ? [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    : [0, 0, 0, 0]
  const across = chroma === 1 || chroma === 2 ? 2 : 1
  const down = (chroma === 1 ? 2 : 1) * (2 - frameOnly)
  const width = wide - (crop[0]! + crop[1]!) * across
  const height = rows * 16 * (2 - frameOnly) - (crop[2]! + crop[3]!) * down
  const sane = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
  return sane && !bits.overrun() ? { width, height } : null
}
