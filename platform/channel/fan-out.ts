// Bringing events and ticks to everybody in a room without holding the loop: a thousand sockets, then a breath. One sweep at a time
// walks over all seats and gives each the events after its own last number, so order and completeness do not depend on when somebody
// came; a tick is left out for those who have too much waiting, an event never is. A crowd is not told in one sweep but in rounds, part by
// part, each in its turn what happened and what was said since its last: nobody waits for the sweep and then for a beat, nobody is written
// to twice for one thing each.
import type { Audience } from './event-ring.ts'
import {
  audienceOf,
  MAX_BURST_BYTES,
  MAX_QUEUE_BYTES,
  queuedBytes,
  TICK_QUEUE_BYTES,
  type Seat,
} from './seat.ts'

/** Measured: media.md §4. */
const SPREAD = 1_000

export type FanOutOptions = {
  seats: ReadonlySet<Seat>
  newest: () => number
  framesAfter: (seq: number, audience: Audience) => Buffer[] | null
  newestTick: () => number
  /** What was said in ticks after this one, as one frame; null: nothing. The same question is asked for many seats. */
  ticksAfter: (tick: number) => Buffer | null
  onSlow: (seat: Seat) => void
  /** Sockets written to before others have their turn. */
  spread?: number
  /** To how many ticks were written, and by how many left out. */
  onTick?: (written: number, skipped: number) => void
}
/** `frames`: those after each number, for each audience, worked out once a sweep. */
type Sweep = {
  upTo: number
  frames: Record<Audience, Map<number, Buffer[] | null>>
  /** Seats are told ticks up to this one; null: none in this sweep. */
  tick: number | null
  written: number
  skipped: number
}
export type FanOut = ReturnType<typeof createFanOut>

export function createFanOut({ seats, spread = SPREAD, ...o }: FanOutOptions) {
  const { newest, framesAfter, newestTick, ticksAfter, onSlow, onTick } = o
  let tick: number | null = null
  let turn: Iterator<Seat> | null = null
  let sweeping = false
  let again = false
  let isInRounds = false
  let idle: (() => void)[] = []
  /** Those who asked before this round began. */
  let idleAfterRound: (() => void)[] = []

  function serve(seat: Seat, sweep: Sweep): void {
    if (!seat.open) return
    if (seat.seq >= sweep.upTo) return serveTick(seat, sweep)
    seat.socket.cork()
    if (sendEvents(seat, sweep)) serveTick(seat, sweep)
    seat.socket.uncork()
  }

  function serveTick(seat: Seat, sweep: Sweep): void {
    if (sweep.tick === null || seat.tick >= sweep.tick) return
    const frame = ticksAfter(seat.tick)
    seat.tick = sweep.tick
    if (frame === null) return
    if (queuedBytes(seat) > TICK_QUEUE_BYTES) sweep.skipped += 1
    else {
      seat.socket.write(frame)
      sweep.written += 1
    }
  }

  function sendEvents(seat: Seat, { upTo, frames }: Sweep): boolean {
    const audience = audienceOf(seat)
    let missing = frames[audience].get(seat.seq)
    if (missing === undefined) {
      missing = framesAfter(seat.seq, audience)?.slice(0, upTo - seat.seq) ?? null
      frames[audience].set(seat.seq, missing)
    }
    let bytes = queuedBytes(seat)
    const limit = bytes > TICK_QUEUE_BYTES ? MAX_QUEUE_BYTES : MAX_BURST_BYTES
    for (const frame of missing ?? []) {
      bytes += frame.length
      if (bytes > limit) break
      seat.socket.write(frame)
      seat.seq += 1
    }
    if (seat.seq === upTo) return true
    onSlow(seat)
    return false
  }

  function sweepOn(turn: Iterator<Seat>, sweep: Sweep): void {
    for (let n = 0; n < spread; n++) {
      const next = turn.next()
      if (next.done) return finish(sweep)
      serve(next.value, sweep)
    }
    setImmediate(sweepOn, turn, sweep)
  }

  function finish({ tick: done, written, skipped }: Sweep): void {
    if (done !== null) onTick?.(written, skipped)
    sweeping = false
    if (again) begin()
    else if (!isInRounds) for (const resolve of idle.splice(0)) resolve()
  }

  function begin(): void {
    sweeping = true
    again = false
    const sweep = aSweep(tick)
    tick = null
    sweepOn(seats.values(), sweep)
  }

  const aSweep = (upToTick: number | null): Sweep => ({
    upTo: newest(),
    frames: { desk: new Map(), everybody: new Map() },
    tick: upToTick,
    written: 0,
    skipped: 0,
  })

  const start = () => {
    if (sweeping) again = true
    else begin()
  }

  return {
    /** The log has grown. In rounds everybody hears of it when it is their turn. */
    sendEvents(): void {
      if (!isInRounds) start()
    },
    /** False while the one before is still under way: what it would have said belongs into the next. */
    mayTick: () => tick === null && !sweeping,
    sendTick(): void {
      tick = newestTick()
      start()
    },
    /** The next part of a crowd is told what it misses. True: the round is through. */
    servePart(): boolean {
      isInRounds = true
      turn ??= seats.values()
      const sweep = aSweep(newestTick())
      let isThrough = false
      for (let n = 0; n < spread && !isThrough; n++) {
        const next = turn.next()
        if (next.done) isThrough = true
        else serve(next.value, sweep)
      }
      if (isThrough) {
        turn = null
        for (const resolve of idleAfterRound.splice(0)) resolve()
        idleAfterRound = idle.splice(0)
      }
      onTick?.(sweep.written, sweep.skipped)
      return isThrough
    },
    /** It is a crowd no more. */
    endRounds(): void {
      isInRounds = false
      idle.push(...idleAfterRound.splice(0))
      start()
    },
    parts: (): number => Math.max(1, Math.ceil(seats.size / spread)),
    whenIdle: (): Promise<void> =>
      sweeping || isInRounds ? new Promise((resolve) => void idle.push(resolve)) : Promise.resolve(),
  }
}
