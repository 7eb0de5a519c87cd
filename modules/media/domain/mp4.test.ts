import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anMp4, box } from '../fixtures.ts'
import { readMp4 } from './mp4.ts'

const refused = (bytes: Uint8Array) => {
  const found = readMp4(bytes)
  return 'refused' in found ? found.refused : null
}
const text = (t: string) => new TextEncoder().encode(t)

test('length, size and codec are read from the file itself', () => {
  const clip = { width: 720, height: 1280, codec: 'avc1', audioCodec: null, tracks: 1, frameRate: null }
  assert.deepEqual(readMp4(anMp4()), { durationMs: 12_000, ...clip })
  assert.deepEqual(readMp4(anMp4({ wide: true, durationMs: 90_500 })), { durationMs: 90_500, ...clip })
})

test('a clip that a phone stored lying down is as it is shown', () => {
  const clip = readMp4(anMp4({ width: 1280, height: 720, turned: true }))
  assert.deepEqual(clip, {
    durationMs: 12_000,
    width: 720,
    height: 1280,
    codec: 'avc1',
    audioCodec: null,
    tracks: 1,
    frameRate: null,
  })
})

test('what is no MP4 is told apart from a broken one', () => {
  for (const bytes of [
    text(''),
    text('#EXTM3U\n#EXTINF:1\nfile:///etc/passwd'),
    text('ffconcat version 1.0'),
    text('<html>'),
    anMp4({ brand: 'heic' }),
  ]) {
    assert.equal(refused(bytes), 'not-mp4')
  }
  assert.equal(refused(anMp4({ handler: 'soun' })), 'corrupt')
  assert.equal(refused(anMp4({ durationMs: 0 })), 'corrupt')
  assert.equal(refused(anMp4({ codec: 'mp4v' })), 'codec')
})

test('cut off anywhere, it is refused', () => {
  const whole = anMp4()
  for (let length = 16; length < whole.length; length++)
    assert.equal(refused(whole.subarray(0, length)), 'corrupt', String(length))
})

test('a box that claims more than there is, or thousands of them, is refused', () => {
  const ftyp = anMp4().subarray(0, 20)
  const followedBy = (bytes: number[]) => Uint8Array.from([...ftyp, ...bytes])
  assert.equal(
    refused(followedBy([0, 0, 0, 1, 109, 111, 111, 118, 255, 255, 255, 255, 255, 255, 255, 255])),
    'corrupt',
  )
  assert.equal(refused(followedBy([0, 0, 0, 4, 109, 111, 111, 118])), 'corrupt')
  assert.equal(refused(followedBy(Array.from({ length: 6000 }, () => box('free')).flat())), 'corrupt')
})

test('whatever bytes change, it answers and does not throw', () => {
  const whole = anMp4()
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = whole.slice()
      for (const [at, value] of changes) bytes[at] = value
      readMp4(bytes)
    }),
    { numRuns: 2000 },
  )
})
