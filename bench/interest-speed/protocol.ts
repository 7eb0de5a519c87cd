// What the load and the engine's thread say to each other. Times are milliseconds since 1970, with fractions, and of one clock.
import type { EngineEvent } from '#engine'

export type Size = { people: number; items: number; history: number; seed: string }
export type Ask = { id: number; person: string; count: number }
export type ToEngine =
  { kind: 'events'; sentMs: number; events: EngineEvent[] } | { kind: 'slate'; ask: Ask } | { kind: 'stop' }
export type FromEngine =
  | { kind: 'ready'; loadSeconds: number; eventsASecond: number; bytes: Bytes }
  | { kind: 'learned'; sentMs: number; count: number; refused: number }
  | { kind: 'slate'; id: number; ids: string[] }
  | { kind: 'stopped'; heapMb: number; rssMb: number }
export type Bytes = { person: number; item: number; link: number; rssMb: number }

export const nowMs = () => performance.timeOrigin + performance.now()
