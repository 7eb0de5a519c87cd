// The promise about money: whatever the interleaving of joins, drops and reconnects with `since`, and however the log's news arrive,
// every client has every event exactly once and in order. And that a fan-out which sends as events come, not from a seat's own number,
// breaks it.
import assert from 'node:assert/strict'
import { Writable, type Duplex } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ServerFrame } from '#kernel/room-frames'
import { silentLogger } from '#platform/logger'
import { memoryStore, ROOM } from '#tests/support/channel'
import { prepareText } from './frame.ts'
import { noCounts } from './hub-counts.ts'
import { createRoom, type Room } from './room.ts'
import type { Seat } from './seat.ts'

/** The far end of a socket: takes frames apart again. `dropped`: what was on its way is gone. */
function anEnd() {
  const frames: ServerFrame[] = []
  const socket = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const head = chunk[1]! < 126 ? 2 : chunk[1] === 126 ? 4 : 10
      frames.push(JSON.parse(chunk.toString('utf8', head)) as ServerFrame)
      done()
    },
  })
  return { frames, socket }
}

/** As the page does it: keeps its last number, comes back with it, fetches anew when told to. */
function aViewer(room: Room, account: string, snapshot: () => number[]) {
  let seen: number[] = []
  let end: ReturnType<typeof anEnd> | null = null
  let seat: Seat | null = null
  const take = () => {
    for (const f of end?.frames.splice(0) ?? []) {
      if (f.t === 'hello') {
        if (f.events === null) seen = snapshot()
        else seen.push(...f.events.map((e) => e.seq))
      } else if (f.t === 'event') seen.push(f.seq)
    }
  }
  return {
    take,
    seen: () => seen,
    async join() {
      if (seat) return
      end = anEnd()
      const ticket = { v: 1, roomId: ROOM, accountId: account, name: '', role: 'viewer', guest: false, source: 'feed', expiresAtMs: 0 } as const // prettier-ignore
      if (seen.length > room.newest()) await room.pull()
      seat = room.enter({ ws: null as never, socket: end.socket as Duplex, ticket }, seen.length)
    },
    drop() {
      if (!seat) return
      take()
      room.leave(seat)
      seat.open = false
      seat = null
      end = null
    },
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), told: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), who: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), who: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('breathe' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tick' as const) }) },
)

/** `everyEvent` writes an event to whoever is there when it is read: the known-bad twin. */
async function holds(everyEvent: boolean, crowdAbove = Infinity): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const memory = memoryStore()
      const { eventsAfter } = memory.store
      memory.store.eventsAfter = async (...asked) => {
        const found = await eventsAfter(...asked)
        await new Promise((resolve) => setImmediate(resolve)) // the answer is old when it comes
        return found
      }
      let length = 0
      const room = createRoom({
        roomId: ROOM,
        opened: (await memory.store.open(ROOM, 500))!,
        store: memory.store,
        log: silentLogger,
        counts: noCounts(),
        spread: 1,
        crowd: { above: crowdAbove, roundMs: 0, gatherMs: 0 },
        now: () => 0,
        newChatId: () => 'cht_1',
        close: (seat) => room.leave(seat),
      })
      const all = () => Array.from({ length: room.newest() }, (_, i) => i + 1)
      const viewers = [0, 1, 2, 3].map((n) => aViewer(room, `usr_${n}`, all))
      const busy: Promise<unknown>[] = []
      try {
        for (const s of steps) {
          if (s.do === 'append') {
            length = memory.append({ kind: 'explain', productId: null })
            if (everyEvent)
              for (const seat of room.seats())
                seat.socket.write(prepareText(JSON.stringify({ t: 'event', seq: length })))
            if (s.told) busy.push(room.pull())
          } else if (s.do === 'join') await viewers[s.who]!.join()
          else if (s.do === 'drop') viewers[s.who]!.drop()
          else if (s.do === 'tick') room.runTick()
          else await new Promise((resolve) => setImmediate(resolve))
        }
        await Promise.all(busy)
        for (const v of viewers) await v.join()
        await room.pull()
        await room.sent()
      } finally {
        // A crowd's rounds go on until it is gone.
        for (const v of viewers) v.drop()
      }
      for (const v of viewers) assert.deepEqual(v.seen(), Array.from({ length }, (_, i) => i + 1)) // prettier-ignore
    }),
    { numRuns: 300, seed: 7 },
  )
}

test('every client has every event once and in order', () => holds(false))

test('nor does a crowd that is told in rounds, comes and goes miss any', () => holds(false, 2))

test('known-bad twin: events written to whoever is there, past the seat’s own number, come twice', () =>
  assert.rejects(holds(true), /Property failed/))
