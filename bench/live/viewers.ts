// Many FLV viewers in one process: raw sockets that read and throw away, so that what is measured is the edge.
// `node bench/live/viewers.ts PORT STREAM COUNT [stall]`; tells `{connected, bytes}` to whoever sends it a message.
import { connect, type Socket } from 'node:net'

const [port, stream, count, mode] = process.argv.slice(2)
const isStalling = mode === 'stall'
const sink = Buffer.alloc(256 * 1024)
const sockets = new Set<Socket>()
let bytes = 0

function open(): void {
  const request = `GET /live/${stream}.flv HTTP/1.1\r\nHost: bench\r\n\r\n`
  const socket: Socket = isStalling
    ? connect({ port: Number(port), host: '127.0.0.1' })
    : connect({
        port: Number(port),
        host: '127.0.0.1',
        onread: { buffer: sink, callback: (read: number) => ((bytes += read), true) },
      })
  socket.on('connect', () => {
    socket.write(request)
    sockets.add(socket)
    if (isStalling) socket.pause()
  })
  socket.on('error', () => {})
  socket.on('close', () => sockets.delete(socket))
}

for (let i = 0; i < Number(count); i++) {
  open()
  if (i % 25 === 24) await new Promise((resolve) => setTimeout(resolve, 20))
}
process.on('message', () => process.send?.({ connected: sockets.size, bytes }))
process.on('disconnect', () => process.exit(0))
