// The ticks of the last seconds. A seat is a number in here: whoever was told the twelfth is told all after it, as one frame.
import type { ChatLine, ServerFrame } from '#kernel/room-frames'
import { prepareFrame } from './frame.ts'

export type TickFrame = Extract<ServerFrame, { t: 'tick' }>

/** At nine a second some seven seconds: who is further behind has missed what was said. */
const KEPT = 64

export function createTickRing() {
  let newest = 0
  let kept: TickFrame[] = []
  /** Of what is asked again and again until the next tick, by the number asked for. */
  let frames = new Map<number, Buffer | null>()

  return {
    newest: (): number => newest,
    push(tick: TickFrame): void {
      newest += 1
      kept.push(tick)
      if (kept.length > KEPT) kept.shift()
      frames = new Map()
    },
    after(number: number): Buffer | null {
      const known = frames.get(number)
      if (known !== undefined) return known
      const missed = number < newest ? kept.slice(-Math.min(newest - number, KEPT)) : []
      const frame = missed.length > 0 ? prepareFrame(merge(missed)) : null
      frames.set(number, frame)
      return frame
    },
    /** Lines that must not be told to whoever was not told yet. */
    forget(is: (line: ChatLine) => boolean): void {
      kept = kept.map((t) => (t.chat ? { ...t, chat: t.chat.filter((l) => !is(l)) } : t))
      frames = new Map()
    },
  }
}

/** Sums and lists are joined; of what only stands, the last counts. */
export function merge(ticks: readonly TickFrame[]): TickFrame {
  const all: TickFrame = { t: 'tick', nowMs: ticks.at(-1)!.nowMs }
  for (const { chat, dropped, orders, likes, viewers } of ticks) {
    if (chat && chat.length > 0) all.chat = [...(all.chat ?? []), ...chat]
    if (dropped !== undefined) all.dropped = (all.dropped ?? 0) + dropped
    if (orders) all.orders = [...(all.orders ?? []), ...orders]
    if (likes !== undefined) all.likes = likes
    if (viewers !== undefined) all.viewers = viewers
  }
  return all
}
