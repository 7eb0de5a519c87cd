// The crowd of P13: so many a second arrive, whether or not those before them were answered.
import { connect } from 'node:net'
import { quantile } from '../../bench/harness.ts'

export type Arrivals = {
  url: string
  perSecond: number
  seconds: number
  orders: { token: string; key: string; body: object }[]
}
export type Flood = {
  offered: number
  done: number
  turnedAway: number
  withoutRetryAfter: number
  failed: number
  p50Ms: number
  p99Ms: number
}

const EVERY_MS = 10
/** The first burst is let wait: it might have been one. */
const BURST_MS = 2_000
/** Each waits for its answer before it asks again; who finds none free waits at home, which is not the server's time. */
const CONNECTIONS = 400

async function come({ url, perSecond, seconds, orders }: Arrivals): Promise<Flood> {
  const flood: Flood = {
    offered: 0,
    done: 0,
    turnedAway: 0,
    withoutRetryAfter: 0,
    failed: 0,
    p50Ms: 0,
    p99Ms: 0,
  }
  const took: number[] = []
  const began = performance.now()
  const { hostname, port, host } = new URL(url)
  const words = (n: number) => {
    const { token, key, body } = orders[n % orders.length]!
    const text = JSON.stringify(body)
    return (
      `POST /api/v1/orders HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\nidempotency-key: ${key}-${n}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
    )
  }
  const count = ({ status, head }: Heard, ms: number) => {
    if (status === 201) {
      flood.done++
      if (performance.now() - ms > began + BURST_MS) took.push(ms)
    } else if (status === 429) {
      flood.turnedAway++
      if (!/\r\nretry-after: /i.test(head)) flood.withoutRetryAfter++
    } else if (flood.failed++ === 0) console.error(`· the first that failed: ${status} ${head}`)
  }
  const waiting: number[] = []
  const free = Array.from({ length: CONNECTIONS }, () => openConnection(Number(port), hostname))
  const answers = new Set<Promise<void>>()
  const send = () => {
    for (let c = free.pop(); c; c = free.pop()) {
      const n = waiting.shift()
      if (n === undefined) return void free.push(c)
      const connection = c
      const from = performance.now()
      const answer = connection
        .ask(words(n))
        .then((heard) => count(heard, performance.now() - from))
        .finally(() => {
          answers.delete(answer)
          free.push(connection)
          send()
        })
      answers.add(answer)
    }
  }
  while (performance.now() - began < seconds * 1000) {
    const due = ((performance.now() - began) / 1000) * perSecond
    while (flood.offered < due) waiting.push(flood.offered++)
    send()
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  while (answers.size > 0) await Promise.all(answers)
  for (const c of free) c.close()
  return { ...flood, p50Ms: Math.round(quantile(took, 0.5)), p99Ms: Math.round(quantile(took, 0.99)) }
}

type Heard = { status: number; head: string }
const NOTHING: Heard = { status: 0, head: '' }

/**
 * HTTP by hand, one question at a time: Node's client took as long to ask as the server to say no, on the same two processors. It reads
 * what this server answers here: a head with a content-length, then the body. A connection that ends answers `NOTHING`, once for all.
 */
function openConnection(port: number, host: string) {
  const socket = connect({ port, host, noDelay: true })
  let [heard, over, told]: [string, boolean, ((h: Heard) => void) | null] = ['', false, null]
  const tell = (answer: Heard) => {
    const waiter = told
    ;[heard, told] = ['', null]
    waiter?.(answer)
  }
  socket.setEncoding('latin1')
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => {
    over = true
    tell(NOTHING)
  })
  socket.on('data', (chunk: string) => {
    heard += chunk
    const end = heard.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = heard.slice(0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (heard.length >= end + 4 + length) tell({ status: Number(head.slice(9, 12)), head })
  })
  return {
    ask: (words: string): Promise<Heard> =>
      over
        ? Promise.resolve(NOTHING)
        : new Promise((resolve) => {
            told = resolve
            socket.write(words)
          }),
    close: () => socket.destroy(),
  }
}

process.once('message', (arrivals) => {
  void come(arrivals as Arrivals).then((flood) => process.send!(flood))
})
