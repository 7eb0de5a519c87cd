// What an anchor is told to change: each advice with the camera that deserves it, and none for a good one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMeter } from './meter.ts'

type Camera = {
  fps?: number
  kbps?: number
  gopMs?: number
  compositionMs?: number
  width?: number
  height?: number
  audio?: boolean
  video?: boolean
  soundLateMs?: number
}

function watch(camera: Camera) {
  const { fps = 30, kbps = 2500, gopMs = 1000, compositionMs = 0, width = 1280, height = 720 } = camera
  const { audio = true, video = true, soundLateMs = 0 } = camera
  const meter = createMeter()
  let lastKey = -Infinity
  for (let i = 0; i < fps * 12; i++) {
    const atMs = (i * 1000) / fps
    const key = atMs - lastKey >= gopMs
    if (key) lastKey = atMs
    if (audio) meter.audio({ atMs: atMs - soundLateMs, bytes: 500 }, atMs)
    if (video) meter.video({ atMs, compositionMs, key, bytes: (kbps * 1000) / 8 / fps }, atMs)
  }
  return meter.read(12_000, { width, height })
}

test('a good camera is left alone, and its figures are right', () => {
  const seen = watch({})
  assert.deepEqual(seen.advice, [])
  assert.ok(Math.abs(seen.videoKbps - 2500) < 60, String(seen.videoKbps))
  assert.ok(Math.abs(seen.fps - 30) < 1, String(seen.fps))
  assert.equal(seen.keyFrameEveryMs, 1000)
  assert.equal(seen.reordered, false)
})

test('each fault has its advice', () => {
  const cases: [string, Camera][] = [
    ['keyFrameTooFar', { gopMs: 10_000 }],
    ['bFrames', { compositionMs: 66 }],
    ['bitrateLow', { kbps: 200 }],
    ['bitrateHigh', { kbps: 12_000 }],
    ['noAudio', { audio: false }],
    ['noVideo', { video: false }],
    ['tooLarge', { width: 3840, height: 2160, fps: 60, kbps: 7900 }],
    ['frameRateLow', { fps: 10 }],
  ]
  for (const [advice, camera] of cases) assert.deepEqual(watch(camera).advice, [advice], advice)
})

test('sound that comes late is measured', () => {
  assert.equal(watch({ soundLateMs: 300 }).audioLagMs, 300)
  assert.equal(watch({ soundLateMs: -200 }).audioLagMs, -200)
})

test('a jump of the clock is said for a minute', () => {
  const meter = createMeter()
  meter.clockJumped(1000)
  assert.deepEqual(meter.read(30_000, { width: 0, height: 0 }).advice, ['clockJumped'])
  assert.deepEqual(meter.read(62_000, { width: 0, height: 0 }).advice, [])
})
