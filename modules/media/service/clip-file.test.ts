// What a hostile file may make the reader of its boxes hold: files of half a gigabyte that cost nothing to send twice, because they
// are empty inside.
import assert from 'node:assert/strict'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { AppError } from '#kernel/errors'
import { inspectClip } from './clip-file.ts'

let folder = ''
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'clip-file-'))))
after(() => rm(folder, { recursive: true, force: true }))

/** A file of boxes, each a header and then nothing: only headers take space on the disk. */
async function hollow(
  name: string,
  boxes: readonly (readonly [type: string, bytes: number])[],
): Promise<string> {
  const path = join(folder, name)
  const file = await open(path, 'w')
  let at = 0
  for (const [type, bytes] of boxes) {
    const head = Buffer.alloc(12)
    head.writeUInt32BE(bytes, 0)
    head.write(type, 4)
    head.write('isom', 8)
    await file.write(head.subarray(0, Math.min(12, bytes)), 0, Math.min(12, bytes), at)
    at += bytes
  }
  await file.truncate(at)
  await file.close()
  return path
}
const refusal = (path: string) =>
  inspectClip(path, true).then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
const MB = 1024 * 1024

test('F73 one index too large, and many that are so together, are refused before they are read', async () => {
  assert.equal(
    await refusal(
      await hollow('one.mp4', [
        ['ftyp', 24],
        ['moov', 40 * MB],
      ]),
    ),
    'MEDIA_LIMIT',
  )
  const many = await hollow('many.mp4', [
    ['ftyp', 24],
    ...Array.from({ length: 16 }, () => ['moov', 31 * MB] as const),
  ])
  const before = process.memoryUsage().rss
  assert.equal(await refusal(many), 'MEDIA_LIMIT')
  assert.ok(process.memoryUsage().rss - before < 150 * MB, 'half a gigabyte was read')
})

test('F74 ten thousand boxes, inside or outside, are too many; a length of 0 or of 2^63 leads nowhere', async () => {
  const outside = await hollow('outside.mp4', [
    ['ftyp', 24],
    ...Array.from({ length: 10_000 }, () => ['free', 12] as const),
  ])
  assert.equal(await refusal(outside), 'MEDIA_CORRUPT')
  assert.equal(
    await refusal(
      await hollow('nothing.mp4', [
        ['ftyp', 24],
        ['moov', 8],
        ['mdat', 8],
      ]),
    ),
    'MEDIA_CORRUPT',
  )
  const path = await hollow('far.mp4', [
    ['ftyp', 24],
    ['free', 24],
  ])
  const file = await open(path, 'r+')
  await file.write(Buffer.from('000000016d6f6f767fffffffffffffff', 'hex'), 0, 16, 24)
  await file.close()
  assert.equal(await refusal(path), 'MEDIA_CORRUPT')
})
