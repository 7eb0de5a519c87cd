// AMF0, the little object notation of RTMP commands. Why our own: a decoder that meets strangers' bytes needs bounds on depth,
// count and length, and must never build a prototype from a key.

export type Amf0Value =
  number | boolean | string | null | undefined | Date | readonly Amf0Value[] | Amf0Object
export type Amf0Object = { readonly [key: string]: Amf0Value }

export class Amf0Error extends Error {
  override name = 'Amf0Error'
}

const MAX_DEPTH = 8
const MAX_ENTRIES = 512

type Place = { bytes: Buffer; at: number; entries: number }

/** Every value of a command or data message, in order. @throws Amf0Error cut short, too deep, too many, or of an unknown type */
export function decodeAmf0(bytes: Buffer): Amf0Value[] {
  const place: Place = { bytes, at: 0, entries: 0 }
  const values: Amf0Value[] = []
  while (place.at < bytes.length) values.push(readValue(place, 0))
  return values
}

function take(p: Place, count: number): number {
  const at = p.at
  if (at + count > p.bytes.length) throw new Amf0Error('cut short')
  p.at += count
  return at
}

const readText = (p: Place, length: number) => {
  const at = take(p, length)
  return p.bytes.toString('utf8', at, at + length)
}

function readValue(p: Place, depth: number): Amf0Value {
  if (depth > MAX_DEPTH) throw new Amf0Error('too deep')
  if (++p.entries > MAX_ENTRIES) throw new Amf0Error('too many values')
  const type = p.bytes[take(p, 1)]!
  switch (type) {
    case 0x00:
      return p.bytes.readDoubleBE(take(p, 8))
    case 0x01:
      return p.bytes[take(p, 1)] !== 0
    case 0x02:
      return readText(p, p.bytes.readUInt16BE(take(p, 2)))
    case 0x03:
      return readObject(p, depth)
    case 0x05:
      return null
    case 0x06:
      return undefined
    case 0x08:
      take(p, 4) // the count is a hint; the end marker decides
      return readObject(p, depth)
    case 0x0a:
      return readArray(p, depth)
    case 0x0b: {
      const at = take(p, 10)
      return new Date(p.bytes.readDoubleBE(at))
    }
    case 0x0c:
      return readText(p, p.bytes.readUInt32BE(take(p, 4)))
    default:
      throw new Amf0Error(`type ${type}`)
  }
}

function readObject(p: Place, depth: number): Amf0Object {
  const out = Object.create(null) as Record<string, Amf0Value>
  for (;;) {
    const key = readText(p, p.bytes.readUInt16BE(take(p, 2)))
    if (key === '' && p.bytes[p.at] === 0x09) {
      p.at += 1
      return out
    }
    out[key] = readValue(p, depth + 1)
  }
}

function readArray(p: Place, depth: number): Amf0Value[] {
  const count = p.bytes.readUInt32BE(take(p, 4))
  if (count > MAX_ENTRIES) throw new Amf0Error('too many values')
  return Array.from({ length: count }, () => readValue(p, depth + 1))
}

/** The bytes of several values; what `decodeAmf0` reads back. Objects only as plain ones. */
export function encodeAmf0(...values: readonly Amf0Value[]): Buffer {
  return Buffer.concat(values.map(writeValue))
}

function writeValue(value: Amf0Value): Buffer {
  if (value === null) return Buffer.from([0x05])
  if (value === undefined) return Buffer.from([0x06])
  if (typeof value === 'boolean') return Buffer.from([0x01, value ? 1 : 0])
  if (typeof value === 'number') return Buffer.concat([Buffer.from([0x00]), double(value)])
  if (typeof value === 'string') return writeText(value)
  if (value instanceof Date)
    return Buffer.concat([Buffer.from([0x0b]), double(value.getTime()), Buffer.alloc(2)])
  if (Array.isArray(value)) {
    const head = Buffer.alloc(5)
    head[0] = 0x0a
    head.writeUInt32BE(value.length, 1)
    return Buffer.concat([head, ...(value as readonly Amf0Value[]).map(writeValue)])
  }
  const entries = Object.entries(value as Amf0Object)
  const parts = entries.flatMap(([key, one]) => [shortText(key), writeValue(one)])
  return Buffer.concat([Buffer.from([0x03]), ...parts, Buffer.from([0, 0, 0x09])])
}

function double(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeDoubleBE(value)
  return out
}

function shortText(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.alloc(2)
  head.writeUInt16BE(body.length)
  return Buffer.concat([head, body])
}

function writeText(text: string): Buffer {
  const body = Buffer.from(text)
  if (body.length <= 0xffff) return Buffer.concat([Buffer.from([0x02]), shortText(text)])
  const head = Buffer.alloc(5)
  head[0] = 0x0c
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}
