// One stream while it lives: takes frames from whoever publishes it now, puts them onto one timeline, and hands them to the viewers' ring,
// the packager, the recorder and the meter. Knows nothing of sockets' protocols or of rooms' rules.
import type { StreamHealth } from '../live-engine.ts'
import { readAudioSetup, readVideoSetup, type AudioSetup, type VideoSetup } from './codecs.ts'
import { audioTag, flvHeader, videoTag } from './flv.ts'
import type { FlvViewer } from './flv-viewer.ts'
import { createMeter } from './meter.ts'
import { createPackager, type Packager } from './packager.ts'
import type { Recorder } from './recorder.ts'
import { createTagRing, type FlvSetup, type TagRing } from './tag-ring.ts'
import { createTimeline } from './timeline.ts'

export type FrameSink = {
  videoSetup(avcC: Buffer): boolean
  audioSetup(asc: Buffer): boolean
  announce(tracks: { video: boolean; audio: boolean }): void
  video(frame: { timestampMs: number; compositionMs: number; key: boolean; data: Buffer }): void
  audio(frame: { timestampMs: number; data: Buffer }): void
}

export type LiveStream = {
  name: string
  ring: TagRing
  packager: Packager
  recorder: Recorder | null
  viewers: Set<FlvViewer>
  /** A new publisher's frames; those of the one before are no longer taken. */
  begin(onStarted: () => void): FrameSink
  /** The publisher is gone: what is open is closed, newcomers wait. */
  interrupt(): void
  addViewer(viewer: FlvViewer): () => void
  /** Resolves at the next part, the end, or after `ms`. */
  changed(ms: number): Promise<void>
  finish(): void
  isOver(): boolean
  hasPackages(): boolean
  figures(): Omit<StreamHealth, 'stream' | 'state' | 'protocol' | 'publishedAtMs'>
}

export type LiveStreamOptions = {
  name: string
  now(): number
  recorder: Recorder | null
}

/** Viewers are served together at most this often: sound and picture of one moment go out in one write. */
const TICK_MS = 8
/** A crowd is served a frame at a time: a few milliseconds later, half the writes. */
const CROWD = 100
const CROWD_TICK_MS = 25
/**
 * Segments are numbered from the clock: after a restart of the process the numbers go on above every one used before, whatever it forgot,
 * and caches in front never hold another segment under the same name. A segment lasts about a second, so numbers never catch up.
 */
const NUMBERS_SINCE_MS = Date.UTC(2025, 0, 1)
const NUMBER_MS = 500
/** Sound alone for this long, with nothing said of a picture, is a sound-only stream. */
const SOUND_ONLY_MS = 1500
/** A sound-only stream can be joined at each of these. */
const SOUND_JOIN_MS = 500
const SWEEP_MS = 10_000
/** A viewer that takes nothing for so many sweeps is gone, or might as well be. */
const STUCK_SWEEPS = 3

export function createLiveStream(options: LiveStreamOptions): LiveStream {
  const { now } = options
  const ring = createTagRing()
  const meter = createMeter()
  const timeline = createTimeline()
  const viewers = new Set<FlvViewer>()
  let video: VideoSetup | null = null
  let audio: AudioSetup | null = null
  let setup: FlvSetup | null = null
  let current: symbol | null = null
  let hasStarted = false
  let isOver = false
  let hasPackages = false
  let waiters: (() => void)[] = []
  let tick: NodeJS.Timeout | null = null
  let lastJoinMs = -Infinity

  const wake = () => {
    hasPackages = true
    const woken = waiters
    waiters = []
    for (const one of woken) one()
  }
  const packager = createPackager({
    now,
    onPart: wake,
    onSegment: (segment) => options.recorder?.add(segment),
    firstNumber: Math.floor((now() - NUMBERS_SINCE_MS) / NUMBER_MS),
  })
  const sweep = setInterval(() => {
    for (const viewer of viewers) if (viewer.stuckSweeps() >= STUCK_SWEEPS) viewer.close()
  }, SWEEP_MS)
  sweep.unref()

  const serve = () => {
    tick = null
    for (const viewer of viewers) viewer.pump()
  }
  const serveSoon = () => (tick ??= setTimeout(serve, viewers.size < CROWD ? TICK_MS : CROWD_TICK_MS))

  /** From now on frames belong to these tracks. */
  function applySetup(): void {
    const atMs = Math.max(0, timeline.lastMs())
    setup = {
      header: flvHeader(video !== null, audio !== null),
      hasVideo: video !== null,
      hasAudio: audio !== null,
      video:
        video && videoTag({ key: true, setup: true, timestampMs: atMs, compositionMs: 0, data: video.avcC }),
      audio: audio && audioTag({ setup: true, timestampMs: atMs, data: audio.asc }),
    }
    packager.setUp(video, audio)
  }

  function push(tag: Buffer, atMs: number, join: boolean): void {
    if (join) lastJoinMs = atMs
    ring.push({ tag, frame: null, join, atMs, setup: setup! })
    serveSoon()
  }

  function begin(onStarted: () => void): FrameSink {
    const mine = Symbol('session')
    current = mine
    let ours: { video: VideoSetup | null; audio: AudioSetup | null } = { video: null, audio: null }
    let announced: { video: boolean; audio: boolean } | null = null
    let firstSoundMs: number | null = null
    let isDirty = true
    hasStarted = false

    const start = () => {
      hasStarted = true
      timeline.restart()
      meter.restart()
      lastJoinMs = -Infinity
      onStarted()
    }
    const apply = () => {
      if (!isDirty) return
      isDirty = false
      const isSame =
        setup !== null && sameBytes(video?.avcC, ours.video?.avcC) && sameBytes(audio?.asc, ours.audio?.asc)
      if (isSame) return
      video = ours.video
      audio = ours.audio
      applySetup()
    }
    const soundMayStart = (timestampMs: number) => {
      if (ours.video) return false
      if (announced && !announced.video) return true
      firstSoundMs ??= timestampMs
      return Math.abs(timestampMs - firstSoundMs) >= SOUND_ONLY_MS
    }

    return {
      videoSetup(avcC) {
        const next = readVideoSetup(Buffer.from(avcC))
        if (!next) return false
        if (!sameBytes(ours.video?.avcC, next.avcC)) {
          ours = { ...ours, video: next }
          isDirty = true
        }
        return true
      },
      audioSetup(asc) {
        const next = readAudioSetup(Buffer.from(asc))
        if (!next) return false
        if (!sameBytes(ours.audio?.asc, next.asc)) {
          ours = { ...ours, audio: next }
          isDirty = true
        }
        return true
      },
      announce(tracks) {
        announced = tracks
      },
      video(frame) {
        if (current !== mine || isOver || !ours.video) return
        if (!hasStarted && !frame.key) return
        if (!hasStarted) start()
        // New parameters hold from a key frame on.
        if (frame.key) apply()
        if (!video) return
        const wallMs = now()
        const placed = timeline.place('video', frame.timestampMs, wallMs, frame.compositionMs)
        if (!placed) return
        const { atMs } = placed
        if (placed.clockJumped) meter.clockJumped(wallMs)
        meter.video({ ...frame, atMs, bytes: frame.data.length }, wallMs)
        packager.video({ ...frame, atMs })
        push(videoTag({ ...frame, setup: false, timestampMs: atMs }), atMs, frame.key)
      },
      audio(frame) {
        if (current !== mine || isOver || !ours.audio) return
        if (!hasStarted) {
          if (!soundMayStart(frame.timestampMs)) return
          start()
        }
        if (!ours.video || !setup) apply()
        if (!audio) return
        const wallMs = now()
        const placed = timeline.place('audio', frame.timestampMs, wallMs)
        if (!placed) return
        const { atMs } = placed
        if (placed.clockJumped) meter.clockJumped(wallMs)
        meter.audio({ atMs, bytes: frame.data.length }, wallMs)
        packager.audio({ atMs, data: frame.data })
        const join = video === null && atMs - lastJoinMs >= SOUND_JOIN_MS
        push(audioTag({ setup: false, timestampMs: atMs, data: frame.data }), atMs, join)
      },
    }
  }

  return {
    name: options.name,
    ring,
    packager,
    recorder: options.recorder,
    viewers,
    begin,
    interrupt() {
      current = null
      packager.interrupt()
      options.recorder?.cut()
      ring.forgetJoin()
    },
    addViewer(viewer) {
      viewers.add(viewer)
      viewer.pump()
      return () => viewers.delete(viewer)
    },
    changed(ms) {
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        waiters.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    },
    finish() {
      if (isOver) return
      isOver = true
      current = null
      packager.interrupt()
      options.recorder?.cut()
      clearInterval(sweep)
      if (tick) clearTimeout(tick)
      for (const viewer of viewers) viewer.close()
      viewers.clear()
      wake()
    },
    isOver: () => isOver,
    hasPackages: () => hasPackages,
    figures: () => ({
      ...meter.read(now(), { width: video?.width ?? 0, height: video?.height ?? 0 }),
      width: video?.width ?? 0,
      height: video?.height ?? 0,
      videoCodec: video?.name ?? null,
      audioCodec: audio?.name ?? null,
      viewers: viewers.size,
    }),
  }
}

const sameBytes = (a: Buffer | undefined, b: Buffer | undefined) => (a && b ? a.equals(b) : a === b)
