// The watch over rooms' pictures, with an engine that says what the test wants: what nobody told is found out, what is only late is waited
// for, and whoever begins while the watch asks is not pushed out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRoomWatch } from '#flows/room-watch'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { createLive, type Live } from '#modules/live'
import type { LiveEngine, StreamHealth } from '#platform/live-engine'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'

type Said = 'live' | 'interrupted' | null | Error
let database: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
const says = new Map<string, Said>()
/** Done when the engine is asked, before it answers. */
let meanwhile = async (_roomId: string): Promise<void> => {}

const engine: LiveEngine = {
  name: 'edge',
  publishUrls: () => ({ rtmpUrl: '', key: '', whipUrl: null }),
  playUrls: () => ({ flv: null, wsFlv: null, llHls: null, whep: null }),
  async health(stream) {
    const said = says.get(stream) ?? null
    await meanwhile(stream)
    if (said instanceof Error) throw said
    return said === null ? null : ({ stream, state: said } as StreamHealth)
  },
  close: async () => {},
}

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  live = createLive(deps)
})
after(() => database.drop())

const aWatch = () => createRoomWatch(deps, { live }, engine).watch
const room = (roomId: Id<'rom'>) => database.db.read((tx) => live.roomOf(tx, roomId))
const started = (roomId: string, session: string) =>
  database.db.transaction((tx) =>
    live.streamStarted(tx, { stream: roomId, session, atMs: Date.parse('2026-01-01') }),
  )

async function onAir(said: Said): Promise<Id<'rom'>> {
  const { roomId } = await database.db.transaction((tx) =>
    live
      .createRoom(tx, {
        creatorId: deps.ids.next('crt'),
        title: { zh: '晚间直播', en: 'Tonight' },
        coverUrl: null,
        plannedAt: null,
        orientation: 'portrait',
      })
      .then(({ room: made }) => made),
  )
  const move = (action: 'test' | 'goLive') =>
    database.db.transaction(async (tx) => live.move(tx, await live.lockRoom(tx, roomId), action, 'system'))
  await move('test')
  await started(roomId, 's1')
  await move('goLive')
  says.set(roomId, said)
  return roomId
}

test('a process that died said nothing: its room is interrupted, told once, and resumed by who comes back', async () => {
  const roomId = await onAir(null)
  const watch = aWatch()
  await watch()
  await watch()
  assert.deepEqual([(await room(roomId)).state, (await room(roomId)).stream_session], ['interrupted', null])
  await started(roomId, 's2')
  assert.equal((await room(roomId)).state, 'live')
  const states = (await database.db.read((tx) => live.eventsAfter(tx, roomId, 0, 100))).map(
    (e) => e.event.kind === 'state' && e.event.state,
  )
  assert.deepEqual(states, ['testing', 'live', 'interrupted', 'live'])
  says.set(roomId, 'live')
  assert.equal(await watch(), 0)
})

test('an engine that does not answer is waited for: nothing after 9 s, interrupted after 10', async () => {
  const roomId = await onAir(new AppError('PROVIDER_UNAVAILABLE'))
  const watch = aWatch()
  await watch()
  deps.clock.advance(5_000)
  await watch()
  deps.clock.advance(4_900)
  await watch()
  assert.equal((await room(roomId)).state, 'live')
  deps.clock.advance(200)
  await watch()
  assert.equal((await room(roomId)).state, 'interrupted')
})

test('silence that an answer ended, or that is long past, does not count', async () => {
  const roomId = await onAir(new AppError('PROVIDER_UNAVAILABLE'))
  const watch = aWatch()
  await watch()
  deps.clock.advance(6_000)
  says.set(roomId, 'live')
  await watch()
  deps.clock.advance(6_000)
  says.set(roomId, new AppError('PROVIDER_UNAVAILABLE'))
  await watch()
  assert.equal((await room(roomId)).state, 'live')
  deps.clock.advance(60_000)
  await watch()
  assert.equal((await room(roomId)).state, 'live', 'another process had the job for a minute')
})

test('a beginning that was not heard, because the database was away: the picture is there, so the room goes on', async () => {
  const roomId = await onAir('live')
  await database.db.transaction((tx) => live.streamInterrupted(tx, { stream: roomId, session: 's1' }))
  const watch = aWatch()
  assert.equal(await watch(), 1)
  assert.equal((await room(roomId)).state, 'live')
  says.set(roomId, 'interrupted')
  await watch()
  assert.equal((await room(roomId)).state, 'interrupted', 'and its end is seen, whoever it is')
})

test('who comes back between the question and its answer is not pushed out', async () => {
  const roomId = await onAir(null)
  meanwhile = async (asked) => {
    if (asked === roomId) await started(roomId, 's2')
  }
  await aWatch()()
  meanwhile = async () => {}
  assert.deepEqual([(await room(roomId)).state, (await room(roomId)).stream_session], ['live', 's2'])
})

test('an interrupted room still ends: after ten minutes it is on the clock’s list, and what is over stays over', async () => {
  const roomId = await onAir(null)
  const watch = aWatch()
  await watch()
  const lost = () => database.db.read((tx) => live.roomsLost(tx, 100))
  assert.ok(!(await lost()).includes(roomId))
  deps.clock.advance(10 * 60_000)
  await watch()
  assert.ok((await lost()).includes(roomId))
  await database.db.transaction((tx) => live.endRoom(tx, roomId, 'clock'))
  says.set(roomId, 'live')
  await watch()
  assert.equal((await room(roomId)).state, 'ended')
})

test('more rooms than one run looks at: all are looked at', async () => {
  const rooms: Id<'rom'>[] = []
  for (let i = 0; i < 65; i++) rooms.push(await onAir(null))
  const watch = aWatch()
  await watch()
  await watch()
  for (const roomId of rooms) assert.equal((await room(roomId)).state, 'interrupted')
})
