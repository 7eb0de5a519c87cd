// Lines of a text file, plain or .gz, as they come: bounded memory however large the file. A line that is too long or not
// text is told of and left out; the next one is read as if nothing had been.
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { asUtf8 } from './encoding.ts'
import { SourceError, type ProblemLog } from './problems.ts'

/** Bytes; also what one quoted field may grow to. */
export const MAX_LINE = 1 << 20
const NEW_LINE = 10
const CHUNK = 1 << 16
const BOM = '\ufeff'

/** Calls `onLine` with each line, without its end (LF or CRLF); lines count from 1. Returns how many lines were left out. */
export async function readLines(
  path: string,
  log: ProblemLog,
  onLine: (text: string, line: number) => void,
): Promise<number> {
  let line = 0
  let lost = 0
  /** The beginning of a line whose end is in a later chunk. */
  let rest: Buffer[] = []
  let restLength = 0
  const lose = (code: 'line-too-long' | 'not-utf8') => {
    if (line === 0 && code === 'not-utf8') throw new SourceError('header-not-utf8', { file: path })
    lost++
    log.skip(path, ++line, 0, code, { limit: MAX_LINE })
  }
  const take = (bytes: Buffer) => {
    if (isText(bytes)) {
      for (const text of bytes.toString().split('\n')) pass(text)
      return
    }
    for (let from = 0, to = 0; from <= bytes.length; from = to + 1) {
      to = bytes.indexOf(NEW_LINE, from)
      if (to < 0) to = bytes.length
      const one = bytes.subarray(from, to)
      if (isText(one)) pass(one.toString())
      else if (line === 0 && one.includes(0)) throw new SourceError('not-text', { file: path })
      else lose('not-utf8')
    }
  }
  const pass = (text: string) => {
    line++
    if (line === 1 && text.startsWith(BOM)) text = text.slice(1)
    onLine(text.endsWith('\r') ? text.slice(0, -1) : text, line)
  }
  for await (const chunk of asUtf8(openBytes(path))) {
    const end = chunk.lastIndexOf(NEW_LINE)
    if (end >= 0) {
      const first = chunk.indexOf(NEW_LINE)
      if (restLength + first > MAX_LINE) {
        lose('line-too-long')
        if (end > first) take(chunk.subarray(first + 1, end))
      } else take(restLength > 0 ? Buffer.concat([...rest, chunk.subarray(0, end)]) : chunk.subarray(0, end))
      rest = []
      restLength = 0
    }
    const tail = chunk.subarray(end + 1)
    restLength += tail.length
    if (restLength > MAX_LINE) rest = []
    else if (tail.length > 0) rest.push(tail)
  }
  if (restLength > MAX_LINE) lose('line-too-long')
  else if (restLength > 0) take(Buffer.concat(rest))
  return lost
}

/** A zero byte is UTF-8 by the letter, but comes from UTF-16 or from damage. */
const isText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0)

/** The bytes of a file, unpacked if they begin as gzip does, whatever the name says. */
async function* openBytes(path: string): AsyncGenerator<Buffer> {
  const head = await readHead(path, 2)
  const file = createReadStream(path, { highWaterMark: CHUNK })
  const stream = head[0] === 0x1f && head[1] === 0x8b ? file.pipe(createGunzip({ chunkSize: CHUNK })) : file
  file.on('error', (error) => stream.destroy(error))
  try {
    yield* stream as AsyncIterable<Buffer>
  } catch (error) {
    throw asSourceError(path, error)
  } finally {
    file.destroy()
  }
}

/** The first bytes of a file; fewer when it is shorter. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw asSourceError(path, error)
  } finally {
    await file?.close()
  }
}

/** What the file system or the unpacker says, as one of our errors. */
export function asSourceError(path: string, error: unknown): unknown {
  if (error instanceof SourceError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SourceError('not-found', { file: path })
  if (code.startsWith('Z_')) return new SourceError('damaged-file', { file: path, reason: message })
  if (/^E[A-Z]+$/.test(code)) return new SourceError('unreadable', { file: path, reason: code })
  return error
}
