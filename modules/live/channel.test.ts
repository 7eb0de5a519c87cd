// What the rooms' sockets keep and what keeps order in them, through the door on a real database; and the channel over it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { ChatRole } from '#kernel/room-frames'
import { startHub } from '#platform/channel/hub'
import type { KeptLine } from '#platform/channel/room-store'
import { signTicket } from '#platform/channel/ticket'
import { systemCtx, type Ctx } from '#platform/context'
import { tables } from '#platform/database'
import { silentLogger } from '#platform/logger'
import { openClient } from '#tests/support/channel'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { until } from '#tests/support/until'
import { createFilter } from './domain/chat-filter.ts'
import { aRoomOf } from './fixtures.ts'
import { createLive, type Live } from './index.ts'

let database: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  live = createLive(deps)
})
after(() => database.drop())

const rows = async <T>(text: ReturnType<typeof sql<T>>) =>
  (await database.db.read((tx) => text.execute(tables<unknown>(tx)))).rows
const store = () =>
  live.roomStore({
    namesOf: async (_tx, ids) => new Map(ids.map((id) => [id, { nickname: '张小满' }])),
    forbidden: (text) => (text.includes('最好') ? 'R-101' : null),
  })

async function aHouse() {
  const creatorId = deps.ids.next('crt')
  const { roomId } = await aRoomOf(deps, live, creatorId)
  await rows(sql`update live.room set state = 'live', started_at = now() where room_id = ${roomId}`)
  const moderator = deps.ids.next('usr')
  const actor = {
    kind: 'person' as const,
    accountId: moderator,
    sessionId: 's',
    guest: false,
    memberships: [{ orgId: creatorId, orgKind: 'creator' as const, role: 'moderator', suspended: false }],
  }
  const ctx: Ctx = { ...systemCtx('t'), actor }
  return { creatorId, roomId, at: { creatorId, roomId }, moderator, actor, ctx }
}

const aLine = (roomId: string, text: string, changes: Partial<KeptLine> = {}): KeptLine => ({
  chatId: deps.ids.next('cht'),
  roomId,
  accountId: deps.ids.next('usr'),
  name: '小林',
  role: 'viewer',
  text,
  atMs: deps.clock.now().getTime(),
  fate: 'shown',
  ruleId: null,
  ...changes,
})
const lastEvents = async (roomId: string) =>
  (await database.db.read((tx) => live.eventsAfter(tx, roomId, 0, 100))).map((e) => e.event)
const refusedAs = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

test('a removed line keeps its row with who removed it, is told once, and is not shown again', async () => {
  const { roomId, at, ctx, moderator } = await aHouse()
  const lines = [aLine(roomId, '一'), aLine(roomId, '二'), aLine(roomId, '三', { fate: 'dropped' })]
  await store().saveChat(lines)
  await store().saveChat(lines) // its answer was lost
  const chatIds = [lines[0]!.chatId as Id<'cht'>]
  assert.deepEqual(await live.pinChat({ ...at, chatId: chatIds[0]! }, ctx).then((r) => r.pinned?.text), '一')
  assert.deepEqual(await live.removeChat({ ...at, chatIds }, ctx), { removed: 1 })
  assert.deepEqual(await live.removeChat({ ...at, chatIds }, ctx), { removed: 0 })
  const kinds = (await lastEvents(roomId)).map((e) => e.kind)
  assert.deepEqual(kinds, ['chatPinned', 'chatRemoved', 'chatPinned'])
  const { items } = await live.listChat({ ...at, limit: 20, removed: 'true' })
  assert.deepEqual(items.map((l) => [l.text, l.removedBy]), [['一', moderator]]) // prettier-ignore
  assert.deepEqual((await store().open(roomId, 500))!.chat.map((l) => l.text), ['二']) // prettier-ignore
  const first = await live.listChat({ ...at, limit: 2 })
  const rest = await live.listChat({ ...at, limit: 2, cursor: first.nextCursor! })
  assert.deepEqual([...first.items, ...rest.items].map((l) => l.text), ['三', '二', '一']) // prettier-ignore
})

test('muting, blocking and lifting are told with who did it; a blocked person gets no ticket', async () => {
  const { roomId, at, ctx, moderator, actor } = await aHouse()
  const accountId = deps.ids.next('usr')
  await live.mutePerson({ ...at, accountId, minutes: 10 }, ctx)
  const until10 = deps.clock.now().getTime() + 600_000
  assert.equal((await store().policyOf(roomId)).mutedUntilMs.get(accountId), until10)
  assert.equal((await live.listMutes(at)).items[0]!.by, moderator)
  const person = { ...actor, accountId, memberships: [] }
  assert.equal(await database.db.read((tx) => live.chatRoleIn(tx, roomId, person)), 'viewer')
  await live.mutePerson({ ...at, accountId, minutes: null }, ctx)
  await assert.rejects(
    database.db.read((tx) => live.chatRoleIn(tx, roomId, person)),
    refusedAs('ROOM_BLOCKED'),
  )
  await live.liftMute({ ...at, accountId }, ctx)
  await live.liftMute({ ...at, accountId }, ctx)
  assert.equal((await live.listMutes(at)).items.length, 0)
  const told = await rows(sql<{ actor: string }>`select actor from live.room_event where room_id = ${roomId}`)
  assert.deepEqual(told.map((e) => e.actor), [moderator, moderator, moderator]) // prettier-ignore
  await assert.rejects(
    live.mutePerson({ ...at, accountId: moderator, minutes: 1 }, ctx),
    refusedAs('CONFLICT_OF_INTEREST'),
  )
})

test('a mute ends by itself', async () => {
  const { roomId, at, ctx } = await aHouse()
  await live.mutePerson({ ...at, accountId: deps.ids.next('usr'), minutes: 1 }, ctx)
  deps.clock.advance(60_001)
  assert.equal((await live.listMutes(at)).items.length, 0)
  assert.equal((await store().policyOf(roomId)).mutedUntilMs.size, 0)
})

test('another creator’s room is not there, and an ended one is not moderated nor entered', async () => {
  const { roomId, at, ctx, actor } = await aHouse()
  const other = { roomId, creatorId: deps.ids.next('crt') }
  await assert.rejects(
    live.setChatRules({ ...other, slowSeconds: 1, paused: false }, ctx),
    refusedAs('NOT_FOUND'),
  )
  await assert.rejects(live.listChat({ ...other, limit: 5 }), refusedAs('NOT_FOUND'))
  await rows(sql`update live.room set state = 'ended', ended_at = now() where room_id = ${roomId}`)
  await assert.rejects(
    live.setChatRules({ ...at, slowSeconds: 1, paused: false }, ctx),
    refusedAs('STATE_CONFLICT'),
  )
  await assert.rejects(
    database.db.read((tx) => live.chatRoleIn(tx, roomId, actor)),
    refusedAs('ROOM_ENDED'),
  )
})

test('filter words are found however they are written, and name themselves', async () => {
  const { creatorId, roomId, ctx } = await aHouse()
  await live.setChatFilter({ creatorId, terms: ['Fake', 'fake', '退钱', 'ass'] }, ctx)
  assert.deepEqual((await live.getChatFilter({ creatorId })).terms.toSorted(), ['ass', 'fake', '退钱'])
  const { screen } = await store().policyOf(roomId)
  assert.equal(screen('ＦＡＫＥ!'), 'fake')
  assert.equal(screen('退。 钱'), '退钱')
  assert.equal(screen('a glass of tea'), null)
  assert.equal(screen('最好的'), 'R-101')
  assert.equal((await lastEvents(roomId)).at(-1)?.kind, 'chatRule')
  assert.equal(createFilter([])('anything'), null)
})

test('visits add up over batches; minutes keep their largest', async () => {
  const { roomId } = await aHouse()
  const accountId = deps.ids.next('usr')
  const change = { roomId, accountId, firstSeenMs: 1_000, lastSeenMs: 5_000, watchedMs: 4_000, source: 'share' as const, contentId: null, chats: 1, likes: 2, saw: ['prd_b'], clicked: [] } // prettier-ignore
  await store().saveVisits([change])
  await store().saveVisits([{ ...change, firstSeenMs: 6_000, lastSeenMs: 9_000, source: 'feed', saw: ['prd_a', 'prd_b'], clicked: ['prd_a'] }]) // prettier-ignore
  const [visit] = await rows(sql<Record<string, unknown>>`select * from live.visit where room_id = ${roomId}`)
  assert.deepEqual(
    [visit!.watched_ms, visit!.likes, visit!.chats, visit!.source, visit!.saw, visit!.clicked],
    [8_000n, 4n, 2, 'share', ['prd_a', 'prd_b'], ['prd_a']],
  )
  assert.equal((visit!.last_seen as Date).getTime(), 9_000)
  for (const online of [3, 9, 4]) await store().saveOnline([{ roomId, minuteMs: 60_000, online }])
  const [minute] = await rows(
    sql<{ online: number }>`select online from live.online_minute where room_id = ${roomId}`,
  )
  assert.equal(minute!.online, 9)
  assert.equal((await store().open(roomId, 500))!.likes, 4)
})

test('over the real log: what is appended arrives at once and in order, chat is kept, moderation takes effect', async () => {
  const { roomId, at, ctx } = await aHouse()
  const secret = 'channel-secret-0123456789'
  const from = performance.now()
  const now = () => Math.round(deps.clock.now().getTime() + performance.now() - from)
  const hub = await startHub({ store: store(), secret, log: silentLogger, random: deps.random, newChatId: () => deps.ids.next('cht'), now, tickMs: 20, port: 0, host: '127.0.0.1' }) // prettier-ignore
  const join = (accountId: string, role: ChatRole = 'viewer') => {
    const ticket = signTicket(secret, { v: 1, roomId, accountId, name: '小林', role, guest: false, source: 'feed', expiresAtMs: now() + 60_000 }) // prettier-ignore
    return openClient(`ws://127.0.0.1:${hub.port()}/rooms/${roomId}?ticket=${ticket}&since=0`)
  }
  const accountId = deps.ids.next('usr')
  const client = await join(accountId)
  await client.hello()
  await Promise.all(
    Array.from({ length: 20 }, () =>
      database.db.transaction((tx) => live.appendEvent(tx, roomId, { kind: 'explain', productId: null })),
    ),
  )
  await client.until(() => client.find('event').length === 20)
  assert.deepEqual(client.find('event').map((e) => e.seq), Array.from({ length: 20 }, (_, i) => i + 1)) // prettier-ignore
  client.send({ t: 'chat', id: '1', text: '有货吗' })
  const { id } = await client.until(() => client.find('sent')[0])
  await client.until(() => client.find('tick').some((t) => t.chat))
  await hub.keeper.saveChat()
  assert.equal((await live.listChat({ ...at, limit: 5 })).items[0]?.chatId, id)
  await live.mutePerson({ ...at, accountId, minutes: 5 }, ctx)
  assert.ok((await client.until(() => client.find('muted')[0])).untilMs)
  assert.equal(client.find('event').at(-1)?.event.kind, 'hidden')
  client.send({ t: 'chat', id: '2', text: '再问一次' })
  assert.equal((await client.until(() => client.find('problem')[0])).code, 'MUTED')
  await hub.stop()
  assert.equal((await client.closed).code, 1012)
  await until('the socket is shut', () => client.ws.readyState === client.ws.CLOSED)
})
