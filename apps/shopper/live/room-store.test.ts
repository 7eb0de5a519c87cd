// The room of one device against a room on a server that has its own account of what happened: whatever is cut, late or lost on
// the way, both say the same in the end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { WebSocketLike } from '#app/client'
import type { NumberedEvent, RoomEvent } from '#kernel/room-event'
import type { ServerFrame } from '#kernel/room-frames'
import { applyEvent, withSnapshot, type Room } from './room-events.ts'
import { createRoomStore } from './room-store.ts'

const PRODUCTS = ['prd_A', 'prd_B', 'prd_C', 'prd_D']
type Sku = Room['bag'][number]['skus'][number]
const sku = (id: string, more: Partial<Sku> = {}) =>
  ({
    skuId: `sku_${id}`,
    priceMinor: '9900',
    roomPriceMinor: null,
    available: 5,
    reserved: false,
    name: { zh: '默认', en: 'One' },
    ...more,
  }) as Sku

/** A room as a server keeps it: told by its own words, not by the reducer under test. */
function aServer() {
  let room = {
    roomId: 'rom_1',
    state: 'live',
    seq: 0,
    nowMs: 0,
    author: {},
    title: {},
    coverUrl: null,
    startedAt: 'then',
    endedAt: null,
    bag: [],
    explainingProductId: null,
    sales: [],
    coupon: null,
    luckyBag: null,
    announcement: null,
    coHost: null,
    play: { flv: '/x.flv', wsFlv: null, llHls: null, whep: null },
  } as unknown as Room
  const log: NumberedEvent[] = []
  const skus = new Map(PRODUCTS.map((id) => [id, sku(id)]))
  const states = new Map<string, 'waiting' | 'explaining' | 'explained'>()
  let inBag: string[] = []
  const cheapest = (id: string) => {
    const k = skus.get(id)!
    const sale = room.sales.find((s) => s.productId === id && s.state === 'running' && s.left > 0)
    const all = [
      ...(k.available > 0 ? [Number(k.roomPriceMinor ?? k.priceMinor)] : []),
      ...(sale ? [Number(sale.priceMinor)] : []),
    ]
    return all.length > 0 ? String(Math.min(...all)) : null
  }
  const bag = () =>
    inBag.map((id) => ({
      productId: id,
      card: { productId: id },
      explainState: states.get(id) ?? 'waiting',
      fromMinor: cheapest(id),
      skus: [skus.get(id)!],
      attribution: null,
    })) as unknown as Room['bag']
  const tell = (event: RoomEvent) => {
    room = { ...room, seq: room.seq + 1 }
    log.push({ seq: room.seq, at: 'now', event })
  }
  return {
    log,
    snapshot: (): Room => structuredClone({ ...room, bag: bag() }),
    setBag(ids: string[]) {
      inBag = ids
      for (const id of PRODUCTS) if (!ids.includes(id)) states.delete(id)
      if (room.explainingProductId && !ids.includes(room.explainingProductId))
        room = { ...room, explainingProductId: null }
      tell({ kind: 'bag', productIds: ids } as RoomEvent)
      if (room.explainingProductId === null) tell({ kind: 'explain', productId: null })
    },
    explain(id: string | null) {
      if (id !== null && !inBag.includes(id)) return
      for (const [k, v] of states) if (v === 'explaining') states.set(k, 'explained')
      if (id !== null) states.set(id, 'explaining')
      room = { ...room, explainingProductId: id as Room['explainingProductId'] }
      tell({ kind: 'explain', productId: id } as RoomEvent)
    },
    price(id: string, roomPriceMinor: string | null) {
      skus.set(id, { ...skus.get(id)!, roomPriceMinor })
      const { name: _, ...wire } = skus.get(id)!
      tell({ kind: 'price', productId: id, skus: [wire] } as unknown as RoomEvent)
    },
    stock(id: string, available: number) {
      skus.set(id, { ...skus.get(id)!, available })
      tell({
        kind: 'stock',
        productId: id,
        skus: [{ skuId: `sku_${id}`, available }],
      } as unknown as RoomEvent)
    },
    sale(id: string, state: 'scheduled' | 'running' | 'soldOut' | 'ended', left: number) {
      const sale = {
        saleId: `sal_${id}`,
        productId: id,
        skuId: `sku_${id}`,
        priceMinor: '1900',
        left,
        state,
        startsAt: '2026-01-01T00:00:00Z',
      }
      const others = room.sales.filter((s) => s.saleId !== sale.saleId)
      const all = state === 'ended' ? others : [...others, sale as unknown as Room['sales'][number]]
      room = { ...room, sales: all.toSorted((a, b) => (a.saleId < b.saleId ? -1 : 1)) }
      tell({ kind: 'sale', sale } as unknown as RoomEvent)
    },
    announce(words: string | null) {
      const text = words === null ? null : { zh: words, en: words }
      room = { ...room, announcement: text }
      tell({ kind: 'announcement', text })
    },
    interrupt(on: boolean) {
      room = { ...room, state: on ? 'interrupted' : 'live' }
      tell({ kind: 'state', state: room.state })
    },
  }
}

/** Time that passes when it is told to, a line that can be cut, a snapshot that takes a while. */
function aWorld(viewers = 1) {
  const server = aServer()
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  let socket: (WebSocketLike & { told: number; inFlight: ServerFrame[] }) | null = null
  let snapshots: (() => void)[] = []
  let asked = 0
  const sent: unknown[] = []
  const store = createRoomStore({
    address: () => Promise.resolve('ws://room/rooms/rom_1?ticket=t'),
    open(url) {
      const since = Number(new URL(url).searchParams.get('since'))
      const own = {
        readyState: 1,
        onmessage: null,
        onclose: null,
        send: (text: unknown) => void sent.push(JSON.parse(String(text))),
        close: () => void (own === socket && (socket = null)),
        told: server.log.length,
        inFlight: [] as ServerFrame[],
      } as NonNullable<typeof socket>
      const missed = server.log.slice(since)
      own.inFlight.push({
        t: 'hello',
        nowMs: time,
        seq: server.log.length,
        // Its memory is short
        events: missed.length > 4 ? null : missed,
        role: 'viewer',
        viewers,
        likes: 0,
        chat: [],
        mutedUntilMs: null,
        slowSeconds: 0,
        paused: false,
        pinned: null,
      })
      socket = own
      return own
    },
    later(run, ms) {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return { cancel: () => (timers = timers.filter((t) => t !== timer)) }
    },
    loadRoom: () => {
      asked += 1
      const room = server.snapshot() // as it is when it is asked, told later
      return new Promise((resolve) => snapshots.push(() => resolve(room)))
    },
    random: () => 0.5,
    nowMs: () => time,
    newRef: () => `ref_${sent.length}`,
    me: () => ({ accountId: 'usr_1', name: '我' }),
    mediaTime: () => time / 1000,
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    server,
    store,
    sent,
    line: () => socket,
    asked: () => asked,
    async deliver(count: number, lose = false) {
      if (!socket) return
      while (socket.told < server.log.length)
        socket.inFlight.push({ t: 'event', nowMs: time, ...server.log[socket.told++]! })
      const frames = socket.inFlight.splice(0, count)
      if (!lose) for (const f of frames) socket?.onmessage!({ data: JSON.stringify(f) })
      await settle()
    },
    cut(code = 1006, reason = '') {
      const old = socket
      socket = null
      old?.onclose!({ code, reason })
    },
    async answerSnapshots() {
      for (const answer of snapshots.splice(0)) answer()
      await settle()
    },
    async pass(ms: number) {
      time += ms
      for (const t of timers.filter((x) => x.at <= time)) {
        timers = timers.filter((x) => x !== t)
        t.run()
      }
      await settle()
    },
  }
}

type World = ReturnType<typeof aWorld>
const product = fc.constantFrom(...PRODUCTS)
const step: fc.Arbitrary<(w: World) => unknown> = fc.oneof(
  fc.subarray(PRODUCTS).map((ids) => (w: World) => w.server.setBag(ids)),
  fc.option(product).map((id) => (w: World) => w.server.explain(id)),
  fc.tuple(product, fc.constantFrom('100', '4900', null)).map(
    ([id, p]) =>
      (w: World) =>
        w.server.price(id, p),
  ),
  fc.tuple(product, fc.nat(3)).map(
    ([id, n]) =>
      (w: World) =>
        w.server.stock(id, n),
  ),
  fc.tuple(product, fc.constantFrom('scheduled', 'running', 'soldOut', 'ended'), fc.nat(2)).map(
    ([id, s, n]) =>
      (w: World) =>
        w.server.sale(id, s as 'running', n),
  ),
  fc.option(fc.constantFrom('早', '晚')).map((text) => (w: World) => w.server.announce(text)),
  fc.boolean().map((on) => (w: World) => w.server.interrupt(on)),
  fc.integer({ min: 1, max: 6 }).map((n) => (w: World) => w.deliver(n)),
  fc.integer({ min: 1, max: 3 }).map((n) => (w: World) => w.deliver(n, true)), // lost on the way: a gap
  fc.constant((w: World) => w.cut()),
  fc.constant((w: World) => w.cut(1012, 'retryMs=700')),
  fc.constant((w: World) => w.answerSnapshots()),
  fc.integer({ min: 10, max: 20_000 }).map((ms) => (w: World) => w.pass(ms)),
)

async function calm(w: World): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await w.pass(16_000)
    await w.deliver(1_000)
    await w.answerSnapshots()
  }
}

test('whatever is cut, lost or late, the room is the one on the server', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const w = aWorld()
      void w.store.load()
      await w.answerSnapshots()
      for (const run of steps) await run(w)
      w.server.announce('末') // a last word, so that even a gap at the very end is noticed
      await calm(w)
      const { room } = w.store.get().logged!
      assert.deepEqual({ ...room, nowMs: 0 }, { ...w.server.snapshot(), nowMs: 0 })
      w.store.close()
    }),
    { numRuns: 300 },
  )
})

test('what an event could not say is asked for at once where few watch, in turn where many do', async () => {
  for (const [viewers, waitMs] of [
    [10, 0],
    [19_000, 4_000],
  ] as const) {
    const w = aWorld(viewers)
    void w.store.load()
    await w.answerSnapshots()
    await w.deliver(1)
    const before = w.asked()
    w.server.setBag([PRODUCTS[0]!])
    await w.deliver(1)
    await w.pass(Math.max(0, waitMs - 100))
    assert.equal(w.asked() - before, waitMs > 0 ? 0 : 1)
    await w.pass(200)
    assert.equal(w.asked() - before, 1)
    await w.answerSnapshots()
    assert.equal(w.store.get().logged!.room.bag.length, 1)
    w.store.close()
  }
})

test('the known-bad twin, applying whatever comes, shows another room', () => {
  const server = aServer()
  server.setBag(['prd_A', 'prd_B'])
  const first = withSnapshot(null, server.snapshot())
  server.stock('prd_A', 0)
  server.explain('prd_B')
  const heard = server.log.slice(-1) // the stock's event was lost
  assert.equal(applyEvent(first, heard[0]!), null, 'ours notices')
  const blind = applyEvent({ ...first, room: { ...first.room, seq: heard[0]!.seq - 1 } }, heard[0]!)!
  assert.notDeepEqual(blind.room.bag, server.snapshot().bag)
})

async function aRoom(): Promise<World> {
  const w = aWorld()
  void w.store.load()
  await w.answerSnapshots()
  await w.deliver(10)
  return w
}
const reply = (w: World, frame: ServerFrame) => w.line()!.onmessage!({ data: JSON.stringify(frame) })

test('a line is shown at once, confirmed, and not shown twice when the room tells it', async () => {
  const w = await aRoom()
  assert.equal(w.store.say('多少钱'), true)
  const [line] = w.store.get().chat
  assert.ok(line!.waiting && line!.own)
  reply(w, { t: 'sent', ref: line!.id, id: 'cht_1' })
  reply(w, {
    t: 'tick',
    nowMs: 1,
    chat: [{ id: 'cht_1', by: 'usr_1', name: '我', role: 'viewer', text: '多少钱' }],
  })
  assert.deepEqual(
    w.store.get().chat.map((l) => [l.id, l.waiting]),
    [['cht_1', undefined]],
  )
})

test('a refused line goes back into the box with its reason; a cut does the same', async () => {
  const w = await aRoom()
  w.store.say('快')
  const ref = w.store.get().chat[0]!.id
  reply(w, {
    t: 'problem',
    ref,
    code: 'CHAT_TOO_FAST',
    detail: { zh: '太快', en: 'fast' },
    retryAfterMs: 2_000,
  })
  assert.deepEqual(w.store.get().chat, [])
  assert.equal(w.store.get().refusal?.code, 'CHAT_TOO_FAST')
  assert.equal(w.store.get().refusal?.text, '快')
  w.store.say('慢')
  w.cut()
  assert.equal(w.store.get().refusal?.code, 'NOT_SENT')
  assert.equal(w.store.say('没有线路'), false)
})

test('who was put out does not come back; who was full or restarting does', async () => {
  const out = await aRoom()
  out.cut(4403, 'blocked')
  await out.pass(60_000)
  assert.equal(out.line(), null)
  assert.deepEqual(out.store.get().line, { is: 'closed', why: 'forbidden' })
  const full = await aRoom()
  full.cut(4429)
  await full.pass(60_000)
  assert.notEqual(full.line(), null)
})

test('hearts go out in handfuls, beats while the picture moves, and the chat stays two hundred lines', async () => {
  const w = await aRoom()
  for (let i = 0; i < 25; i++) w.store.like()
  assert.equal(w.store.get().likes, 25)
  await w.pass(1_000)
  await w.pass(1_000)
  assert.deepEqual(
    w.sent.filter((f) => (f as { t: string }).t === 'like'),
    [
      { t: 'like', n: 20 },
      { t: 'like', n: 5 },
    ],
  )
  await w.pass(3_000)
  assert.deepEqual(w.sent.at(-1), { t: 'beat', at: 5 })
  for (let i = 0; i < 300; i++)
    reply(w, {
      t: 'tick',
      nowMs: 1,
      chat: [{ id: `cht_${i}`, by: 'usr_2', name: '她', role: 'viewer', text: 'x' }],
    })
  assert.equal(w.store.get().chat.length, 200)
})
