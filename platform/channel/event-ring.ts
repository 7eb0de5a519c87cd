// The last events of a room, as frames that are ready to be sent: as those who run it hear them, and as everybody does. Numbers have
// no gap, so a place in the ring is a subtraction.
import { forEverybody, type NumberedEvent } from '#kernel/room-event'
import { prepareText } from './frame.ts'

export const RING_SIZE = 500
/** More than this is not caught up on but fetched anew: it would fill a new socket's queue at once. */
const MAX_CATCH_UP_BYTES = 131_072

/** Who listens: those who run the room hear all of it. */
export type Audience = 'desk' | 'everybody'
type Told = { event: NumberedEvent; frame: Buffer }
type Kept = Record<Audience, Told>
export type EventRing = ReturnType<typeof createEventRing>

/** `seq`: the newest there is, and so where the ring begins when `events` is empty. */
export function createEventRing(seq: number, events: readonly NumberedEvent[], nowMs: () => number) {
  let kept: Kept[] = events.map((event) => keep(event, nowMs()))
  let newest = seq

  return {
    newest: () => newest,
    /** @throws Error when it does not follow the newest: a gap would be silence about money */
    push(event: NumberedEvent): void {
      if (event.seq !== newest + 1) throw new Error(`event ${event.seq} after ${newest}`)
      kept.push(keep(event, nowMs()))
      newest = event.seq
      if (kept.length > 2 * RING_SIZE) kept = kept.slice(-RING_SIZE)
    },
    /** The frames after `since`, oldest first; null when they are no longer here, or not yet. */
    framesAfter(since: number, audience: Audience): Buffer[] | null {
      const from = indexAfter(since)
      return from === null ? null : kept.slice(from).map((k) => k[audience].frame)
    },
    /** What a client that comes back has missed; null: it should fetch the room anew. */
    eventsAfter(since: number, audience: Audience): NumberedEvent[] | null {
      const from = indexAfter(since)
      if (from === null || newest - since > RING_SIZE) return null
      const missed = kept.slice(from).map((k) => k[audience])
      const bytes = missed.reduce((sum, k) => sum + k.frame.length, 0)
      return bytes > MAX_CATCH_UP_BYTES ? null : missed.map((k) => k.event)
    },
  }

  function indexAfter(since: number): number | null {
    const index = kept.length - (newest - since)
    return since > newest || index < 0 ? null : index
  }
}

function keep(event: NumberedEvent, nowMs: number): Kept {
  const desk = { event, frame: frameOf(event, nowMs) }
  const told = forEverybody(event)
  return { desk, everybody: told === event ? desk : { event: told, frame: frameOf(told, nowMs) } }
}

const frameOf = ({ seq, at, event }: NumberedEvent, nowMs: number): Buffer =>
  prepareText(JSON.stringify({ t: 'event', nowMs, seq, at, event }))
