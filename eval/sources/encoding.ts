// In which letters a file is written. UTF-8 unless it says otherwise: by the mark with which Excel begins its "Unicode text" (UTF-16), or
// by lines that are none in UTF-8 and all are in GB18030, as Excel in Chinese saves a CSV. Its beginning decides for the whole file.
import { isUtf8 } from 'node:buffer'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const NEW_LINE = 10

/** `beginning`: the first bytes of a file, as many as there are at hand; its last line may be cut. */
export function encodingOf(beginning: Buffer): Encoding {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le'
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return 'utf-16be'
  const end = beginning.lastIndexOf(NEW_LINE)
  const whole = end >= 0 ? beginning.subarray(0, end) : beginning
  return isUtf8(whole) || someLineIsUtf8(whole) || !isChinese(whole) ? 'utf-8' : 'gb18030'
}

/** Whether a line that is more than ASCII reads as UTF-8: then the others are damaged, and not of another kind. */
function someLineIsUtf8(bytes: Buffer): boolean {
  for (let from = 0, to = 0; from < bytes.length; from = to + 1) {
    to = bytes.indexOf(NEW_LINE, from)
    if (to < 0) to = bytes.length
    const line = bytes.subarray(from, to)
    if (line.some((byte) => byte > 0x7f) && isUtf8(line)) return true
  }
  return false
}

/**
 * Every byte reads as GB18030, and most of what is more than ASCII is in its oldest part, with which people write: two high bytes a
 * sign. An accent of Latin-1 stands alone, and with the letter after it reads as a rare sign.
 */
function isChinese(bytes: Buffer): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    return false
  }
  let [common, rare] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! <= 0x7f) continue
    if (bytes[++at]! > 0xa0) common++
    else rare++
  }
  return common > rare
}

/** The chunks of a file as UTF-8. What does not read becomes U+FFFD, like any damaged letter. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null | undefined
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk)
      decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding)
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }))
  }
  const rest = decoder?.decode()
  if (rest) yield Buffer.from(rest)
}
