// The hub on real sockets: every reason to be closed, chat and its limits, and that a slow socket holds nobody up.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import net from 'node:net'
import { performance } from 'node:perf_hooks'
import { aTicket, openChannel, openClient, PRODUCT, ROOM } from '#tests/support/channel'
import { ROOM_CLOSES } from '#kernel/room-frames'
import { until } from '#tests/support/until'

type Channel = Awaited<ReturnType<typeof openChannel>>
let c: Channel
before(async () => void (c = await openChannel()))
after(() => c.hub.stop())

const other = (n: number) => `rom_${String(n).padStart(26, '0')}`

test('hello brings the events since, ticks bring chat, events come at once', async () => {
  c.append({ kind: 'explain', productId: PRODUCT })
  const early = await c.join({ accountId: 'usr_a' }, 0)
  const hello = await early.hello()
  assert.equal(hello.events?.at(-1)?.seq, hello.seq)
  const seq = c.append({ kind: 'explain', productId: null })
  await early.until(() => early.find('event').some((e) => e.seq === seq))
  early.send({ t: 'chat', id: 'x1', text: '多少钱' })
  const sent = await early.until(() => early.find('sent')[0])
  assert.equal(sent.ref, 'x1')
  const shown = await early.until(() => early.find('tick').flatMap((t) => t.chat ?? [])[0])
  assert.deepEqual([shown.text, shown.by, shown.id], ['多少钱', 'usr_a', sent.id])
  early.send({ t: 'like', n: 3 })
  await early.until(() => early.find('tick').some((t) => (t.likes ?? 0) >= 3))
  early.ws.close()
})

test('a lost notification costs a second, no event', async () => {
  const client = await c.join({ accountId: 'usr_b' }, 0)
  await client.hello()
  const seq = c.append({ kind: 'explain', productId: null }, { told: false })
  await client.until(() => client.find('event').some((e) => e.seq === seq))
  client.ws.close()
})

test('without since, from before the ring, or from the future: fetch the room anew', async () => {
  for (const since of [undefined, 999_999]) {
    const client = await c.join({ accountId: 'usr_c' }, since)
    assert.equal((await client.hello()).events, null)
    client.ws.close()
  }
})

const refused = async (url: string) => (await (await openClient(url)).closed).code

test('who may not come in is told why', async () => {
  assert.equal(await refused(c.url({ expiresAtMs: Date.now() - 1 })), ROOM_CLOSES.ticket.code)
  assert.equal(await refused(c.url().replace('ticket=', 'ticket=x')), ROOM_CLOSES.ticket.code)
  assert.equal(await refused(c.url({}, 0, other(7))), ROOM_CLOSES.forbidden.code)
  assert.equal(await refused(c.url({ roomId: other(8) })), ROOM_CLOSES.missing.code)
  c.addRoom(other(9), 'ended')
  assert.equal(await refused(c.url({ roomId: other(9) })), ROOM_CLOSES.ended.code)
  c.policy.blocked.add('usr_blocked')
  assert.equal(await refused(c.url({ accountId: 'usr_blocked' })), ROOM_CLOSES.forbidden.code)
  await assert.rejects(openClient(c.url().replace('/rooms/', '/elsewhere/')), /404/)
})

test('a full house says so', async () => {
  const small = await openChannel({ maxSockets: 1 })
  const first = await small.join({ accountId: 'usr_1' })
  await first.hello()
  assert.equal(await refused(small.url({ accountId: 'usr_2' })), ROOM_CLOSES.full.code)
  await small.hub.stop()
})

test('one account does not fill the house: so many sockets, also all at once and with a number from the future', async () => {
  const crowd = await Promise.all(
    Array.from({ length: 40 }, (_, i) => c.join({ accountId: 'usr_crowd' }, i % 2 ? 999_999 : 0)),
  )
  const codes = await Promise.all(
    crowd.map((one) =>
      Promise.race([
        one.closed.then((e) => e.code),
        one.hello().then(
          () => null,
          () => null,
        ),
      ]),
    ),
  )
  assert.equal(codes.filter((code) => code === null).length, 20)
  assert.equal(codes.filter((code) => code === ROOM_CLOSES.full.code).length, 20)
  for (const one of crowd) one.ws.close()
  await Promise.all(crowd.map((one) => one.closed))
  const again = await c.join({ accountId: 'usr_crowd' }, 0)
  await again.hello()
  again.ws.close()
})

test('a frame over 2 KB closes with 1009; a few that are none with 4400', async () => {
  const large = await c.join({ accountId: 'usr_d' })
  await large.hello()
  large.send('x'.repeat(2_100))
  assert.equal((await large.closed).code, 1009)
  const odd = await c.join({ accountId: 'usr_e' })
  await odd.hello()
  for (const frame of ['{', '[]', '{"t":"buy"}', '{"t":"beat","at":-1}', 'null']) odd.send(frame)
  assert.equal((await odd.closed).code, ROOM_CLOSES.badFrames.code)
  assert.deepEqual([...new Set(odd.find('problem').map((p) => p.code))], ['FRAME_INVALID'])
})

test('who is muted, a guest, too fast, or unclean is told so, and nobody else sees the line', async () => {
  const told = async (t: object, texts: string[]) => {
    const client = await c.join(t)
    await client.hello()
    texts.forEach((text, i) => client.send({ t: 'chat', id: String(i), text }))
    const problem = await client.until(() => client.find('problem')[0])
    client.ws.close()
    return problem
  }
  assert.equal((await told({ accountId: 'usr_g', guest: true }, ['hi'])).code, 'UNAUTHENTICATED')
  c.policy.mutedUntilMs.set('usr_m', Date.now() + 60_000)
  const muted = await told({ accountId: 'usr_m' }, ['hi'])
  assert.equal(muted.code, 'MUTED')
  assert.ok(muted.retryAfterMs! > 50_000)
  const fast = await told({ accountId: 'usr_f' }, ['一', '二', '三', '四'])
  assert.deepEqual([fast.code, fast.ref], ['CHAT_TOO_FAST', '3'])
  assert.ok(fast.retryAfterMs! <= 400)
  for (const text of ['\u202eabc', 'a\u0000b', 'a\u200bb', ' ', '长'.repeat(101)])
    assert.equal((await told({ accountId: `usr_${text.length}u` }, [text])).code, 'TEXT_INVALID')
  c.policy.screen = (text) => (text.includes('加微信') ? 'R-105' : null)
  const filtered = await told({ accountId: 'usr_w' }, ['加微信'])
  assert.equal(filtered.code, 'CHAT_FILTERED')
  assert.ok(!JSON.stringify(filtered).includes('R-105'))
  await c.hub.keeper.saveChat()
  assert.equal(c.kept.chat.find((l) => l.accountId === 'usr_w')?.ruleId, 'R-105')
})

test('slow mode asks viewers to wait, not the host', async () => {
  c.policy.slowSeconds = 30
  const host = await c.join({ accountId: 'usr_h', role: 'host' })
  const viewer = await c.join({ accountId: 'usr_v' })
  for (const id of ['1', '2'])
    for (const client of [host, viewer]) client.send({ t: 'chat', id, text: `第${id}句` })
  await host.until(() => host.find('sent').length === 2)
  const problem = await viewer.until(() => viewer.find('problem')[0])
  assert.ok(problem.retryAfterMs! > 29_000)
  c.policy.slowSeconds = 0
  for (const client of [host, viewer]) client.ws.close()
})

test('who is blocked while inside sees the event, then the door', async () => {
  const client = await c.join({ accountId: 'usr_bad' }, 0)
  await client.hello()
  const seq = c.append({ kind: 'muted', personId: 'usr_bad', until: null, blocked: true })
  assert.equal((await client.closed).code, ROOM_CLOSES.forbidden.code)
  assert.ok(client.find('event').some((e) => e.seq === seq))
})

test('who is muted hears it by a frame; a viewer hears of it and of a violation only that something was; a moderator all', async () => {
  const own = await openChannel()
  const muted = {
    kind: 'muted',
    personId: 'usr_loud',
    until: '2030-01-01T00:00:00.000Z',
    blocked: false,
  } as const
  const broken = { kind: 'violation', ruleId: 'R-101', atSeconds: 12, note: '最便宜' } as const
  const [loud, viewer, moderator] = await Promise.all([
    own.join({ accountId: 'usr_loud' }, 0),
    own.join({ accountId: 'usr_calm' }, 0),
    own.join({ accountId: 'usr_mod', role: 'moderator' }, 0),
  ])
  await Promise.all([loud, viewer, moderator].map((client) => client.hello()))
  own.append(muted)
  const last = own.append(broken)
  const heard = async (client: typeof viewer) => {
    await client.until(() => client.find('event').some((e) => e.seq === last))
    return client.find('event').map((e) => e.event)
  }
  const nothing = { kind: 'hidden' } as const
  assert.deepEqual(await heard(viewer), [nothing, nothing])
  assert.deepEqual(await heard(loud), [nothing, nothing])
  assert.deepEqual(await heard(moderator), [muted, broken])
  assert.deepEqual(loud.find('muted').map((f) => f.untilMs), [Date.parse(muted.until)]) // prettier-ignore
  assert.deepEqual([...viewer.find('muted'), ...moderator.find('muted')], [])
  const late = await own.join({ accountId: 'usr_late' }, 0)
  assert.deepEqual(
    (await late.hello()).events?.map((e) => e.event),
    [nothing, nothing],
  )
  await own.hub.stop()
})

test('whose rights have changed sits at no desk until it asks anew; viewers of the same name sit on', async () => {
  const [moderator, other, viewer] = await Promise.all([
    c.join({ accountId: 'usr_was', role: 'moderator' }, 0),
    c.join({ accountId: 'usr_is', role: 'moderator' }, 0),
    c.join({ accountId: 'usr_was' }, 0),
  ])
  await Promise.all([moderator, other, viewer].map((client) => client.hello()))
  c.hub.renew('usr_was')
  assert.equal((await moderator.closed).code, ROOM_CLOSES.ticket.code)
  const seq = c.append({ kind: 'explain', productId: null })
  for (const client of [other, viewer]) {
    await client.until(() => client.find('event').some((e) => e.seq === seq))
    client.ws.close()
  }
})

/** A client that never reads: its own end of the line is full. */
async function aStalled(channel: Channel, accountId: string) {
  const socket = net.connect(channel.hub.port(), '127.0.0.1')
  const ticket = aTicket({ accountId })
  socket.write(
    `GET /rooms/${ROOM}?ticket=${ticket}&since=0 HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  )
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  return socket
}

test('a stalled socket is closed as slow, holds nobody up, and its queue has an end', async () => {
  const own = await openChannel()
  const stalled = await aStalled(own, 'usr_s')
  const client = await own.join({ accountId: 'usr_ok' }, 0)
  await client.hello()
  const text = { zh: '好'.repeat(20_000), en: '' }
  let sent = 0
  while (own.hub.counts.slowCloses === 0 && sent < 400) {
    const seq = own.append({ kind: 'announcement', text })
    sent += 1
    await client.until(() => client.find('event').at(-1)?.seq === seq)
    for (const seat of own.hub.rooms().get(ROOM)!.seats()) assert.ok(seat.socket.writableLength <= 262_144)
  }
  assert.equal(own.hub.counts.slowCloses, 1)
  assert.deepEqual(client.find('event').map((e) => e.seq), Array.from({ length: sent }, (_, i) => i + 1)) // prettier-ignore
  stalled.destroy()
  await own.hub.stop()
})

test('who goes on flooding is closed, and does not come back at once', async () => {
  const own = await openChannel()
  const flood = await own.join({ accountId: 'usr_flood' })
  await flood.hello()
  const timer = setInterval(() => {
    for (let i = 0; i < 50; i++) flood.send({ t: 'like', n: 1 })
  }, 20)
  assert.equal((await flood.closed).code, ROOM_CLOSES.flooding.code)
  clearInterval(timer)
  assert.equal(await refused(own.url({ accountId: 'usr_flood' })), ROOM_CLOSES.flooding.code)
  const other = await own.join({ accountId: 'usr_other' })
  await other.hello()
  await own.hub.stop()
})

test('who floods with pings or pongs is hushed like any other, and closed; a few are answered', async () => {
  for (const kind of ['ping', 'pong'] as const) {
    const one = await c.join({ accountId: `usr_${kind}` }, 0)
    await one.hello()
    for (let i = 0; i < 5; i++) one.ws[kind]()
    one.send({ t: 'like', n: 1 })
    const pump = setInterval(() => {
      for (let i = 0; i < 50 && one.ws.readyState === one.ws.OPEN; i++) one.ws[kind]()
    }, 10)
    const { code } = await one.closed
    clearInterval(pump)
    assert.ok([ROOM_CLOSES.flooding.code, 1006].includes(code as 4408), `${kind} ${code}`)
    assert.equal(await refused(c.url({ accountId: `usr_${kind}` })), ROOM_CLOSES.flooding.code)
  }
})

test('who was refused and floods on is not read until it is cut', async () => {
  const socket = net.connect({ port: c.hub.port(), host: '127.0.0.1' }).on('error', () => {})
  socket.resume()
  socket.write(
    `GET /rooms/${ROOM}?ticket=none HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\n` +
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n',
  )
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const pings = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0])))
  const go = () => {
    while (!socket.destroyed) if (!socket.write(pings)) return
  }
  socket.on('drain', go)
  go()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const from = performance.eventLoopUtilization()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const { utilization } = performance.eventLoopUtilization(from)
  await closed
  assert.ok(utilization < 0.5, `${utilization} of the loop was spent on it`)
})

test('sixty flood with two hundred lines a second each: those who read have every event, in order, while it lasts', async () => {
  const own = await openChannel({ tickMs: 100 })
  const readers = await Promise.all([1, 2, 3, 4].map((n) => own.join({ accountId: `usr_r${n}` }, 0)))
  const floods = await Promise.all(
    Array.from({ length: 60 }, (_, n) => own.join({ accountId: `usr_f${n}` }, 0)),
  )
  const timer = setInterval(() => {
    for (const [n, flood] of floods.entries())
      for (let i = 0; i < 10; i++) flood.send({ t: 'chat', id: `${n}-${i}`, text: `刷屏${i}` })
  }, 50)
  let seq = 0
  while (own.hub.counts.framesIgnored < 5_000 || seq < 20) {
    seq = own.append({ kind: 'explain', productId: null })
    await Promise.all(readers.map((r) => r.until(() => r.find('event').at(-1)?.seq === seq)))
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (own.hub.counts.floodCloses === floods.length) break
  }
  clearInterval(timer)
  assert.ok(own.hub.counts.framesIgnored > 0, 'it was a flood')
  for (const r of readers)
    assert.deepEqual(r.find('event').map((e) => e.seq), Array.from({ length: seq }, (_, i) => i + 1)) // prettier-ignore
  assert.equal(own.hub.counts.slowCloses, 0)
  await own.hub.stop()
})

test('a flooding socket is not read for a while; what it floods is not seen', async () => {
  const own = await openChannel()
  const flood = await own.join({ accountId: 'usr_flood' })
  await flood.hello()
  for (let i = 0; i < 2_000; i++) flood.send({ t: 'chat', id: String(i), text: `第${i}条` })
  await until('frames are passed over', () => own.hub.counts.framesIgnored > 0)
  const calm = await own.join({ accountId: 'usr_calm' })
  await calm.hello()
  calm.send({ t: 'chat', id: 'c', text: '你好' })
  await calm.until(() => calm.find('tick').some((t) => t.chat?.some((l) => l.by === 'usr_calm')))
  assert.ok(own.hub.counts.chatAccepted <= 6, `${own.hub.counts.chatAccepted}`)
  await own.hub.stop()
})

test('a restart says when to come back, after the last event, and saves what is known', async () => {
  const own = await openChannel()
  const client = await own.join({ accountId: 'usr_r' }, 0)
  await client.hello()
  client.send({ t: 'chat', id: '1', text: '还在吗' })
  await client.until(() => client.find('tick').some((t) => t.chat))
  const seq = own.append({ kind: 'explain', productId: PRODUCT }, { told: false })
  await own.hub.stop()
  const { code, reason } = await client.closed
  assert.equal(code, 1012)
  assert.match(reason, /^retryMs=\d+$/)
  assert.equal(client.find('event').at(-1)?.seq, seq)
  assert.equal(own.kept.visits.find((v) => v.accountId === 'usr_r')?.chats, 1)
  assert.equal(own.kept.chat.length, 1)
})

test('visits wait while the database is away and arrive once', async () => {
  const own = await openChannel()
  const client = await own.join({ accountId: 'usr_v' })
  await client.hello()
  client.send({ t: 'like', n: 2 })
  await client.until(() => client.find('tick').some((t) => t.likes === 2))
  own.failing.saves = true
  await assert.rejects(own.hub.keeper.saveVisits())
  client.send({ t: 'like', n: 1 })
  await client.until(() => client.find('tick').some((t) => t.likes === 3))
  own.failing.saves = false
  await own.hub.keeper.saveVisits()
  assert.equal(own.kept.visits.reduce((sum, v) => sum + v.likes, 0), 3) // prettier-ignore
  await own.hub.stop()
})

test('an order is told once', async () => {
  const own = await openChannel()
  own.kept.orders.push({ roomId: ROOM, lineId: 'oln_1', name: '张***', productId: PRODUCT, qty: 2 })
  const client = await own.join({ accountId: 'usr_o' })
  await client.until(() => client.find('tick').some((t) => t.orders))
  const room = own.hub.rooms().get(ROOM)!
  room.tellOrders(own.kept.orders)
  client.send({ t: 'like', n: 1 })
  await client.until(() => client.find('tick').some((t) => t.likes === 1))
  assert.equal(client.find('tick').flatMap((t) => t.orders ?? []).length, 1)
  await own.hub.stop()
})
