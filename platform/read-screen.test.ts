// The reader of words on real frames: captions burned into clips of the demo world, in both scripts.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { makeClip, withoutFfmpeg } from '#tests/support/clips'
import { findScreenReader } from './read-screen.ts'
import { ToolError } from './ffmpeg.ts'

const reader = findScreenReader()
const CLIPS = resolve(import.meta.dirname, '../world/media/clips')
const skip = withoutFfmpeg || (reader ? false : 'the optional packages of the reader are not installed')

test('Chinese and English captions are read off the frame', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'words-'))
  const still = (clip: string) =>
    makeClip(folder, `${clip}.jpg`, [
      '-ss',
      '3',
      '-i',
      join(CLIPS, `${clip}.mp4`),
      '-frames:v',
      '1',
      '-q:v',
      '3',
    ])
  const pictures = [await still('lantern'), await still('chopping-board')]
  const [lantern, board] = await reader!.read(pictures, AbortSignal.timeout(60_000))
  assert.match(lantern!, /一档能亮三十小时/)
  assert.match(lantern!, /Thirty hours on low/)
  assert.match(board!, /整块竹/)
  const stop = new AbortController()
  const stopped = reader!.read(pictures, stop.signal)
  stop.abort()
  await assert.rejects(stopped, (e) => e instanceof ToolError && e.why === 'aborted')
  await rm(folder, { recursive: true })
})
