// Behaviour on its way to the server: gathered for two seconds, sent in one batch, sent again with the same ids when no
// answer came. Late or repeated is harmless; blocking a swipe is not. Pure: sending, time and timers are handed in.
import type { SignalIn } from '#modules/signals/contract'

export const BATCH_EVERY_MS = 2_000
const BATCH_MAX = 100
/** Oldest ones are let go beyond this, so that hours offline cost no memory. */
const QUEUE_MAX = 500
const RETRY_MAX_MS = 30_000

export type SendOutcome = 'done' | 'later'
export type SignalQueueParts = {
  /** `closing`: the page goes away; use something that outlives it. */
  send: (items: SignalIn[], closing: boolean) => Promise<SendOutcome>
  newId: () => SignalIn['id']
  now: () => Date
  /** setTimeout, for tests. */
  later: (run: () => void, ms: number) => void
}

export type SignalQueue = {
  add(signal: Omit<SignalIn, 'id' | 'at'>): void
  /** Sends what waits; resolves when it is answered (or has to wait). */
  flush(): Promise<void>
  /** The page is hidden or closed: hand everything over at once. What stays unconfirmed is sent again if it comes back. */
  flushClosing(): void
  readonly size: number
}

export function createSignalQueue({ send, newId, now, later }: SignalQueueParts): SignalQueue {
  let waiting: SignalIn[] = []
  let sending: Promise<void> | null = null
  let timer = false
  let failures = 0

  const wake = (ms: number) => {
    if (timer) return
    timer = true
    later(() => {
      timer = false
      void flush()
    }, ms)
  }

  async function sendBatch(): Promise<void> {
    const batch = waiting.slice(0, BATCH_MAX)
    const outcome = await send(batch, false).catch(() => 'later' as const)
    if (outcome === 'later') {
      failures += 1
      wake(Math.min(BATCH_EVERY_MS * 2 ** failures, RETRY_MAX_MS))
      return
    }
    failures = 0
    const sent = new Set(batch.map((s) => s.id))
    waiting = waiting.filter((s) => !sent.has(s.id))
    if (waiting.length > 0) wake(BATCH_EVERY_MS)
  }

  function flush(): Promise<void> {
    if (waiting.length === 0) return sending ?? Promise.resolve()
    sending ??= sendBatch().finally(() => {
      sending = null
    })
    return sending
  }

  return {
    add(signal) {
      waiting.push({ ...signal, id: newId(), at: now().toISOString() })
      if (waiting.length > QUEUE_MAX) waiting = waiting.slice(-QUEUE_MAX)
      if (failures === 0) wake(BATCH_EVERY_MS)
    },
    flush,
    flushClosing() {
      for (let i = 0; i < waiting.length; i += BATCH_MAX)
        void send(waiting.slice(i, i + BATCH_MAX), true).catch(() => {})
    },
    get size() {
      return waiting.length
    },
  }
}
