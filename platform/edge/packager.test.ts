// The packager and its MP4: what is written is parsed back by a reader of our own, and by ffprobe where there is one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AAC_SETUP, PARAMETER_SETS } from '#tests/support/rtmp-client'
import { readAudioSetup, readVideoSetup } from './codecs.ts'
import { createPackager, MAX_SEGMENT_MS, type Packager, type Segment } from './packager.ts'
import { reloadState, writePlaylist } from './playlist.ts'

const video = readVideoSetup(Buffer.from(PARAMETER_SETS['640x360'], 'hex'))!
const audio = readAudioSetup(AAC_SETUP)!

type Box = { type: string; body: Buffer }
function boxesOf(bytes: Buffer): Box[] {
  const out: Box[] = []
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readUInt32BE(at)
    assert.ok(size >= 8 && at + size <= bytes.length, 'a box within its parent')
    out.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, at + size) })
    at += size
  }
  return out
}
const find = (boxes: readonly Box[], type: string) =>
  boxes.filter((one) => one.type === type).map((one) => one.body)

type Read = {
  id: number
  dts: number
  durations: number[]
  data: Buffer[]
  compositions: number[]
  keys: boolean[]
}
/** What a player reads out of one part. */
function readPart(bytes: Buffer): Read[] {
  const [moof, mdat, ...more] = boxesOf(bytes)
  assert.deepEqual([moof?.type, mdat?.type, more.length], ['moof', 'mdat', 0])
  return find(boxesOf(moof!.body), 'traf').map((traf) => {
    const inner = boxesOf(traf)
    const id = find(inner, 'tfhd')[0]!.readUInt32BE(4)
    const dts = Number(find(inner, 'tfdt')[0]!.readBigUInt64BE(4))
    const trun = find(inner, 'trun')[0]!
    const count = trun.readUInt32BE(4)
    let offset = trun.readInt32BE(8)
    const width = id === 1 ? 16 : 8
    const rows = Array.from({ length: count }, (_, i) => 12 + i * width)
    const data = rows.map((row) => {
      const size = trun.readUInt32BE(row + 4)
      offset += size
      return bytes.subarray(offset - size, offset)
    })
    return {
      id,
      dts,
      data,
      durations: rows.map((row) => trun.readUInt32BE(row)),
      keys: rows.map((row) => id === 2 || trun.readUInt32BE(row + 8) === 0x0200_0000),
      compositions: rows.map((row) => (id === 1 ? trun.readInt32BE(row + 12) : 0)),
    }
  })
}

function open() {
  const done: Segment[] = []
  const packager = createPackager({
    now: () => 1_000_000,
    onPart() {},
    onSegment: (segment) => done.push(segment),
    firstNumber: 100,
  })
  return { packager, done }
}

function film(packager: Packager, fromMs: number, forMs: number, gopMs = 1000, withAudio = true) {
  let sound = fromMs
  for (let at = fromMs; at < fromMs + forMs; at += 40) {
    const name = `v${at}`
    packager.video({ atMs: at, compositionMs: 80, key: (at - fromMs) % gopMs === 0, data: Buffer.from(name) })
    for (; withAudio && sound < at + 40; sound += 1024 / 44.1)
      packager.audio({ atMs: Math.round(sound), data: Buffer.from(`a${Math.round(sound)}`) })
  }
}

test('every frame is in exactly one part, in order, and times have no seam', () => {
  const { packager, done } = open()
  packager.setUp(video, audio)
  film(packager, 0, 10_000)
  packager.interrupt()
  const parts = done.flatMap((segment) => segment.parts).map((part) => readPart(part.bytes))
  for (const id of [1, 2]) {
    const tracks = parts.flatMap((part) => part.filter((one) => one.id === id))
    let next = tracks[0]!.dts
    for (const track of tracks) {
      assert.equal(track.dts, next)
      next += track.durations.reduce((sum, one) => sum + one, 0)
    }
    const data = tracks.flatMap((track) => track.data.map(String))
    assert.equal(new Set(data).size, data.length)
    assert.equal(data.length, id === 1 ? 250 : 431)
  }
  assert.ok(parts.flat().every((one) => one.id === 2 || one.compositions.every((c) => c === 7200)))
})

test('segments begin at key frames, parts keep to 200 ms, each part says whether it can be begun at', () => {
  const { packager, done } = open()
  packager.setUp(video, audio)
  film(packager, 0, 6000)
  packager.interrupt()
  assert.deepEqual(
    done.map((one) => one.number),
    [100, 101, 102, 103, 104, 105],
  )
  for (const segment of done) {
    assert.ok(segment.independent)
    assert.ok(segment.parts.every((part) => part.durationMs <= 250))
    for (const part of segment.parts) assert.equal(readPart(part.bytes)[0]!.keys[0], part.independent)
  }
  assert.deepEqual(
    done.map((one) => one.startedAtMs - 1_000_000),
    [0, 1000, 2000, 3000, 4000, 5000],
  )
})

test('key frames far apart still give segments that keep the promise of the playlist', () => {
  const { packager, done } = open()
  packager.setUp(video, audio)
  film(packager, 0, 30_000, 10_000)
  packager.interrupt()
  assert.ok(done.every((one) => one.durationMs <= MAX_SEGMENT_MS))
  assert.equal(done.filter((one) => one.independent).length, 3)
})

test('any frames at any times are bounded in memory and never throw', () => {
  const step = fc.record({
    isVideo: fc.boolean(),
    atMs: fc.nat(50_000),
    key: fc.boolean(),
    bytes: fc.constantFrom(1, 1000, 4_000_000),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { packager } = open()
      packager.setUp(video, audio)
      const last = { v: -1, a: -1 }
      for (const s of steps) {
        const data = Buffer.allocUnsafe(s.bytes)
        if (s.isVideo)
          packager.video({
            atMs: (last.v = Math.max(last.v + 1, s.atMs)),
            compositionMs: 0,
            key: s.key,
            data,
          })
        else packager.audio({ atMs: (last.a = Math.max(last.a + 1, s.atMs)), data: data.subarray(0, 1000) })
        const bytes =
          packager.segments().reduce((sum, one) => sum + one.bytes, 0) + (packager.open()?.bytes ?? 0)
        assert.ok(bytes <= 130_000_000)
        writePlaylist(packager, false)
      }
    }),
    { numRuns: 30 },
  )
})

test('a playlist lists what is there, hints at what comes, and marks the break after an interruption', () => {
  const { packager } = open()
  packager.setUp(video, audio)
  film(packager, 0, 2200)
  packager.interrupt()
  film(packager, 5000, 1300)
  const text = writePlaylist(packager, false)
  const lines = text.split('\n')
  assert.equal(lines.filter((line) => line === '#EXT-X-DISCONTINUITY').length, 1)
  assert.ok(lines.indexOf('103.m4s') > lines.indexOf('#EXT-X-DISCONTINUITY'))
  assert.match(text, /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="104\.1\.m4s"/)
  assert.match(text, /#EXT-X-MEDIA-SEQUENCE:100/)
  assert.equal(reloadState(packager, 104, 0), 'ready')
  assert.equal(reloadState(packager, 104, 1), 'wait')
  assert.equal(reloadState(packager, 104, null), 'wait')
  assert.equal(reloadState(packager, 106, 0), 'bad')
})

test('sizes are read out of parameter sets; nonsense is not one', () => {
  for (const [name, hex] of Object.entries(PARAMETER_SETS)) {
    const setup = readVideoSetup(Buffer.from(hex, 'hex'))!
    assert.equal(`${setup.width}x${setup.height}`, name)
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const setup = readVideoSetup(Buffer.from([1, ...bytes]))
      assert.ok(setup === null || (setup.width > 0 && setup.width <= 16_384))
      readAudioSetup(Buffer.from(bytes))
    }),
    { numRuns: 2000 },
  )
})
