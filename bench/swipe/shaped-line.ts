// A line as a phone has it, between the browser and the server: every connection shares one rate down, and what is asked goes up
// late. A TCP proxy of our own and not the browser's emulation: that one leaves the sharing between media and fetch to the
// browser and cannot say which bytes went over the line; here both are what a real bottleneck does, and every request is seen.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type ShapedLine = {
  port: number
  /** Paths that were asked for, with how often. */
  asked: ReadonlyMap<string, number>
  /** Bytes that came down. */
  bytesDown(): number
  close(): Promise<void>
}

const TICK_MS = 5
const PIECE_BYTES = 4 * 1024
/** What a bottleneck's own buffer holds for one connection before the sender is told to wait. */
const QUEUE_BYTES = 64 * 1024

type Down = { client: Socket; upstream: Socket; queue: Buffer[]; bytes: number; ended: boolean }

export async function openShapedLine(options: {
  toPort: number
  bitsPerSecond: number
  requestDelayMs: number
}): Promise<ShapedLine> {
  const lines = new Set<Down>()
  const asked = new Map<string, number>()
  let sent = 0
  let allowance = 0
  let before = performance.now()

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: options.toPort, host: '127.0.0.1', noDelay: true })
    const down: Down = { client, upstream, queue: [], bytes: 0, ended: false }
    lines.add(down)
    const gone = () => {
      lines.delete(down)
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (chunk) => {
      note(chunk)
      setTimeout(() => !upstream.destroyed && upstream.write(chunk), options.requestDelayMs)
    })
    upstream.on('data', (chunk) => {
      down.queue.push(chunk)
      down.bytes += chunk.length
      if (down.bytes > QUEUE_BYTES) upstream.pause()
    })
    upstream.on('end', () => (down.ended = true))
    for (const socket of [client, upstream]) socket.on('error', gone)
    client.on('close', gone)
  })

  function note(chunk: Buffer): void {
    const path = /^(?:GET|POST|PUT|DELETE) (\S+) HTTP/.exec(chunk.subarray(0, 400).toString('latin1'))?.[1]
    if (path) asked.set(path, (asked.get(path) ?? 0) + 1)
  }

  const timer = setInterval(() => {
    const now = performance.now()
    const perTick = (options.bitsPerSecond / 8 / 1000) * (now - before)
    before = now
    const busy = [...lines].filter((l) => l.bytes > 0)
    // Unused rate is gone; what a tick could not divide evenly is not.
    allowance = busy.length === 0 ? 0 : Math.min(allowance + perTick, perTick * 4)
    while (allowance > 0 && busy.length > 0) {
      const line = busy.shift()!
      allowance -= give(line)
      if (line.bytes > 0) busy.push(line)
    }
    for (const line of lines) if (line.ended && line.bytes === 0) line.client.end()
  }, TICK_MS)

  function give(line: Down): number {
    const head = line.queue[0]!
    const piece = head.subarray(0, PIECE_BYTES)
    if (piece.length === head.length) line.queue.shift()
    else line.queue[0] = head.subarray(PIECE_BYTES)
    line.bytes -= piece.length
    sent += piece.length
    line.client.write(piece)
    if (line.bytes < QUEUE_BYTES && line.upstream.isPaused()) line.upstream.resume()
    return piece.length
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    bytesDown: () => sent,
    close: async () => {
      clearInterval(timer)
      for (const { client, upstream } of lines) {
        client.destroy()
        upstream.destroy()
      }
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
