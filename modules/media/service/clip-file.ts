// What a received file claims to be, from its own first bytes and boxes, without a media tool and without reading it whole:
// most refusals are said in the answer to the last byte.
import { open, type FileHandle } from 'node:fs/promises'
import { AppError } from '#kernel/errors'
import type { Container } from '#platform/ffmpeg'
import { assertWithinLimits } from '../domain/clip-limits.ts'
import { readMp4, type Mp4 } from '../domain/mp4.ts'

const MAX_INDEX_BYTES = 32 * 1024 * 1024
const MAX_TOP_BOXES = 2_000

export type ClipFile = { container: Container; mp4: Mp4 | null; codec: string | null }

/**
 * @throws AppError MEDIA_TYPE · MEDIA_CORRUPT {why} · MEDIA_LIMIT {limit} · CONVERTER_MISSING for what needs converting where
 * there is no converter
 */
export async function inspectClip(path: string, canConvert: boolean): Promise<ClipFile> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size === 0) throw new AppError('MEDIA_CORRUPT', { why: 'empty' })
    const head = await bytesAt(file, 0, Math.min(16, size))
    if (isMatroska(head)) {
      if (!canConvert) throw new AppError('CONVERTER_MISSING')
      return { container: 'webm', mp4: null, codec: null }
    }
    const clip = readMp4(await indexOf(file, size))
    if ('refused' in clip && clip.refused !== 'codec')
      throw new AppError(clip.refused === 'corrupt' ? 'MEDIA_CORRUPT' : 'MEDIA_TYPE', { why: clip.why })
    if ('refused' in clip) {
      if (!canConvert) throw new AppError('CONVERTER_MISSING')
      return { container: 'mp4', mp4: null, codec: null }
    }
    assertWithinLimits({ ...clip, longerSide: Math.max(clip.width, clip.height) })
    if (!canConvert && !isPlayable(clip)) throw new AppError('CONVERTER_MISSING')
    return { container: 'mp4', mp4: clip, codec: clip.codec }
  } finally {
    await file.close()
  }
}

/** Played by every browser as it is. */
const isPlayable = (clip: Mp4) =>
  (clip.codec === 'avc1' || clip.codec === 'avc3') && (clip.audioCodec === null || clip.audioCodec === 'mp4a')

const isMatroska = (head: Buffer) =>
  head.length >= 4 && head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

/**
 * The same file without its media: ftyp, moov, and an empty mdat for each there was. The outer boxes must fill the file exactly,
 * so a file that was cut off is told here.
 */
async function indexOf(file: FileHandle, size: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let boxes = 0
  let indexBytes = 0
  for (let at = 0; at < size;) {
    const head = await bytesAt(file, at, Math.min(16, size - at))
    if (head.length < 8) return cutOff(parts, head)
    const type = head.toString('latin1', 4, 8)
    if (at === 0 && type !== 'ftyp') return head
    let length = head.readUInt32BE(0)
    if (length === 1 && head.length === 16) length = Number(head.readBigUInt64BE(8))
    if (length === 0) length = size - at
    if (length < 8 || at + length > size || ++boxes > MAX_TOP_BOXES) return cutOff(parts, head)
    if (type === 'mdat') parts.push(Buffer.from([0, 0, 0, 8, 0x6d, 0x64, 0x61, 0x74]))
    else if (type === 'ftyp' || type === 'moov') {
      // All of them together: sixteen indexes of 31 MB would be a gigabyte of ours for one file.
      indexBytes += length
      if (indexBytes > MAX_INDEX_BYTES)
        throw new AppError('MEDIA_LIMIT', { limit: 'indexBytes', max: MAX_INDEX_BYTES, given: indexBytes })
      parts.push(await bytesAt(file, at, length))
    }
    at += length
  }
  return Buffer.concat(parts)
}

/** Left as it is cut off, so that the reader of boxes says so. */
const cutOff = (parts: readonly Buffer[], head: Buffer) => Buffer.concat([...parts, head.subarray(0, 7)])
