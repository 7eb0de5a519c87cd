// Makes an MP4 forget where and with what it was filmed, in place: metadata boxes become `free` and their bytes zero, so no
// offset moves and nothing is re-encoded. Used where there is no ffmpeg; the ladder leaves metadata behind by itself.
import { open, type FileHandle } from 'node:fs/promises'

const TELLING = new Set(['udta', 'meta', 'uuid'])
const INSIDE = new Set(['moov', 'trak', 'mdia', 'minf'])
const ZEROS = Buffer.alloc(64 * 1024)
const MAX_BOXES = 5_000

/** Expects a file whose boxes were checked. */
export async function forgetWhere(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await walk(file, 0, size, { left: MAX_BOXES })
    await file.sync()
  } finally {
    await file.close()
  }
}

async function walk(file: FileHandle, start: number, end: number, budget: { left: number }): Promise<void> {
  for (let at = start; at + 8 <= end && --budget.left >= 0;) {
    const head = Buffer.alloc(16)
    await file.read(head, 0, 16, at)
    const type = head.toString('latin1', 4, 8)
    const short = head.readUInt32BE(0)
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short
    const body = at + (short === 1 ? 16 : 8)
    if (length < 8 || at + length > end) return
    if (TELLING.has(type)) {
      await file.write(Buffer.from('free', 'latin1'), 0, 4, at + 4)
      for (let zero = body; zero < at + length; zero += ZEROS.length)
        await file.write(ZEROS, 0, Math.min(ZEROS.length, at + length - zero), zero)
    } else if (INSIDE.has(type)) await walk(file, body, at + length, budget)
    at += length
  }
}
