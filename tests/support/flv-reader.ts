// A viewer for tests: opens an FLV address, reads the tags and keeps what a player would notice.
import { get, type IncomingMessage } from 'node:http'

export type SeenTag = { type: number; timestampMs: number; key: boolean; setup: boolean; bytes: number }
export type FlvReader = {
  status: number
  contentType: string
  body(): string
  tags: SeenTag[]
  flags(): number | null
  isOver(): boolean
  close(): void
}

export function openFlv(url: string): Promise<FlvReader> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => resolve(follow(response, () => request.destroy())))
    request.on('error', reject)
  })
}

function follow(response: IncomingMessage, close: () => void): FlvReader {
  const tags: SeenTag[] = []
  let rest = Buffer.alloc(0)
  let flags: number | null = null
  let text = ''
  let isOver = false
  const isFlv = response.headers['content-type'] === 'video/x-flv'
  response.on('data', (bytes: Buffer) => {
    if (!isFlv) {
      text += bytes.toString()
      return
    }
    rest = Buffer.concat([rest, bytes])
    if (flags === null) {
      if (rest.length < 13) return
      flags = rest[4]!
      rest = rest.subarray(13)
    }
    while (rest.length >= 11) {
      const size = rest.readUIntBE(1, 3)
      if (rest.length < 15 + size) return
      if (rest.readUInt32BE(11 + size) !== 11 + size) throw new Error('FLV out of step')
      tags.push({
        type: rest[0]!,
        timestampMs: rest.readUIntBE(4, 3) + rest[7]! * 2 ** 24,
        key: rest[0] === 9 && rest[11]! >> 4 === 1,
        setup: rest[12] === 0,
        bytes: size,
      })
      rest = rest.subarray(15 + size)
    }
  })
  const over = () => {
    isOver = true
  }
  response.on('end', over)
  response.on('error', over)
  response.on('close', over)
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: () => text,
    tags,
    flags: () => flags,
    isOver: () => isOver,
    close,
  }
}
