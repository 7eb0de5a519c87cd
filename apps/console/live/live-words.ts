// Tones of the states that rooms, explaining and sales have; and times as they are read on a desk.
import type { Tone } from '#app/ui'
import type { ExplainState, FlashSale, RoomState } from '#kernel/room-event'

export const ROOM_TONE: Record<RoomState, Tone> = {
  preview: 'neutral',
  testing: 'amber',
  live: 'rose',
  interrupted: 'amber',
  ended: 'neutral',
  archived: 'neutral',
}
export const EXPLAIN_TONE: Record<ExplainState, Tone> = {
  waiting: 'neutral',
  explaining: 'rose',
  explained: 'jade',
}
export const SALE_TONE: Record<FlashSale['state'], Tone> = {
  scheduled: 'plum',
  running: 'rose',
  soldOut: 'amber',
  ended: 'neutral',
  cancelled: 'neutral',
}
export const RUNDOWN_TONE = { traffic: 'plum', main: 'rose', margin: 'jade' } as const satisfies Record<
  string,
  Tone
>

/** 1:02:03 · 4:05; time that has passed, so it rounds down. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const h = Math.floor(seconds / 3600)
  const m = Math.floor((seconds % 3600) / 60)
  const s = String(seconds % 60).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`
}
