// A file SRS finished (on_dvr) as a piece of our recording. Why the count lies in a file beside them: numbers of pieces must go on
// after a restart, and must not shift when old ones are removed.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, realpath, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { RecordedSegment } from '#platform/live-engine'

const COUNT_FILE = 'count.json'

/** Of an FLV file: the time of its last tag, which the file's last four bytes lead to (FLV 10.1, PreviousTagSize). */
const flvDurationMs = async (file: string): Promise<number> => {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(11)
    if (size < 13 + 15) return 0
    await handle.read(bytes, 0, 4, size - 4)
    const tag = bytes.readUInt32BE(0)
    if (tag < 11 || tag + 4 > size - 13) return 0
    await handle.read(bytes, 0, 11, size - 4 - tag)
    return bytes.readUIntBE(4, 3) + (bytes[7] ?? 0) * 0x1000000
  } finally {
    await handle.close()
  }
}

const firstTagMs = async (file: string): Promise<number> => {
  const handle = await open(file)
  try {
    const head = Buffer.alloc(64 << 10)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    for (let at = 13; at + 11 <= bytesRead; at += 15 + head.readUIntBE(at + 1, 3)) {
      const type = head[at]
      const configuration = head[at + 12] === 0
      if ((type === 8 || type === 9) && !configuration)
        return head.readUIntBE(at + 4, 3) + (head[at + 7] ?? 0) * 0x1000000
    }
    return 0
  } finally {
    await handle.close()
  }
}

const sha256Of = async (file: string): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(part)
    bytes += part.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

const nextIndex = async (folder: string): Promise<number> => {
  const file = join(folder, COUNT_FILE)
  const text = await readFile(file, 'utf8').catch(() => '0')
  const index = Number.parseInt(text, 10) || 0
  await writeFile(`${file}.new`, String(index + 1))
  await rename(`${file}.new`, file)
  return index
}

/** Null: the file does not lie in `folder`, or is not one of this stream. */
export const describeDvrFile = async (
  folder: string,
  p: { stream: string; cwd: string; file: string; discontinuity: boolean },
): Promise<RecordedSegment | null> => {
  const root = await realpath(folder)
  const file = await realpath(resolve(p.cwd, p.file)).catch(() => null)
  if (!file?.startsWith(root + sep) || dirname(file) === root) return null
  const startedAtMs = /(\d{13})\.flv$/.exec(file)?.[1]
  if (startedAtMs === undefined) return null
  const [duration, first, sum] = [await flvDurationMs(file), await firstTagMs(file), await sha256Of(file)]
  const name = relative(root, file)
  return {
    stream: p.stream,
    index: await nextIndex(dirname(file)),
    startedAtMs: Number(startedAtMs),
    durationMs: Math.max(0, duration - first),
    file: name,
    initFile: name,
    discontinuity: p.discontinuity,
    ...sum,
  }
}
