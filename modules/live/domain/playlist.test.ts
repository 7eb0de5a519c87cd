import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playlistOf } from './playlist.ts'

const piece = (name: string, durationMs: number, changes = {}) => ({
  name,
  initName: 'init-0.mp4',
  startedAt: new Date('2026-11-22T12:00:00Z'),
  durationMs,
  discontinuity: false,
  ...changes,
})

test('pieces in order, the codecs once, a break where the picture was away or changed', () => {
  const text = playlistOf([
    piece('0.m4s', 4_000),
    piece('1.m4s', 4_480),
    piece('2.m4s', 1_000, { discontinuity: true }),
    piece('3.m4s', 1_000, { initName: 'init-1.mp4' }),
  ])
  assert.deepEqual(
    text.split('\n').filter((l) => !l.startsWith('#EXT-X-PROGRAM')),
    [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:5',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-MAP:URI="init-0.mp4"',
      '#EXTINF:4.000,',
      '0.m4s',
      '#EXTINF:4.480,',
      '1.m4s',
      '#EXT-X-DISCONTINUITY',
      '#EXTINF:1.000,',
      '2.m4s',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-MAP:URI="init-1.mp4"',
      '#EXTINF:1.000,',
      '3.m4s',
      '#EXT-X-ENDLIST',
      '',
    ],
  )
})
