// One file out of a ZIP archive, as a stream: Alipay packs its bills. What it unfolds to is bounded, because an archive of
// kilobytes can hold gigabytes.
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

const END = 0x06054b50
const ENTRY = 0x02014b50
const MOST_BYTES = 1024 ** 3

export type ZipEntry = { name: Uint8Array; bytes(): AsyncIterable<Uint8Array> }

/** @throws Error for what is no archive, or packed in another way than stored or deflated */
export function zipEntries(archive: Uint8Array): ZipEntry[] {
  const view = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || view.readUInt32LE(end) !== END) throw new Error('unzip: no archive')
  let at = view.readUInt32LE(end + 16)
  return Array.from({ length: view.readUInt16LE(end + 10) }, () => {
    if (view.readUInt32LE(at) !== ENTRY) throw new Error('unzip: a broken directory')
    const [method, packed, nameLength] = [
      view.readUInt16LE(at + 10),
      view.readUInt32LE(at + 20),
      view.readUInt16LE(at + 28),
    ]
    const head = view.readUInt32LE(at + 42)
    const name = view.subarray(at + 46, at + 46 + nameLength)
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32)
    const from = head + 30 + view.readUInt16LE(head + 26) + view.readUInt16LE(head + 28)
    const data = view.subarray(from, from + packed)
    if (method !== 0 && method !== 8) throw new Error(`unzip: method ${method}`)
    return { name, bytes: () => bounded(method === 0 ? Readable.from([data]) : inflate(data)) }
  })
}

const inflate = (data: Buffer): Readable => Readable.from([data]).pipe(createInflateRaw())

async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Error('unzip: it unfolds to too much')
    yield chunk
  }
}
