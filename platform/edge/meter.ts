// Watches what a publisher sends and turns it into the figures and the advice of `StreamHealth`. Everything over the last seconds of
// wall time, so that a picture of now and not of the whole evening.
import type { HealthAdvice, StreamHealth } from '../live-engine.ts'

export type Meter = {
  video(frame: { atMs: number; compositionMs: number; key: boolean; bytes: number }, wallMs: number): void
  audio(frame: { atMs: number; bytes: number }, wallMs: number): void
  clockJumped(wallMs: number): void
  restart(): void
  read(
    wallMs: number,
    picture: { width: number; height: number },
  ): Pick<
    StreamHealth,
    'videoKbps' | 'audioKbps' | 'fps' | 'keyFrameEveryMs' | 'reordered' | 'audioLagMs' | 'advice'
  >
}

const WINDOW_MS = 5000
const JUMP_SHOWN_MS = 60_000
/** Before this much was seen, nothing is advised. */
const SETTLE_MS = 3000
const KEY_TOO_FAR_MS = 4500
const LOW_FPS = 20
const LARGE_PIXELS = 1920 * 1088
const LARGE_RATE = 1920 * 1088 * 61
const MAX_KBPS = 8000
/** Below this an encoder of our day cannot hold a picture of that many points. */
const MIN_BITS_A_PIXEL_A_SECOND = 0.5

type Seen = { wallMs: number; bytes: number }

export function createMeter(): Meter {
  let videos: Seen[] = []
  let audios: Seen[] = []
  let lags: { wallMs: number; lagMs: number }[] = []
  let lastVideoMs: number | null = null
  let lastAudioMs: number | null = null
  let lastKeyMs: number | null = null
  let keyFrameEveryMs: number | null = null
  let isReordered = false
  let jumpedAtMs = -Infinity
  let startedAtMs: number | null = null

  const trim = <T extends { wallMs: number }>(list: T[], wallMs: number) => {
    const first = list.findIndex((one) => wallMs - one.wallMs <= WINDOW_MS)
    return first < 0 ? [] : first > 64 ? list.slice(first) : list
  }
  const recent = <T extends { wallMs: number }>(list: readonly T[], wallMs: number) =>
    list.filter((one) => wallMs - one.wallMs <= WINDOW_MS)
  const noteLag = (wallMs: number) => {
    if (lastVideoMs === null || lastAudioMs === null) return
    lags = trim(lags, wallMs)
    lags.push({ wallMs, lagMs: lastVideoMs - lastAudioMs })
  }

  return {
    video(frame, wallMs) {
      startedAtMs ??= wallMs
      videos = trim(videos, wallMs)
      videos.push({ wallMs, bytes: frame.bytes })
      lastVideoMs = frame.atMs
      isReordered ||= frame.compositionMs > 0
      if (frame.key) {
        if (lastKeyMs !== null) keyFrameEveryMs = frame.atMs - lastKeyMs
        lastKeyMs = frame.atMs
        noteLag(wallMs)
      }
    },
    audio(frame, wallMs) {
      startedAtMs ??= wallMs
      audios = trim(audios, wallMs)
      audios.push({ wallMs, bytes: frame.bytes })
      lastAudioMs = frame.atMs
    },
    clockJumped(wallMs) {
      jumpedAtMs = wallMs
      lags = []
    },
    restart() {
      videos = []
      audios = []
      lags = []
      lastVideoMs = lastAudioMs = lastKeyMs = keyFrameEveryMs = startedAtMs = null
      isReordered = false
    },
    read(wallMs, picture) {
      const overMs = Math.min(WINDOW_MS, Math.max(1, wallMs - (startedAtMs ?? wallMs)))
      const video = recent(videos, wallMs)
      const audio = recent(audios, wallMs)
      const kbps = (list: readonly Seen[]) =>
        Math.round(list.reduce((sum, one) => sum + one.bytes * 8, 0) / overMs)
      const sorted = recent(lags, wallMs)
        .map((one) => one.lagMs)
        .sort((a, b) => a - b)
      const sinceKeyMs = lastKeyMs === null || lastVideoMs === null ? 0 : lastVideoMs - lastKeyMs
      const every = Math.max(keyFrameEveryMs ?? 0, sinceKeyMs)
      const figures = {
        videoKbps: kbps(video),
        audioKbps: kbps(audio),
        fps: Math.round((video.length * 10_000) / overMs) / 10,
        keyFrameEveryMs: keyFrameEveryMs === null && every < KEY_TOO_FAR_MS ? null : Math.round(every),
        reordered: isReordered,
        audioLagMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
      }
      const isSettled = startedAtMs !== null && wallMs - startedAtMs >= SETTLE_MS
      return {
        ...figures,
        advice: adviceFor(figures, picture, isSettled, wallMs - jumpedAtMs < JUMP_SHOWN_MS),
      }
    },
  }
}

function adviceFor(
  f: {
    videoKbps: number
    audioKbps: number
    fps: number
    keyFrameEveryMs: number | null
    reordered: boolean
  },
  picture: { width: number; height: number },
  isSettled: boolean,
  clockJumped: boolean,
): HealthAdvice[] {
  const pixels = picture.width * picture.height
  const hasVideo = f.videoKbps > 0
  const rules: [HealthAdvice, boolean][] = [
    ['keyFrameTooFar', (f.keyFrameEveryMs ?? 0) > KEY_TOO_FAR_MS],
    ['bFrames', f.reordered],
    ['bitrateLow', isSettled && hasVideo && f.videoKbps * 1000 < pixels * MIN_BITS_A_PIXEL_A_SECOND],
    ['bitrateHigh', isSettled && f.videoKbps > MAX_KBPS],
    ['noAudio', isSettled && f.audioKbps === 0],
    ['noVideo', isSettled && !hasVideo],
    ['tooLarge', pixels > LARGE_PIXELS || (isSettled && pixels * f.fps > LARGE_RATE)],
    ['frameRateLow', isSettled && hasVideo && f.fps < LOW_FPS],
    ['clockJumped', clockJumped],
  ]
  return rules.filter(([, holds]) => holds).map(([advice]) => advice)
}
