// The crowd of P13: so many a second arrive, whether or not those before them were answered.
import { Agent, request } from 'node:http'
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
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo' })
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
  const answers: Promise<void>[] = []
  const began = performance.now()
  const one = (n: number): Promise<void> =>
    new Promise((resolve) => {
      const { token, key, body } = orders[n % orders.length]!
      const text = JSON.stringify(body)
      let from = 0
      const headers = {
        authorization: `Bearer ${token}`,
        'idempotency-key': `${key}-${n}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
      }
      const sent = request(`${url}/api/v1/orders`, { method: 'POST', agent, headers }, (answer) => {
        answer.resume()
        answer.on('end', () => {
          if (answer.statusCode === 201) {
            flood.done++
            if (from > began + BURST_MS) took.push(performance.now() - from)
          } else if (answer.statusCode === 429) {
            flood.turnedAway++
            if (!answer.headers['retry-after']) flood.withoutRetryAfter++
          } else flood.failed++
          resolve()
        })
      })
      sent.once('socket', () => (from = performance.now()))
      sent.on('error', () => {
        flood.failed++
        resolve()
      })
      sent.end(text)
    })
  while (performance.now() - began < seconds * 1000) {
    const due = ((performance.now() - began) / 1000) * perSecond
    while (flood.offered < due) answers.push(one(flood.offered++))
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  await Promise.all(answers)
  agent.destroy()
  return { ...flood, p50Ms: Math.round(quantile(took, 0.5)), p99Ms: Math.round(quantile(took, 0.99)) }
}

process.once('message', (arrivals) => {
  void come(arrivals as Arrivals).then((flood) => process.send!(flood))
})
