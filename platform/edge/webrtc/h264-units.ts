// RTP payloads of H.264 (RFC 6184: single, STAP-A, FU-A) into whole pictures. Why pictures are dropped after a loss until the next
// key frame: a decoder shows what is missing as smear, and the recording would keep it for ever.
import type { Ordered, RtpLike } from './rtp-order.ts'

export type Picture = { nalUnits: Buffer[]; rtpTimestamp: number; keyFrame: boolean }

const STAP_A = 24
const FU_A = 28
const IDR = 5
const SPS = 7
const PPS = 8
const DELIMITER = 9
/** A picture of more is not one (Level 5.2 stays far below), and nobody may fill our memory with one. */
const MOST_BYTES = 4 << 20

export const nalType = (unit: Buffer): number => (unit[0] ?? 0) & 0x1f

export type H264Units = {
  push(ordered: Ordered<RtpLike>): Picture | null
  /** A key frame is wanted before anything can be shown again. */
  wantsKeyFrame(): boolean
}

export const createH264Units = (): H264Units => {
  let parts: Buffer[] = []
  let fragments: Buffer[] | null = null
  let bytes = 0
  let timestamp = 0
  let damaged = false
  let waitsForKey = true
  let sps: Buffer | null = null
  let pps: Buffer | null = null

  const reset = () => {
    parts = []
    fragments = null
    bytes = 0
    damaged = false
  }

  const add = (unit: Buffer) => {
    if (unit.length > 0 && nalType(unit) !== DELIMITER) parts.push(unit)
  }

  const aggregate = (payload: Buffer) => {
    let at = 1
    while (at + 2 <= payload.length) {
      const size = payload.readUInt16BE(at)
      if (size === 0 || at + 2 + size > payload.length) {
        damaged = true
        return
      }
      add(payload.subarray(at + 2, at + 2 + size))
      at += 2 + size
    }
  }

  const fragment = (payload: Buffer) => {
    const [indicator = 0, header = 0] = payload
    if (payload.length < 3) damaged = true
    else if (header & 0x80)
      fragments = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)]), payload.subarray(2)]
    else if (fragments) fragments.push(payload.subarray(2))
    else damaged = true
    if (header & 0x40 && fragments) {
      add(Buffer.concat(fragments))
      fragments = null
    }
  }

  const finish = (): Picture | null => {
    const units = parts
    const broken = damaged || fragments !== null
    const at = timestamp
    reset()
    for (const unit of units) {
      if (nalType(unit) === SPS) sps = unit
      else if (nalType(unit) === PPS) pps = unit
    }
    const key = units.some((unit) => nalType(unit) === IDR)
    const shown = units.some((unit) => nalType(unit) >= 1 && nalType(unit) <= IDR)
    if (broken) waitsForKey = true
    if (broken || !shown || (waitsForKey && !key)) return null
    if (!key) return { nalUnits: units, rtpTimestamp: at, keyFrame: false }
    if (!sps || !pps) return null
    waitsForKey = false
    const rest = units.filter((unit) => nalType(unit) !== SPS && nalType(unit) !== PPS)
    return { nalUnits: [sps, pps, ...rest], rtpTimestamp: at, keyFrame: true }
  }

  return {
    push({ packet, lostBefore }) {
      const { header, payload } = packet
      let done: Picture | null = null
      if (bytes > 0 && header.timestamp !== timestamp) {
        // The last packet of the picture before never came: its marker is missing.
        damaged ||= lostBefore
        done = finish()
      }
      if (lostBefore) damaged = true
      timestamp = header.timestamp
      bytes += payload.length
      if (bytes > MOST_BYTES) damaged = true
      else if (payload.length > 0) {
        const type = nalType(payload)
        if (type === STAP_A) aggregate(payload)
        else if (type === FU_A) fragment(payload)
        else if (type >= 1 && type <= 23) add(payload)
      }
      if (!header.marker) return done
      return finish() ?? done
    },
    wantsKeyFrame: () => waitsForKey,
  }
}
