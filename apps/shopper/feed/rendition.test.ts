import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseSource, type Line } from './rendition.ts'

const media = {
  kind: 'video' as const,
  videoUrl: '/original.mp4',
  posterUrl: '/p.webp',
  durationMs: 15_000,
  width: 1080,
  height: 1920,
  captions: null,
  sources: [
    { url: '/720.mp4', height: 1280, kbps: 2_600 },
    { url: '/540.mp4', height: 960, kbps: 1_400 },
  ],
}
const line: Line = {
  saveData: false,
  measuredKbps: 8_000,
  effectiveType: '4g',
  downlinkKbps: 10_000,
  screenHeight: 1_688,
}

test('the largest that the line carries, what was measured before what is said', () => {
  assert.equal(chooseSource(media, line), '/720.mp4')
  assert.equal(chooseSource(media, { ...line, measuredKbps: 3_000 }), '/540.mp4')
  assert.equal(chooseSource(media, { ...line, measuredKbps: null, downlinkKbps: 1_000 }), '/540.mp4')
  assert.equal(chooseSource(media, { ...line, measuredKbps: null, downlinkKbps: null }), '/540.mp4')
})

test('no more than the screen shows; the least where data is dear; the original where there is no ladder', () => {
  assert.equal(chooseSource(media, { ...line, screenHeight: 844 }), '/540.mp4')
  assert.equal(chooseSource(media, { ...line, saveData: true }), '/540.mp4')
  assert.equal(chooseSource(media, { ...line, effectiveType: '3g' }), '/540.mp4')
  const { sources: _, ...plain } = media
  assert.equal(chooseSource(plain, line), '/original.mp4')
})
