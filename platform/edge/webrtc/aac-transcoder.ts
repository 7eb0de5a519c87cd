// Opus to AAC by ffmpeg as a child, packet in, frame out. Why a child: browsers send Opus, FLV and HLS want AAC, and no decoder of
// strangers' sound belongs into this process. Bounded: what it does not take in time is dropped; it is brought back five times.
import { spawn, type ChildProcess } from 'node:child_process'
import { createOggOpus, opusSamples, OPUS_SILENCE } from './ogg-opus.ts'
import type { AudioFrame } from './media-sink.ts'

const RATE = 48_000
const FRAME_SAMPLES = 1024
/** What the encoder puts in front of the first sample; its first frame holds nothing else. */
const PRIMING_SAMPLES = 1024
const QUEUE_BYTES = 64 << 10
const RESTARTS = 5
/** A gap of more is filled with silence, up to a second of it: the decoder counts samples, not time. */
const GAP_MS = 60
const LONGEST_FILL_MS = 1000
/** AAC-LC, 48 kHz, two channels. */
export const AAC_CONFIG = Buffer.from([0x11, 0x90])

const ARGUMENTS = [
  ['-hide_banner', '-loglevel', 'error', '-nostdin', '-protocol_whitelist', 'pipe'],
  ['-probesize', '2048', '-analyzeduration', '0', '-fflags', '+nobuffer', '-f', 'ogg', '-i', 'pipe:0'],
  ['-vn', '-threads', '1', '-c:a', 'aac', '-b:a', '128k', '-ar', String(RATE), '-ac', '2'],
  ['-flush_packets', '1', '-f', 'adts', 'pipe:1'],
].flat()

/** Cuts a stream of ADTS frames; returns what is left over. @throws Error when it is none. */
export const cutAdts = (bytes: Buffer, each: (frame: Buffer) => void): Buffer => {
  let rest = bytes
  while (rest.length >= 7) {
    if (rest[0] !== 0xff || ((rest[1] ?? 0) & 0xf6) !== 0xf0)
      throw new Error('no ADTS header where one should be')
    const size = (((rest[3] ?? 0) & 3) << 11) | ((rest[4] ?? 0) << 3) | ((rest[5] ?? 0) >> 5)
    if (size < 7) throw new Error('an ADTS frame shorter than its header')
    if (rest.length < size) break
    each(rest.subarray((rest[1] ?? 0) & 1 ? 7 : 9, size))
    rest = rest.subarray(size)
  }
  return rest
}

export type AacTranscoder = {
  push(opus: Buffer, timestampMs: number): void
  close(): void
}
export type AacTranscoderOptions = {
  ffmpegPath: string
  onFrame: (frame: AudioFrame) => void
  /** The child died more often than it is brought back: there is no sound from here on. */
  onGivenUp: (reason: string) => void
}

type Run = {
  child: ChildProcess
  ogg: ReturnType<typeof createOggOpus>
  samplesIn: number
  framesOut: number
  /** Where in the samples which time was: the newest in front of a frame says when it is. */
  anchors: { sample: number; ms: number }[]
}

export const createAacTranscoder = ({
  ffmpegPath,
  onFrame,
  onGivenUp,
}: AacTranscoderOptions): AacTranscoder => {
  let run: Run | null = null
  let starts = 0
  let closed = false

  const frameMs = (of: Run, sample: number): number => {
    while (of.anchors.length > 1 && (of.anchors[1]?.sample ?? Infinity) <= sample) of.anchors.shift()
    const anchor = of.anchors[0] ?? { sample: 0, ms: 0 }
    return anchor.ms + ((sample - anchor.sample) / RATE) * 1000
  }

  const ended = (of: Run, reason: string) => {
    if (run !== of) return
    run = null
    of.child.kill('SIGKILL')
    if (!closed && starts > RESTARTS) onGivenUp(reason)
  }

  const start = (): Run => {
    starts++
    const child = spawn(ffmpegPath, ARGUMENTS, { stdio: ['pipe', 'pipe', 'pipe'] })
    const started: Run = { child, ogg: createOggOpus(), samplesIn: 0, framesOut: 0, anchors: [] }
    let rest: Buffer = Buffer.alloc(0)
    let said = ''
    child.stdout?.on('data', (bytes: Buffer) => {
      try {
        rest = cutAdts(rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes, (data) => {
          const sample = started.framesOut++ * FRAME_SAMPLES - PRIMING_SAMPLES
          if (sample >= 0 && run === started) onFrame({ data, timestampMs: frameMs(started, sample) })
        })
      } catch (error) {
        ended(started, String(error))
      }
    })
    child.stderr?.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-400)))
    child.stdin?.on('error', () => {})
    child.on('error', (error) => ended(started, error.message))
    child.on('close', (code) => ended(started, `exit ${code}: ${said}`))
    child.stdin?.write(started.ogg.head())
    return started
  }

  const feed = (to: Run, opus: Buffer, ms: number) => {
    to.anchors.push({ sample: to.samplesIn, ms })
    to.samplesIn += opusSamples(opus)
    to.child.stdin?.write(to.ogg.packet(opus))
  }

  return {
    push(opus, timestampMs) {
      if (closed || opusSamples(opus) === 0 || (run === null && starts > RESTARTS)) return
      run ??= start()
      const last = run.anchors.at(-1)
      if ((run.child.stdin?.writableLength ?? 0) > QUEUE_BYTES) return
      if (last) {
        let expected = last.ms + ((run.samplesIn - last.sample) / RATE) * 1000
        if (timestampMs - expected > GAP_MS) {
          expected = Math.max(expected, timestampMs - LONGEST_FILL_MS)
          for (; timestampMs - expected >= 20; expected += 20) feed(run, OPUS_SILENCE, expected)
        }
      }
      feed(run, opus, timestampMs)
    },
    close() {
      if (closed) return
      closed = true
      run?.child.kill('SIGKILL')
      run = null
    },
  }
}
