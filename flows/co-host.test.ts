// Co-hosting through its doors, with an engine that says what the test wants: one link for one creator, one co-host at a time, back within
// ten seconds or gone, and nothing left behind when the media process died or the room ended.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Id } from '#kernel/ids'
import { createCoHost } from '#flows/co-host'
import { roomHooks } from '#flows/room-hooks'
import { createLive, type Live } from '#modules/live'
import { aRoomOf } from '#modules/live/fixtures'
import type { Content } from '#modules/content'
import type { LiveEngine, StreamHealth } from '#platform/live-engine'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'

let database: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
let flow: ReturnType<typeof createCoHost>
let hooks: ReturnType<typeof roomHooks>
const says = new Map<string, 'live' | 'interrupted' | Error>()
const closed: string[] = []
const urls = (stream: string) => ({ flv: `/live/${stream}.flv`, wsFlv: null, llHls: null, whep: null })
const engine: LiveEngine = {
  name: 'edge',
  publishUrls: (stream, key) => ({ rtmpUrl: '', key, whipUrl: `/whip/${stream}` }),
  playUrls: urls,
  async health(stream) {
    const said = says.get(stream)
    if (said instanceof Error) throw said
    return said ? ({ stream, state: said } as StreamHealth) : null
  },
  close: async (stream) => void closed.push(stream),
}
/** Names are content's; here every creator has the same. */
const content = {
  authorCards: async (_tx: unknown, ids: readonly string[]) =>
    new Map(ids.map((id) => [id, { name: { zh: '小鹿', en: 'Deer' } }])),
} as unknown as Content

before(async () => {
  database = await testDatabase()
  deps = testDeps(database.db)
  live = createLive(deps)
  flow = createCoHost(deps, { live, content }, engine)
  hooks = roomHooks(deps.db, { live }, async () => new Uint8Array())
})
after(() => database.drop())

const person = (): never =>
  ({ actor: { kind: 'person', accountId: deps.ids.next('usr'), memberships: [] }, ifMatch: null }) as never
const refuses = (code: string, work: Promise<unknown>) => assert.rejects(work, { code })
const told = async (roomId: string) =>
  (await deps.db.read((tx) => live.eventsAfter(tx, roomId, 0, 100))).flatMap((e) =>
    e.event.kind === 'coHost' ? [e.event.stream] : [],
  )

async function aRoom(isOnAir = true) {
  const creatorId = deps.ids.next('crt')
  const { roomId } = await aRoomOf(deps, live, creatorId)
  if (isOnAir)
    for (const action of ['test', 'goLive'] as const)
      await deps.db.transaction(async (tx) =>
        live.move(tx, await live.lockRoom(tx, roomId), action, 'system'),
      )
  return { creatorId, roomId }
}
type At = { creatorId: Id<'crt'>; roomId: Id<'rom'> }

async function onAir(at: At) {
  const { code } = await flow.inviteCoHost(at)
  const guest = deps.ids.next('crt')
  const { coHost, publish } = await flow.acceptCoHost({ creatorId: guest, code }, person())
  const stream = coHost.coHostId
  assert.equal(await hooks.mayPublish({ stream, key: publish.key, session: 's1', address: '' }), null)
  await hooks.onStarted({ stream, session: 's1', resumed: false, atMs: 0 })
  says.set(stream, 'live')
  return { stream, guest, code, key: publish.key }
}
const stateOf = async (at: At) => (await flow.getCoHost(at)).coHost?.state

test('invited, accepted, on air, left: viewers are told when the picture is there and when it is over', async () => {
  const at = await aRoom()
  const { stream, guest } = await onAir(at)
  assert.equal(await stateOf(at), 'onAir')
  assert.deepEqual(await told(at.roomId), [stream])
  await refuses('CO_HOST_THERE', flow.inviteCoHost(at))
  await flow.leaveCoHost({ creatorId: guest, coHostId: stream }, person())
  await flow.leaveCoHost({ creatorId: guest, coHostId: stream }, person())
  assert.deepEqual([await stateOf(at), await told(at.roomId)], ['left', [stream, null]])
  assert.ok(closed.includes(stream))
  await flow.inviteCoHost(at)
})

test('the link is one creator’s: another is refused, the same gets a fresh key, the host cannot take it', async () => {
  const at = await aRoom()
  const { code } = await flow.inviteCoHost(at)
  await refuses(
    'CO_HOST_CODE',
    flow.acceptCoHost({ creatorId: deps.ids.next('crt'), code: 'guess' }, person()),
  )
  await refuses('CO_HOST_SELF', flow.acceptCoHost({ creatorId: at.creatorId, code }, person()))
  const creatorId = deps.ids.next('crt')
  const first = await flow.acceptCoHost({ creatorId, code }, person())
  await refuses('CO_HOST_CODE', flow.acceptCoHost({ creatorId: deps.ids.next('crt'), code }, person()))
  const second = await flow.acceptCoHost({ creatorId, code }, person())
  const may = (key: string) =>
    hooks.mayPublish({ stream: first.coHost.coHostId, key, session: 's', address: '' })
  assert.deepEqual([await may(first.publish.key), await may(second.publish.key)], ['WRONG_KEY', null])
  await refuses(
    'NOT_FOUND',
    flow.getCoHosting({ creatorId: deps.ids.next('crt'), coHostId: first.coHost.coHostId }),
  )
})

test('two invitations at once: one is made, the other refused', async () => {
  const at = await aRoom()
  const made = await Promise.allSettled([1, 2, 3, 4].map(() => flow.inviteCoHost(at)))
  assert.equal(made.filter((m) => m.status === 'fulfilled').length, 1)
  await refuses('STATE_CONFLICT', flow.inviteCoHost(await aRoom(false)))
})

test('a dropped picture is waited for: back within ten seconds it goes on, afterwards the co-host has left', async () => {
  const at = await aRoom()
  const { stream, key } = await onAir(at)
  const drop = (session: string) => hooks.onInterrupted({ stream, session, atMs: 0, reason: 'gone' })
  await drop('old')
  assert.equal((await flow.getCoHost(at)).coHost?.hasPicture, true, 'one that was replaced says nothing')
  await drop('s1')
  says.set(stream, 'interrupted')
  deps.clock.advance(9_000)
  assert.equal(await flow.watchCoHosts(), 0)
  await hooks.onStarted({ stream, session: 's2', resumed: true, atMs: 0 })
  assert.deepEqual([await stateOf(at), await told(at.roomId)], ['onAir', [stream]])
  await drop('s2')
  deps.clock.advance(10_001)
  assert.equal(await flow.watchCoHosts(), 1)
  assert.deepEqual([await stateOf(at), await told(at.roomId)], ['left', [stream, null]])
  assert.equal(await hooks.mayPublish({ stream, key, session: 's3', address: '' }), 'ROOM_ENDED')
  await hooks.onStarted({ stream, session: 's3', resumed: true, atMs: 0 })
  assert.equal(await stateOf(at), 'left')
})

test('a media process that died says nothing: no ghost stays; one that does not answer is no proof', async () => {
  const at = await aRoom()
  const { stream } = await onAir(at)
  says.set(stream, new Error('down'))
  await flow.watchCoHosts()
  deps.clock.advance(11_000)
  await flow.watchCoHosts()
  assert.equal(await stateOf(at), 'onAir')
  says.delete(stream)
  await flow.watchCoHosts()
  assert.equal((await flow.getCoHost(at)).coHost?.hasPicture, false)
  deps.clock.advance(10_001)
  await flow.watchCoHosts()
  assert.equal(await stateOf(at), 'left')
})

test('nobody came: the invitation expires, and so does one that was taken and sent nothing', async () => {
  const at = await aRoom()
  const { code } = await flow.inviteCoHost(at)
  deps.clock.advance(10 * 60_000)
  await refuses('CO_HOST_CODE', flow.acceptCoHost({ creatorId: deps.ids.next('crt'), code }, person()))
  await flow.watchCoHosts()
  assert.equal(await stateOf(at), 'expired')
  const again = await flow.inviteCoHost(at)
  await flow.acceptCoHost({ creatorId: deps.ids.next('crt'), code: again.code }, person())
  deps.clock.advance(10 * 60_000)
  await flow.watchCoHosts()
  assert.deepEqual([await stateOf(at), await told(at.roomId)], ['expired', []])
})

test('the host ends it, and so does the room: told once, the stream is cut, its key is dead', async () => {
  const at = await aRoom()
  const { stream, key } = await onAir(at)
  await flow.removeCoHost(at, person())
  await flow.removeCoHost(at, person())
  assert.deepEqual([await stateOf(at), await told(at.roomId)], ['removed', [stream, null]])
  assert.equal(closed.filter((s) => s === stream).length, 1)
  assert.equal(await hooks.mayPublish({ stream, key, session: 's', address: '' }), 'ROOM_ENDED')
  await refuses('NOT_FOUND', flow.removeCoHost({ ...at, creatorId: deps.ids.next('crt') }, person()))
})
