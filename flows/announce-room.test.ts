// A video announces a room and carries viewers in, through the front door: whose room it may be, what its viewers are told, whom it
// brought, and that the room's end takes the announcement and leaves the video. And who was shown a room in the feed is on its screen.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { roomHooks } from '#flows/room-hooks'
import type { Id } from '#kernel/ids'
import { readTicket } from '#platform/channel/ticket'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform, type Tenant } from '#tests/support/tenant'
import { until } from '#tests/support/until'

let house: House
let a: Tenant
let b: Tenant
let video: { creatorId: Id<'crt'>; contentId: Id<'cnt'> }

before(async () => {
  house = await openHouse()
  const platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
  video = { creatorId: a.creatorId, contentId: a.content.contentId }
  // Each tenant's own room is on air already; one that is on at a time is a creator's.
  await house.must('live.endRoom', { creatorId: a.creatorId, roomId: a.room.roomId }, a.creatorOwner.token)
})
after(() => house.close())

const announce = (roomId: string | null, token = a.creatorOwner.token) =>
  house.call('content.announceRoom', { ...video, roomId }, { token })
const mine = () => house.must('content.getMine', video, a.creatorOwner.token)
const card = async () => (await house.must('content.getContent', { contentId: video.contentId })).content
const sign = async (roomId: string) => house.must('live.getRoomSign', { roomId })

async function onAir(roomId: string): Promise<void> {
  const at = { creatorId: a.creatorId, roomId }
  await house.must('live.startTest', at, a.creatorOwner.token)
  await roomHooks(house.db, house.doors, async () => new Uint8Array([1])).onStarted({
    stream: roomId,
    session: roomId,
    resumed: false,
    atMs: house.clock.now().getTime(),
  })
  await house.must('live.goLive', at, a.creatorOwner.token)
}

/** As the channel does when somebody sits down with this ticket. */
async function enters(who: { token: string; accountId: Id<'usr'> }, input: Record<string, unknown>) {
  const { ticket } = await house.must('live.enterRoom', input, who.token)
  const read = readTicket(house.deps.config.secret, ticket, house.clock.now().getTime())!
  const store = house.doors.live.roomStore({ namesOf: async () => new Map(), forbidden: () => null })
  const nowMs = house.clock.now().getTime()
  await store.saveVisits([
    {
      roomId: read.roomId,
      accountId: read.accountId,
      firstSeenMs: nowMs,
      lastSeenMs: nowMs,
      watchedMs: 5_000,
      source: read.source,
      contentId: read.contentId ?? null,
      chats: 0,
      likes: 0,
      saw: [],
      clicked: [],
    },
  ])
  return read
}

test('a room of one’s own that is not over, or none; changing it changes nothing else', async () => {
  const room = await a.aRoom()
  const { version, state } = await mine()
  const reply = await announce(room.roomId)
  assert.equal(reply.status, 200, reply.text)
  assert.equal((await mine()).announcesRoomId, room.roomId)
  assert.deepEqual([(await mine()).version, (await mine()).state], [version, state])
  assert.equal((await card()).announcesRoomId, room.roomId)
  assert.equal((await announce(null)).status, 200)
  assert.equal((await card()).announcesRoomId, undefined)

  assert.equal((await announce(b.room.roomId)).body.code, 'NOT_FOUND', 'somebody else’s room')
  assert.equal((await announce('rom_01jzzzzzzzzzzzzzzzzzzzzzzz')).status, 404)
  const ended = await announce(a.room.roomId)
  assert.deepEqual([ended.status, ended.body.code], [409, 'STATE_CONFLICT'])
  assert.equal((await announce(room.roomId, a.buyer.token)).status, 404)
})

test('who may run the rooms of another account may announce them too', async () => {
  const { accountId, token } = a.creatorOwner
  await house.db.transaction((tx) =>
    house.doors.identity.setRole(tx, { orgId: b.creatorId, accountId, role: 'editor' }),
  )
  assert.equal((await announce(b.room.roomId, token)).status, 200)
  assert.equal((await announce(null)).status, 200)
})

test('published with its room; told when that is on; gone with its end, and the video untouched', async () => {
  const room = await a.aRoom()
  const draft = await a.aContent('Tonight at eight ', false)
  const own = await house.must('content.getMine', { creatorId: a.creatorId, contentId: draft.contentId }, a.creatorOwner.token) // prettier-ignore
  const { title, caption, media, productIds, tags, categoryId } = own
  const made = await house.must(
    'content.publish',
    { creatorId: a.creatorId, title, caption, media, productIds, tags, categoryId, announcesRoomId: room.roomId, submit: false }, // prettier-ignore
    a.creatorOwner.token,
  )
  assert.equal(made.announcesRoomId, room.roomId)
  await announce(room.roomId)
  const before = await mine()
  assert.equal((await sign(room.roomId)).state, 'preview')
  await onAir(room.roomId)
  assert.equal((await sign(room.roomId)).state, 'live')
  await house.must('live.endRoom', { creatorId: a.creatorId, roomId: room.roomId }, a.creatorOwner.token)
  assert.equal((await sign(room.roomId)).state, 'ended')
  assert.deepEqual(await mine(), { ...before, announcesRoomId: null })
  const late = await announce(room.roomId)
  assert.equal(late.body.code, 'STATE_CONFLICT')
  const first = await house.must('content.getMine', { creatorId: a.creatorId, contentId: made.contentId }, a.creatorOwner.token) // prettier-ignore
  assert.equal(first.announcesRoomId, null, 'each content that announced it')
})

test('set and ended at once, twenty times: a room that is over is announced by nothing', async () => {
  for (let i = 0; i < 20; i++) {
    const { roomId } = await a.aRoom()
    await house.must('live.startTest', { creatorId: a.creatorId, roomId }, a.creatorOwner.token)
    await Promise.all([
      announce(roomId),
      house.must('live.endRoom', { creatorId: a.creatorId, roomId }, a.creatorOwner.token),
    ])
    assert.equal((await mine()).announcesRoomId, null)
  }
})

test('引流率: first entries by the video ÷ its views; what a client only claims is not kept', async () => {
  const room = await a.aRoom()
  await announce(room.roomId)
  await onAir(room.roomId)
  const { contentId } = video
  const byVideo = { roomId: room.roomId, source: 'video', contentId }
  assert.equal((await enters(a.buyer, byVideo)).contentId, contentId)
  await enters(b.buyer, { roomId: room.roomId, source: 'feed' })
  await enters(b.buyer, byVideo) // came in another way before
  const claimed = await enters(b.creatorOwner, { ...byVideo, contentId: b.content.contentId })
  assert.equal(
    claimed.contentId,
    undefined,
    'another author’s video that announces something else, or nothing',
  )
  await house.db.transaction((tx) =>
    house.doors.content.countViews(
      tx,
      [3_500, 8_000, 4_000, 900].map((dwellMs) => ({ contentId, dwellMs })),
    ),
  )
  const { views } = (await mine()).counters
  const told = await house.must('content.getLiveEntries', video, a.creatorOwner.token)
  assert.deepEqual([told.views, told.entries, told.rateBps], [views, 1, Math.round(10_000 / views)])
  assert.deepEqual(
    told.rooms.map((r: { roomId: string; entries: number; payers: number }) => [
      r.roomId,
      r.entries,
      r.payers,
    ]),
    [[room.roomId, 1, 0]],
  )
  const screen = await house.must('live.getScreen', { creatorId: a.creatorId, roomId: room.roomId }, a.creatorOwner.token) // prettier-ignore
  const sources = new Map(
    screen.sources.map((s: { source: string; entries: number }) => [s.source, s.entries]),
  )
  assert.deepEqual([sources.get('video'), sources.get('feed')], [2, 1])
  // What is on air is read anew every two seconds.
  await until(
    'its author’s avatar leads there',
    async () => (await card()).authorRoomId === room.roomId,
    10_000,
  )
})

test('who is shown the room’s card in the feed is its exposure, once a person', async () => {
  const { items } = await house.must('live.listLive', { creatorId: a.creatorId })
  const { roomId } = items[0]
  const exposed = async () => {
    const s = await house.must('live.getScreen', { creatorId: a.creatorId, roomId }, a.creatorOwner.token)
    return s.steps[0].people
  }
  assert.equal(await exposed(), 0)
  await house.settle()
  let met: { slateId: string; position: number; contentId: string } | null = null
  for (let n = 0; n < 5 && !met; n++) {
    const slate = await house.must('interest.getFeed', { count: 20 }, a.buyer.token)
    const item = slate.items.find((i: { content: { media: { roomId?: string } } }) => i.content.media.roomId === roomId) // prettier-ignore
    if (item) met = { slateId: slate.slateId, position: item.position, contentId: item.content.contentId }
  }
  assert.ok(met, 'a room on air comes in the feed')
  for (const id of [house.deps.ids.next('sig'), house.deps.ids.next('sig')]) {
    const told = await house.must(
      'signals.record',
      { items: [{ id, kind: 'impression', at: house.clock.now().toISOString(), ...met }] },
      a.buyer.token,
    )
    assert.equal(told.accepted, 1, JSON.stringify(told))
  }
  await house.server.flows.rollUpSignals()
  assert.equal(await exposed(), 1)
})
