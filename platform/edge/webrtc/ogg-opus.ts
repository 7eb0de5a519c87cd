// Opus packets as an Ogg stream (RFC 7845), which is what ffmpeg reads from a pipe without guessing. One packet a page: a page is
// handed on when it is whole, and sound that waits for a full one comes late.

const CRC = new Uint32Array(256).map((_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++)
    value = (value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1) >>> 0
  return value
})

const crc = (page: Buffer): number => {
  let value = 0
  for (const byte of page) value = ((value << 8) ^ (CRC[((value >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return value
}

/** Samples at 48 kHz in one packet (RFC 6716 §3.1), at most 5,760; 0 for what is no Opus packet. */
export const opusSamples = (packet: Buffer): number => {
  const [toc, second = 0] = packet
  if (toc === undefined) return 0
  const config = toc >> 3
  const perFrame =
    config < 12
      ? [480, 960, 1920, 2880][config & 3]
      : config < 16
        ? [480, 960][config & 1]
        : [120, 240, 480, 960][config & 3]
  const code = toc & 3
  const frames = code === 0 ? 1 : code === 3 ? second & 0x3f : 2
  const samples = (perFrame ?? 0) * frames
  return samples <= 5760 ? samples : 0
}

/** 20 ms of nothing (CELT, stereo): fills gaps so that samples keep counting time. */
export const OPUS_SILENCE = Buffer.from([0xfc, 0xff, 0xfe])

export const createOggOpus = () => {
  let sequence = 0
  let granule = 0n
  const page = (payload: Buffer, flags: number): Buffer => {
    const lacing: number[] = []
    for (let left = payload.length; ; left -= 255) {
      lacing.push(Math.min(left, 255))
      if (left < 255) break
    }
    const header = Buffer.alloc(27 + lacing.length)
    header.write('OggS', 0, 'latin1')
    header[5] = flags
    header.writeBigInt64LE(granule, 6)
    header.writeUInt32LE(1, 14)
    header.writeUInt32LE(sequence++, 18)
    header[26] = lacing.length
    header.set(lacing, 27)
    const whole = Buffer.concat([header, payload])
    whole.writeUInt32LE(crc(whole), 22)
    return whole
  }
  return {
    /** The two pages in front: two channels, nothing to skip. */
    head(): Buffer {
      const head = Buffer.alloc(19)
      head.write('OpusHead', 0, 'latin1')
      head[8] = 1
      head[9] = 2
      head.writeUInt32LE(48_000, 12)
      const tags = Buffer.alloc(16)
      tags.write('OpusTags', 0, 'latin1')
      return Buffer.concat([page(head, 2), page(tags, 0)])
    },
    packet(packet: Buffer): Buffer {
      granule += BigInt(opusSamples(packet))
      return page(packet, 0)
    },
  }
}
