// From a camera to a draft: a real picture through the real edge, its real recording, the real ladder.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { roomHooks } from '#flows/room-hooks'
import type { Id } from '#kernel/ids'
import { createEdge } from '#platform/edge/index'
import { silentLogger } from '#platform/logger'
import { freePort } from '#platform/postgres/embedded'
import { clipsOf, openHouse, type House } from '#tests/support/house'
import { openCamera } from '#tests/support/camera'
import { CONVERTED_WITHIN_MS, withoutFfmpeg } from '#tests/support/clips'
import { aTenant, thePlatform, type Staff, type Tenant } from '#tests/support/tenant'
import { until } from '#tests/support/until'
import { startMediaJobs } from './media-jobs.ts'

const needsFfmpeg = { skip: withoutFfmpeg }
const words = (zh: string, en: string) => ({ zh, en })
const RECORDED_MS = 9_000

let house: House
let platform: Staff
let a: Tenant
let b: Tenant
let dataDir: string
let recordings: string
let roomId: Id<'rom'>
let stop: (() => Promise<void>) | null = null

/** A room of A, filmed for some seconds and ended: two lines, so that the recording has a break in it. */
async function aFilmedRoom(): Promise<Id<'rom'>> {
  const token = a.creatorOwner.token
  await house.must('live.endRoom', { creatorId: a.creatorId, roomId: a.room.roomId }, token)
  const made = await house.must(
    'live.createRoom',
    { creatorId: a.creatorId, title: words('茶壶夜场', 'An evening of teapots') },
    token,
  )
  const room = { creatorId: a.creatorId, roomId: made.room.roomId as Id<'rom'> }
  const began = performance.now()
  const startMs = house.clock.now().getTime()
  const now = () => startMs + Math.round(performance.now() - began)
  const rtmpPort = await freePort()
  const edge = createEdge({
    hooks: roomHooks(house.db, house.doors, (file) => readFile(join(recordings, file))),
    log: silentLogger,
    now,
    host: '127.0.0.1',
    mediaPort: await freePort(),
    rtmpPort,
    recordingsDir: recordings,
    secret: 'a secret of the tests',
    resumeMs: 200,
  })
  await edge.start()
  const to = `rtmp://127.0.0.1:${rtmpPort}/live/${made.room.roomId}?key=${made.publish.key}`
  await house.must('live.startTest', room, token)
  let camera = openCamera(to)
  const isPicture = async () =>
    (await house.db.read((tx) => house.doors.live.roomOf(tx, room.roomId))).stream_session !== null
  await until('a picture', isPicture, 20_000)
  await house.must('live.goLive', room, token)
  await house.must('live.addToBag', { ...room, productIds: [a.product.productId] }, token)
  await house.must('live.explain', { ...room, productId: a.product.productId }, token)
  await until('half of it', async () => performance.now() - began > RECORDED_MS / 2, 20_000)
  camera.kill()
  await camera.gone
  await until('the line is lost: the next one is a new run', async () => !(await isPicture()), 20_000)
  camera = openCamera(to)
  await until('the other half', async () => performance.now() - began > RECORDED_MS + 1_000, 20_000)
  camera.kill()
  await camera.gone
  await edge.stop()
  house.clock.advance(Math.round(performance.now() - began))
  await house.must('live.endRoom', room, token)
  return room.roomId
}

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cut-'))
  recordings = join(dataDir, 'recordings')
  house = await openHouse({ dataDir })
  platform = await thePlatform(house)
  a = await aTenant(house, platform, 'A')
  b = await aTenant(house, platform, 'B')
  if (!withoutFfmpeg) roomId = await aFilmedRoom()
})
after(async () => {
  await stop?.()
  await house?.close()
  await rm(dataDir, { recursive: true })
})

const start = async (how: object = {}) => {
  stop = await startMediaJobs(house.deps, clipsOf(house), { pollMs: 50, reader: null, ...how })
}
const halt = async () => {
  await stop?.()
  stop = null
}
const body = (more: object = {}) => ({
  creatorId: a.creatorId,
  roomId,
  fromMs: 1_000,
  toMs: 5_000,
  title: words('折叠水壶 茶壶', 'Folding kettle'),
  productIds: [a.product.productId],
  ...more,
})
const cut = (more: object = {}) => house.call('live.cutClip', body(more), { token: a.creatorOwner.token })
const list = async () =>
  (await house.must('live.listRoomClips', { creatorId: a.creatorId, roomId }, a.creatorOwner.token)).items
const clipOf = async (contentId: string) =>
  (await list()).find((c: { contentId: string }) => c.contentId === contentId)
const ended = (contentId: string) =>
  until(
    `${contentId} ends`,
    async () => {
      const clip = await clipOf(contentId)
      return clip.clipState !== 'processing' && clip
    },
    CONVERTED_WITHIN_MS,
  )

test('what cannot be cut is refused by name', needsFfmpeg, async () => {
  const status = async (more: object) => {
    const { status, body: said } = await cut(more)
    return [status, said.code]
  }
  assert.deepEqual(await status({ toMs: 3_000 }), [422, 'INPUT_INVALID'], 'shorter than three seconds')
  assert.deepEqual(await status({ toMs: 181_001 }), [422, 'INPUT_INVALID'], 'longer than three minutes')
  assert.deepEqual(await status({ toMs: 60_000 }), [422, 'RANGE_OUTSIDE'])
  const { roomId: notYet } = await a.aRoom()
  assert.deepEqual(await status({ roomId: notYet }), [409, 'STATE_CONFLICT'], 'it is not over')
  const ofNothing = { roomId: a.room.roomId }
  assert.deepEqual(await status(ofNothing), [409, 'NO_FOOTAGE'], 'nobody recorded it')
  assert.deepEqual(await status({ roomId: b.room.roomId }), [404, 'NOT_FOUND'], 'another’s room')
  assert.deepEqual(await status({ productIds: [a.draftProduct.productId] }), [422, 'INPUT_INVALID'])
  assert.equal((await status({ title: words('全网最低价', 'x') }))[1], 'POLICY_WORD')
  assert.deepEqual(await list(), [])
})

test(
  'four seconds of a room become a draft with its goods, exact in length, and it proves where it is from',
  needsFfmpeg,
  async () => {
    await start()
    const made = (await cut()).body
    assert.deepEqual([made.state, made.clipState], ['draft', 'processing'], JSON.stringify(made))
    const clip = await ended(made.contentId)
    assert.equal(clip.clipState, 'ready', JSON.stringify(clip.reason))
    const own = await house.must(
      'content.getMine',
      { creatorId: a.creatorId, contentId: made.contentId },
      a.creatorOwner.token,
    )
    assert.deepEqual(own.fromRoom, { roomId, fromMs: 1_000, toMs: 5_000 })
    assert.deepEqual([own.state, own.productIds], ['draft', [a.product.productId]])
    assert.ok(Math.abs(own.media.durationMs - 4_000) <= 80, `exact: ${own.media.durationMs} ms`)
    assert.ok(own.media.posterUrl && own.media.previewUrl && own.media.sources.length > 0)
    assert.deepEqual(await readdir(join(dataDir, 'work')), [], 'nothing half made is left')
    const handedIn = await house.must(
      'content.submit',
      { creatorId: a.creatorId, contentId: made.contentId },
      a.creatorOwner.token,
    )
    assert.equal(handedIn.state, 'reviewing')
    assert.equal(handedIn.checks[0].verdict, 'passed')
    await halt()
  },
)

test('a range over a break of the recording is joined', needsFfmpeg, async () => {
  const { pieces } = (await house.db.read((tx) => house.doors.live.replayOf(tx, roomId)))!
  const breakAt = pieces.findIndex(
    (p, i) => i > 0 && (p.discontinuity || p.init_file !== pieces[0]!.init_file),
  )
  assert.ok(breakAt > 0, 'the recording has a break')
  const placeMs = pieces.slice(0, breakAt).reduce((sum, p) => sum + p.duration_ms, 0)
  await start()
  const made = (await cut({ fromMs: placeMs - 2_000, toMs: placeMs + 2_000 })).body
  const clip = await ended(made.contentId)
  assert.equal(clip.clipState, 'ready', JSON.stringify(clip.reason))
  const own = await house.must(
    'content.getMine',
    { creatorId: a.creatorId, contentId: made.contentId },
    a.creatorOwner.token,
  )
  assert.ok(Math.abs(own.media.durationMs - 4_000) <= 150, `${own.media.durationMs} ms`)
  await halt()
})

test('stopped in the middle, it is made by another attempt', needsFfmpeg, async () => {
  await start()
  const made = (await cut({ fromMs: 0, toMs: 4_500 })).body
  await until(
    'it is in work',
    async () => (await readdir(join(dataDir, 'work')).catch(() => [])).length > 0,
    CONVERTED_WITHIN_MS,
  )
  await halt()
  assert.equal((await clipOf(made.contentId)).clipState, 'processing')
  await start()
  assert.equal((await ended(made.contentId)).clipState, 'ready')
  assert.deepEqual(await readdir(join(dataDir, 'work')), [])
  await halt()
})

test(
  'a worker without ffmpeg says so by name, and one with it makes it at the next try',
  needsFfmpeg,
  async () => {
    await start({ tools: null })
    const made = (await cut()).body
    const failed = await ended(made.contentId)
    assert.deepEqual(
      [failed.state, failed.clipState, failed.reason.code],
      ['draft', 'failed', 'CONVERTER_MISSING'],
    )
    await halt()
    const clip = { creatorId: a.creatorId, uploadId: made.uploadId }
    await house.must('media.retryClip', clip, a.creatorOwner.token)
    await start()
    assert.equal((await ended(made.contentId)).clipState, 'ready')
    await halt()
  },
)

test('a piece that is gone is named; nothing is made of the rest', needsFfmpeg, async () => {
  const { pieces } = (await house.db.read((tx) => house.doors.live.replayOf(tx, roomId)))!
  const path = join(recordings, pieces[0]!.file)
  await rename(path, `${path}.away`)
  try {
    await start()
    const made = (await cut({ fromMs: 0, toMs: 3_000 })).body
    const failed = await ended(made.contentId)
    assert.deepEqual([failed.clipState, failed.reason.code], ['failed', 'NO_FOOTAGE'])
  } finally {
    await rename(`${path}.away`, path)
    await halt()
  }
})
