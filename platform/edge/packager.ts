// Cuts a stream into parts of 200 ms and segments that begin at key frames, for LL-HLS and for the recording, so that both are written
// once. All in memory, bounded in time and bytes; names are never used twice, because caches in front believe them.
import type { AudioSetup, VideoSetup } from './codecs.ts'
import { VIDEO_TIMESCALE, writeFragment, writeInit, type AudioSample, type VideoSample } from './fmp4.ts'

export type Part = { bytes: Buffer; durationMs: number; independent: boolean }
export type Init = { name: string; bytes: Buffer }
export type Segment = {
  /** Media sequence number: grows by one, and across restarts of the process. */
  number: number
  parts: Part[]
  durationMs: number
  /** Wall clock of its first frame. */
  startedAtMs: number
  /** Begins with a key frame. */
  independent: boolean
  discontinuity: boolean
  init: Init
  bytes: number
}

export type Packager = {
  /** New codecs: what is open is closed, and the next segment has an initialisation piece of its own. */
  setUp(video: VideoSetup | null, audio: AudioSetup | null): void
  video(frame: { atMs: number; compositionMs: number; key: boolean; data: Buffer }): void
  audio(frame: { atMs: number; data: Buffer }): void
  /** Closes what is open; what follows is a discontinuity. */
  interrupt(): void
  segments(): readonly Segment[]
  open(): Segment | null
  nextNumber(): number
  discontinuities(): number
  initOf(name: string): Buffer | null
}

export type PackagerOptions = {
  now(): number
  onPart(): void
  onSegment(segment: Segment): void
  firstNumber: number
}

const PART_MS = 200
const SEGMENT_MS = 1000
/** A segment without a key frame in sight is cut here; EXT-X-TARGETDURATION promises it. */
export const MAX_SEGMENT_MS = 4000
const KEEP_SEGMENTS = 12
/** A sender whose clock stands still must not fill the memory: these cut whatever the time says. */
const MAX_PART_BYTES = 9 * 1024 * 1024
const MAX_SEGMENT_BYTES = 32 * 1024 * 1024
const KEEP_BYTES = 40 * 1024 * 1024
/** Sound further from its clock than this is put back onto it; less is rounding of milliseconds. */
const AUDIO_SLIP_MS = 80
/** Sound that waits for a picture longer than this goes alone. */
const ALONE_MS = 1000
const AAC_FRAME = 1024
const FIRST_FRAME_MS = 33

export function createPackager(options: PackagerOptions): Packager {
  const kept: Segment[] = []
  const inits = new Map<string, Buffer>()
  let setup: { video: VideoSetup | null; audio: AudioSetup | null } | null = null
  let init: Init | null = null
  let open: Segment | null = null
  let number = options.firstNumber
  let discontinuities = 0
  let sequence = 1
  let isBroken = false
  let wallOffsetMs: number | null = null
  let partStartMs = 0
  let segmentStartMs = 0
  let pending: (VideoSample & { atMs: number }) | null = null
  let lastDuration = (FIRST_FRAME_MS * VIDEO_TIMESCALE) / 1000
  let videoQueue: VideoSample[] = []
  let audioQueue: AudioSample[] = []
  let queuedBytes = 0
  let audioDts: number | null = null

  function openSegment(atMs: number, independent: boolean): void {
    wallOffsetMs ??= options.now() - atMs
    open = {
      number,
      parts: [],
      durationMs: 0,
      startedAtMs: Math.round(wallOffsetMs + atMs),
      independent,
      discontinuity: isBroken,
      init: init!,
      bytes: 0,
    }
    isBroken = false
    segmentStartMs = atMs
    partStartMs = atMs
  }

  function closePart(atMs: number): void {
    if (!open || (videoQueue.length === 0 && audioQueue.length === 0)) return
    const bytes = writeFragment(sequence++, videoQueue, audioQueue)
    const independent = setup!.video ? videoQueue[0]?.key === true : true
    const durationMs = Math.max(1, atMs - partStartMs)
    open.parts.push({ bytes, durationMs, independent })
    open.durationMs += durationMs
    open.bytes += bytes.length
    videoQueue = []
    audioQueue = []
    queuedBytes = 0
    partStartMs = atMs
    options.onPart()
  }

  function closeSegment(): void {
    if (!open) return
    const done = open
    open = null
    if (done.parts.length === 0) {
      isBroken ||= done.discontinuity
      return
    }
    number += 1
    kept.push(done)
    while (kept.length > KEEP_SEGMENTS || (kept.length > 3 && keptBytes() > KEEP_BYTES)) drop()
    options.onSegment(done)
    options.onPart()
  }

  const keptBytes = () => kept.reduce((sum, segment) => sum + segment.bytes, 0)

  function drop(): void {
    const gone = kept.shift()!
    if (gone.discontinuity) discontinuities += 1
    const isUsed = gone.init === init || kept.some((segment) => segment.init === gone.init)
    if (!isUsed) inits.delete(gone.init.name)
  }

  /** The frame that waited knows its duration now. */
  function settle(untilMs: number | null): void {
    if (!pending) return
    if (untilMs !== null)
      lastDuration = Math.max(1, Math.round(((untilMs - pending.atMs) * VIDEO_TIMESCALE) / 1000))
    videoQueue.push({ ...pending, duration: lastDuration })
    queuedBytes += pending.data.length
    pending = null
  }

  function finish(): void {
    const endMs = pending ? pending.atMs + (lastDuration * 1000) / VIDEO_TIMESCALE : null
    settle(null)
    closePart(endMs ?? partStartMs + PART_MS)
    closeSegment()
    audioDts = null
    wallOffsetMs = null
  }

  function cutBefore(atMs: number, key: boolean): void {
    const segmentMs = atMs - segmentStartMs
    const isFull = segmentMs >= MAX_SEGMENT_MS - 250 || open!.bytes + queuedBytes > MAX_SEGMENT_BYTES
    if ((key && segmentMs >= SEGMENT_MS - 50) || isFull) {
      closePart(atMs)
      closeSegment()
      openSegment(atMs, key)
    } else if (atMs - partStartMs >= PART_MS - 5 || queuedBytes > MAX_PART_BYTES) closePart(atMs)
  }

  /** Counts samples, so that sound has no seams; returns to the clock when that went elsewhere. Null: too far ahead, left out. */
  function placeAudio(atMs: number, rate: number): number | null {
    const wanted = Math.round((atMs * rate) / 1000)
    const slip = audioDts === null ? 0 : wanted - audioDts
    if (audioDts === null) audioDts = wanted
    else if (slip > (AUDIO_SLIP_MS * rate) / 1000) {
      const last = audioQueue.at(-1)
      if (last) last.duration += slip
      audioDts = wanted
    } else if (slip < (-2 * AUDIO_SLIP_MS * rate) / 1000) return null
    const dts = audioDts
    audioDts += AAC_FRAME
    return dts
  }

  return {
    setUp(video, audio) {
      if (setup && init) {
        finish()
        isBroken = true
      }
      setup = { video, audio }
      init = { name: `init-${number}-${sequence}.mp4`, bytes: writeInit(video, audio) }
      inits.set(init.name, init.bytes)
    },
    video(frame) {
      if (!setup?.video) return
      settle(frame.atMs)
      if (!open) {
        if (!frame.key) return
        openSegment(frame.atMs, true)
      } else cutBefore(frame.atMs, frame.key)
      pending = {
        data: frame.data,
        atMs: frame.atMs,
        dts: (frame.atMs * VIDEO_TIMESCALE) / 1000,
        duration: lastDuration,
        composition: (frame.compositionMs * VIDEO_TIMESCALE) / 1000,
        key: frame.key,
      }
    },
    audio(frame) {
      if (!setup?.audio) return
      if (setup.video) {
        if (!open) return
        if (frame.atMs - partStartMs > ALONE_MS) cutBefore(frame.atMs, false)
      } else if (open) cutBefore(frame.atMs, true)
      else openSegment(frame.atMs, true)
      const dts = placeAudio(frame.atMs, setup.audio.rate)
      if (dts === null) return
      audioQueue.push({ data: frame.data, dts, duration: AAC_FRAME })
      queuedBytes += frame.data.length
    },
    interrupt() {
      finish()
      isBroken = kept.length > 0
    },
    segments: () => kept,
    open: () => open,
    nextNumber: () => number,
    discontinuities: () => discontinuities,
    initOf: (name) => inits.get(name) ?? null,
  }
}
