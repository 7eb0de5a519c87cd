// Sends what waits to be told, signed, again and again until the merchant answers 200. At least once, in any order.
import { Agent, request } from 'node:http'
import { signCallback } from '#platform/providers/sandbox-wire'
import type { Delivery } from './core.ts'

const AT_ONCE = 64

export type Deliverer = { wake(): void; stop(): void }

/** Whatever keeps what has to be told: the payment provider's core, or the courier's. */
export type Teller<Entry> = {
  waiting(): readonly Delivery[]
  delivered(d: Delivery, ok: boolean, now: number): Entry
}

export function startDelivering<Entry>(
  core: Teller<Entry>,
  secret: string,
  record: (entries: Entry[]) => Promise<void>,
): Deliverer {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const busy = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function wake(): void {
    if (stopped) return
    clearTimeout(timer)
    let next = Infinity
    for (const d of core.waiting()) {
      if (busy.has(d.deliveryId)) continue
      if (d.dueAt <= Date.now() && busy.size < AT_ONCE) void attempt(d)
      else next = Math.min(next, d.dueAt)
    }
    if (next < Infinity && busy.size < AT_ONCE) timer = setTimeout(wake, Math.max(10, next - Date.now()))
  }

  async function attempt(d: Delivery): Promise<void> {
    busy.add(d.deliveryId)
    try {
      const ok = await send(agent, secret, d)
      if (!stopped) await record([core.delivered(d, ok, Date.now())])
    } finally {
      busy.delete(d.deliveryId)
      wake()
    }
  }

  wake()
  return {
    wake,
    stop() {
      stopped = true
      clearTimeout(timer)
      agent.destroy()
    },
  }
}

function send(agent: Agent, secret: string, d: Delivery): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = {
      ...signCallback(secret, d.body, d.eventId, Date.now()),
      'content-length': String(Buffer.byteLength(d.body)),
    }
    const r = request(d.url, { method: 'POST', agent, headers, timeout: 10_000 }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode === 200))
      response.once('error', () => resolve(false))
    })
    r.once('timeout', () => r.destroy())
    r.once('error', () => resolve(false))
    r.end(d.body)
  })
}
