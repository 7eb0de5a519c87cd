// Those who look on while processes die: one follows the picture, others the room's socket. Each comes back by itself, as a player does.
import { WebSocket } from 'ws'
import { signTicket } from '#platform/channel/ticket'
import type { NumberedEvent } from '#kernel/room-event'
import type { ServerFrame } from '#kernel/room-frames'
import { openFlv, type FlvReader } from '../../support/flv-reader.ts'
import type { HttpClient } from '../../support/http-client.ts'

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const AGAIN_MS = 300

export type PictureViewer = {
  /** When the latest tag with picture came, in this process's milliseconds. */
  lastMs(): number
  /** When the connection it came over was opened. */
  openedMs(): number
  comings(): number
  stop(): void
}

export function watchPicture(url: string): PictureViewer {
  let reader: FlvReader | null = null
  let stopped = false
  const seen = { lastMs: -Infinity, openedMs: -Infinity, comings: 0 }
  const follow = async (): Promise<void> => {
    while (!stopped) {
      reader = await openFlv(url).catch(() => null)
      if (!reader || reader.status !== 200) {
        reader?.close()
        await pause(AGAIN_MS)
        continue
      }
      const openedMs = performance.now()
      seen.comings += 1
      while (!stopped && !reader.isOver()) {
        const tags = reader.tags.splice(0)
        if (tags.some((t) => t.type === 9 && !t.setup)) {
          seen.lastMs = performance.now()
          seen.openedMs = openedMs
        }
        await pause(20)
      }
    }
  }
  void follow()
  return {
    lastMs: () => seen.lastMs,
    openedMs: () => seen.openedMs,
    comings: () => seen.comings,
    stop() {
      stopped = true
      reader?.close()
    },
  }
}

export type SocketViewer = {
  /** Numbers of the events in the order in which they were seen. */
  seqs: number[]
  lastMs(): number
  comings(): number
  stop(): void
}
export type SocketPlan = {
  port: number
  secret: string
  roomId: string
  accountId: string
  http: HttpClient
  /** False: the bad twin, which forgets where it was. */
  useSince: boolean
}

export function watchRoom(plan: SocketPlan): SocketViewer {
  const { roomId } = plan
  const seqs: number[] = []
  let lastMs = -Infinity
  let comings = 0
  let stopped = false
  let socket: WebSocket | null = null
  const take = (seq: number) => {
    seqs.push(seq)
    lastMs = performance.now()
  }
  const last = () => seqs.at(-1) ?? 0

  /** Events too old for the socket are read from the log, as the room's page does. */
  async function fetchUpTo(seq: number): Promise<void> {
    while (!stopped && last() < seq) {
      const path = `/api/v1/rooms/${roomId}/events?after=${last()}&limit=500`
      const answer = await plan.http.call('GET', path).catch(() => null)
      if (answer?.status !== 200) await pause(AGAIN_MS)
      else for (const e of answer.body.events as NumberedEvent[]) if (e.seq <= seq) take(e.seq)
    }
  }

  function sit(): Promise<void> {
    const ticket = signTicket(plan.secret, {
      v: 1,
      roomId,
      accountId: plan.accountId,
      name: '看客',
      role: 'viewer',
      guest: false,
      source: 'feed',
      expiresAtMs: Date.now() + 3_600_000,
    })
    const since = plan.useSince ? `&since=${last()}` : ''
    const ws = new WebSocket(`ws://127.0.0.1:${plan.port}/rooms/${roomId}?ticket=${ticket}${since}`)
    socket = ws
    // Frames are taken one after another: what comes while the log is read waits.
    let turn = Promise.resolve()
    ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ServerFrame
      turn = turn.then(() => hear(frame))
    })
    ws.on('error', () => {})
    return new Promise((resolve) => ws.once('close', () => void turn.then(resolve)))
  }

  async function hear(frame: ServerFrame): Promise<void> {
    if (frame.t === 'event') take(frame.seq)
    if (frame.t !== 'hello') return
    comings += 1
    if (!plan.useSince) return
    if (frame.events) for (const e of frame.events) take(e.seq)
    else await fetchUpTo(frame.seq)
  }

  void (async () => {
    while (!stopped) {
      await sit()
      await pause(AGAIN_MS)
    }
  })()
  return {
    seqs,
    lastMs: () => lastMs,
    comings: () => comings,
    stop() {
      stopped = true
      socket?.terminate()
    },
  }
}

/** Places where the numbers do not go 1, 2, 3 … up to `newest`: missing ones, and ones seen twice or late. */
export function flawsOf(seqs: readonly number[], newest: number): { missed: number; astray: number } {
  const distinct = new Set(seqs)
  let missed = 0
  for (let seq = 1; seq <= newest; seq++) if (!distinct.has(seq)) missed += 1
  let astray = seqs.length - distinct.size
  for (let i = 1; i < seqs.length; i++) if (seqs[i]! <= seqs[i - 1]!) astray += 1
  return { missed, astray }
}
