import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NumberedEvent } from '#kernel/room-event'
import { ROOM_CLOSES, type ServerFrame } from '#kernel/room-frames'
import { followRoom, type RoomFollowerOptions, type WebSocketLike } from './index.ts'

const event = (seq: number): NumberedEvent => ({
  seq,
  at: '2026-01-01T00:00:00Z',
  event: { kind: 'explain', productId: null },
})
const frame = (seq: number): ServerFrame => ({ t: 'event', nowMs: 5_000, ...event(seq) })
const hello = (seq: number, events: NumberedEvent[] | null): ServerFrame => ({
  t: 'hello',
  nowMs: 5_000,
  seq,
  events,
  role: 'host',
  viewers: 0,
  likes: 0,
  chat: [],
  mutedUntilMs: null,
  slowSeconds: 0,
  paused: false,
  pinned: null,
})

/** A line whose other end is the test. */
function aLine(over: Partial<RoomFollowerOptions> = {}) {
  const told: number[] = []
  const states: string[] = []
  const opened: { url: string; ws: WebSocketLike; sent: string[] }[] = []
  const waiting: { run: () => void; ms: number }[] = []
  const room = followRoom({
    seq: 0,
    address: async () => 'ws://host:4001/rooms/rom_1?ticket=x',
    eventsAfter: async () => ({ events: [] }),
    snapshot: async () => 0,
    onEvent: (e) => told.push(e.seq),
    onState: (line) => states.push(line.is === 'closed' ? `closed:${line.why}` : line.is),
    open: (url) => {
      const sent: string[] = []
      const ws: WebSocketLike = {
        readyState: 1,
        send: (text) => void sent.push(String(text)),
        close: () => {},
        onmessage: null,
        onclose: null,
      }
      opened.push({ url, ws, sent })
      return ws
    },
    later: (run, ms) => {
      const timer = { run, ms }
      waiting.push(timer)
      return { cancel: () => void waiting.splice(waiting.indexOf(timer) >>> 0, 1) }
    },
    nowMs: () => 1_000,
    random: () => 0.5,
    ...over,
  })
  return {
    room,
    told,
    states,
    opened,
    waiting,
    say: (f: ServerFrame) => opened.at(-1)!.ws.onmessage!({ data: JSON.stringify(f) }),
    drop: (code = 1006, reason = '') => opened.at(-1)!.ws.onclose!({ code, reason }),
  }
}
const soon = () => new Promise<void>((done) => setImmediate(done))

test('events come once and in order, whatever comes twice, late or early', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 80 }),
      async (newest, arrivals) => {
        const l = aLine({
          eventsAfter: async (after) => ({
            events: Array.from({ length: Math.max(0, newest - after) }, (_, i) => event(after + 1 + i)).slice(
              0,
              7,
            ),
          }),
        })
        await soon()
        l.say(hello(0, []))
        for (const seq of arrivals) if (seq <= newest) l.say(frame(seq))
        l.say(frame(newest))
        for (let i = 0; i < 12; i += 1) await soon()
        assert.deepEqual(
          l.told,
          Array.from({ length: newest }, (_, i) => i + 1),
        )
        l.room.leave()
      },
    ),
    { numRuns: 60 },
  )
})

test('back after a loss it asks for what came after its last number', async () => {
  const l = aLine()
  await soon()
  assert.match(l.opened[0]!.url, /ticket=x&since=0$/)
  l.say(hello(2, [event(1), event(2)]))
  l.drop()
  assert.deepEqual(l.states, ['connecting', 'open', 'away'])
  assert.equal(l.waiting.length, 1)
  l.waiting.shift()!.run()
  await soon()
  assert.match(l.opened[1]!.url, /since=2$/)
  l.say(hello(3, [event(3)]))
  assert.deepEqual(l.told, [1, 2, 3])
})

test('too much missed: the room is fetched anew, and what comes meanwhile follows it', async () => {
  let answer: (seq: number) => void = () => {}
  const l = aLine({ snapshot: () => new Promise((done) => (answer = done)) })
  await soon()
  l.say(hello(700, null))
  l.say(frame(701))
  l.say(frame(702))
  assert.deepEqual(l.told, [])
  answer(701)
  await soon()
  assert.deepEqual(l.told, [702])
})

test('waits grow, and the room’s own hint is kept to', async () => {
  const l = aLine()
  const waits: number[] = []
  for (let i = 0; i < 7; i += 1) {
    await soon()
    l.drop()
    waits.push(l.waiting[0]!.ms)
    l.waiting.shift()!.run()
  }
  assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
  await soon()
  l.drop(1012, 'retryMs=60000')
  assert.equal(l.waiting[0]!.ms, 60_000)
})

test('why the room closed it decides whether it comes back', async () => {
  for (const [why, { code, comeBack }] of Object.entries(ROOM_CLOSES)) {
    const l = aLine()
    await soon()
    l.say(hello(0, []))
    l.drop(code)
    assert.equal(l.states.at(-1), comeBack ? 'away' : `closed:${why}`)
    assert.equal(l.waiting.length, comeBack ? 1 : 0)
  }
})

test('a ticket is kept over cuts until the room wants another, or it is somebody else', async () => {
  let asked = 0
  const l = aLine({ address: async () => `ws://host:4001/rooms/rom_1?ticket=${++asked}` })
  const back = async (code: number) => {
    l.drop(code)
    l.waiting.shift()!.run()
    await soon()
    l.say(hello(0, []))
  }
  await soon()
  l.say(hello(0, []))
  await back(1006)
  assert.equal(asked, 1)
  await back(ROOM_CLOSES.ticket.code)
  assert.equal(asked, 2)
  l.room.reconnect(false)
  assert.equal(l.opened.length, 3, 'open: nothing to do')
  l.room.reconnect(true)
  await soon()
  assert.deepEqual([asked, l.opened.length], [3, 4])
  l.say(hello(0, []))
  l.drop(ROOM_CLOSES.forbidden.code)
  l.room.reconnect(false)
  assert.equal(l.opened.length, 4, 'put out stays out')
  l.room.reconnect(true)
  await soon()
  assert.equal(l.opened.length, 5, 'somebody else may come in')
  l.room.leave()
  l.room.reconnect(true)
  await soon()
  assert.equal(l.opened.length, 5)
})

test('no ticket: a refusal is for good, a failure is not', async () => {
  for (const [code, last] of [
    ['ROOM_BLOCKED', 'closed:forbidden'],
    ['NOT_FOUND', 'closed:missing'],
    ['ROOM_ENDED', 'closed:ended'],
    ['OFFLINE', 'away'],
  ] as const) {
    const l = aLine({ address: () => Promise.reject(Object.assign(new Error(code), { code })) })
    await soon()
    assert.deepEqual(l.states, ['connecting', last])
    assert.equal(l.waiting.length, last === 'away' ? 1 : 0)
  }
})

test('what is no frame is passed over', async () => {
  const l = aLine()
  await soon()
  l.opened[0]!.ws.onmessage!({ data: '<html>' })
  l.say(hello(1, [event(1)]))
  assert.deepEqual(l.told, [1])
})

test('a line of chat is answered by its id or by its refusal; never by silence', async () => {
  const l = aLine()
  await soon()
  await assert.rejects(l.room.chat('too soon'), { code: 'OFFLINE' })
  l.say(hello(0, []))
  const sent = l.room.chat('hi')
  const { id } = JSON.parse(l.opened[0]!.sent[0]!) as { id: string }
  l.say({ t: 'sent', ref: id, id: 'cht_1' })
  assert.equal(await sent, 'cht_1')
  const refused = l.room.chat('again')
  l.say({ t: 'problem', ref: 'l3', code: 'MUTED', detail: { zh: '被禁言', en: 'muted' }, retryAfterMs: 9 })
  await assert.rejects(refused, (e: { code: string; data: object }) => {
    assert.deepEqual([e.code, e.data], ['MUTED', { retryAfterMs: 9 }])
    return true
  })
  const lost = l.room.chat('and gone')
  l.drop()
  await assert.rejects(lost, { code: 'OFFLINE' })
})

test('the server’s clock is the latest that was heard', async () => {
  const l = aLine()
  await soon()
  l.say(hello(0, []))
  assert.equal(l.room.serverNowMs(), 5_000)
  l.say({ t: 'tick', nowMs: 4_900 })
  assert.equal(l.room.serverNowMs(), 5_000)
  l.say({ t: 'tick', nowMs: 5_050 })
  assert.equal(l.room.serverNowMs(), 5_050)
})
