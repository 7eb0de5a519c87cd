// The little of RFC 6455 that a one-way stream needs: the handshake, binary frames out, and from the viewer only ping and close.
// Own, because one prepared frame is shared by all viewers and their back-pressure is the raw socket's.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const OP = { binary: 2, close: 8, ping: 9, pong: 10 } as const
const MAX_CONTROL = 125

/** Answers the upgrade; false: it is not a WebSocket handshake, and nothing was written. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): boolean {
  const key = request.headers['sec-websocket-key']
  const asks = request.headers.upgrade?.toLowerCase() === 'websocket'
  if (!asks || typeof key !== 'string' || request.headers['sec-websocket-version'] !== '13') return false
  const accept = createHash('sha1')
    .update(key + ACCEPT_SUFFIX)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  readControl(socket)
  return true
}

const frame = (opcode: number, body: Buffer): Buffer => {
  const size = body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10
  const out = Buffer.allocUnsafe(size + body.length)
  out[0] = 0x80 | opcode
  if (size === 2) out[1] = body.length
  else if (size === 4) {
    out[1] = 126
    out.writeUInt16BE(body.length, 2)
  } else {
    out[1] = 127
    out.writeBigUInt64BE(BigInt(body.length), 2)
  }
  body.copy(out, size)
  return out
}

export const binaryFrame = (body: Buffer) => frame(OP.binary, body)

/** Whoever sends data, or anything long, is hung up on: viewers have nothing to say here. */
function readControl(socket: Duplex): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= 2) {
      const opcode = rest[0]! & 15
      const length = rest[1]! & 127
      const isMasked = (rest[1]! & 128) !== 0
      if (!isMasked || length > MAX_CONTROL || opcode < OP.close) return void socket.destroy()
      if (rest.length < 6 + length) return
      const mask = rest.subarray(2, 6)
      const body = Buffer.from(rest.subarray(6, 6 + length)).map((byte, i) => byte ^ mask[i % 4]!)
      rest = rest.subarray(6 + length)
      if (opcode === OP.close) {
        socket.end(frame(OP.close, Buffer.from(body.subarray(0, 2))))
        return
      }
      if (opcode === OP.ping && socket.writableLength < 1024) socket.write(frame(OP.pong, Buffer.from(body)))
    }
  })
}
