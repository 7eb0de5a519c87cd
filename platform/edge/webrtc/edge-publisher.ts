// The gateway's pictures as a publisher of the edge: parameter sets become an avcC, start codes lengths. One browser is to the edge what
// one OBS is: asked the same, taken over the same, recorded the same.
import type { OpenPublisher } from '../publisher.ts'
import { nalType } from './h264-units.ts'
import type { OpenSink } from './media-sink.ts'

const SPS = 7
const PPS = 8

/** AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1) with lengths of four bytes. */
export const avcCOf = (sps: Buffer, pps: Buffer): Buffer => {
  const head = Buffer.from([
    1,
    sps[1] ?? 0,
    sps[2] ?? 0,
    sps[3] ?? 0,
    0xff,
    0xe1,
    sps.length >> 8,
    sps.length & 255,
  ])
  const middle = Buffer.from([1, pps.length >> 8, pps.length & 255])
  return Buffer.concat([head, sps, middle, pps])
}

export const withLengths = (units: readonly Buffer[]): Buffer => {
  const out = Buffer.allocUnsafe(units.reduce((bytes, unit) => bytes + 4 + unit.length, 0))
  let at = 0
  for (const unit of units) {
    at = out.writeUInt32BE(unit.length, at)
    at += unit.copy(out, at)
  }
  return out
}

export const openSinkOf =
  (openPublisher: OpenPublisher): OpenSink =>
  async ({ stream, key, address, onReplaced }) => {
    const answer = await openPublisher({ stream, key, address, protocol: 'whip', dismiss: onReplaced })
    if ('refused' in answer) return { refusal: answer.refused }
    const { publisher } = answer
    let known: Buffer | null = null
    publisher.announce({ video: true, audio: true })
    return {
      sink: {
        video({ nalUnits, timestampMs, keyFrame }) {
          if (keyFrame) {
            const sps = nalUnits.find((unit) => nalType(unit) === SPS)
            const pps = nalUnits.find((unit) => nalType(unit) === PPS)
            if (!sps || !pps || sps.length < 4) return
            const avcC = avcCOf(sps, pps)
            if (!known?.equals(avcC) && !publisher.videoSetup(avcC)) return
            known = avcC
          }
          // Players have the sets from the avcC; some stumble over them inside the pictures.
          const shown = nalUnits.filter((unit) => nalType(unit) !== SPS && nalType(unit) !== PPS)
          publisher.video({
            timestampMs: Math.round(timestampMs),
            compositionMs: 0,
            key: keyFrame,
            data: withLengths(shown),
          })
        },
        audioConfig: (config) => void publisher.audioSetup(config),
        audio: ({ data, timestampMs }) => publisher.audio({ data, timestampMs: Math.round(timestampMs) }),
        gone: (reason) => publisher.end(reason),
      },
    }
  }
