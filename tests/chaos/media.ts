// A room on air, viewers of its picture and of its socket, an upload, clips in the ladder and orders: and then each process is killed
// with -9 in turn, while all of them go on. Afterwards everything that was said to anybody must be there, once. The bad twins: a viewer
// that comes back without `since` misses events, and a piece of the recording that changed is named by the chain.
import { readdir, readFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables } from '#platform/database'
import { freePort } from '#platform/postgres/embedded'
import { openStack, type Stack } from '#server/stack'
import { until } from '../support/until.ts'
import { judge, round, UsageError, type Result, type Runnable, type Say } from '../../bench/harness.ts'
import { openFilm, startCamera } from '../../world/live/camera.ts'
import { filmed, makeClip, tools } from '../support/clips.ts'
import { createHttpClient } from '../support/http-client.ts'
import { makeMarket, openDoors } from '../support/market.ts'
import { auditOrders, auditRecording, auditWork, halfMade, newestSeq } from './media/after.ts'
import { keepOrdering, keepUploading, type Orders } from './media/doers.ts'
import {
  flawsOf,
  pause,
  watchPicture,
  watchRoom,
  type PictureViewer,
  type SocketViewer,
} from './media/viewers.ts'

const EVENT_EVERY_MS = 200
const BACK_WITHIN_MS = 60_000
const ANSWERS_WITHIN_MS = 30_000
/** Between two kills, so that each finds all of it at work. */
const QUIET_MS = 3_000
const IN_FLIGHT_MS = 50
const CLIPS = 6
const SCARCE = 25

type Scene = Awaited<ReturnType<typeof setScene>>

export const run: Runnable['run'] = async ({ full, say }) => {
  if (!tools) throw new UsageError('This needs an ffmpeg 5 or newer: put one on PATH or set FFMPEG_PATH.')
  const dataDir = await mkdtemp(join(tmpdir(), 'serendip-chaos-'))
  say('starting PostgreSQL, server, sandbox, channel and media process')
  const stack = await openStack({
    port: await freePort(),
    host: '127.0.0.1',
    dataDir,
    role: 'all',
    databaseUrl: null,
    world: null,
    buildWeb: false,
    live: true,
    revive: true,
  })
  let scene: Scene | null = null
  try {
    scene = await setScene(stack, dataDir, full ? 3 * CLIPS : CLIPS)
    await until('everything is at work', () => isAllBack(scene!, 0), BACK_WITHIN_MS)
    const figures: Result['figures'] = {}
    for (let round_ = 0; round_ < (full ? 3 : 1); round_++)
      for (const victim of victims(stack, dataDir)) Object.assign(figures, await kill(scene, victim, say))
    return judge('media', { ...figures, ...(await aftermath(scene, dataDir, say)) }, floorsOf(figures))
  } finally {
    await scene?.close()
    await stack.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

// --- what goes on ----------------------------------------------------------------------------------------------------

async function setScene(stack: Stack, dataDir: string, clips: number) {
  const secret = stack.env.SECRET!
  const { db, doors } = openDoors(stack.databaseUrl, { secret, poolSize: 4 })
  const market = await makeMarket(db, doors, { shops: 1, skusPerShop: 2, stock: 5_000, buyers: 12 })
  const shop = createHttpClient(stack.baseUrl)
  const till = createHttpClient(stack.env.PAYMENT_SANDBOX_URL!)
  const [host, ...buyers] = market.buyers
  const { token } = host!
  const words = { zh: '夜里的直播', en: 'Tonight' }
  const { creatorId } = await shop.must('POST', '/api/v1/creators', {
    token,
    body: { name: words, bio: words },
  })
  const base = `/api/v1/creators/${creatorId}/rooms`
  const { room, publish } = await shop.must('POST', base, {
    token,
    key: 'media-room',
    body: { title: words },
  })
  const roomId = room.roomId as Id<'rom'>
  await shop.must('POST', `${base}/${roomId}/test`, { token, key: 'media-test', body: {} })
  const film = await openFilm(join(import.meta.dirname, '../../world/media/live/teapot.flv'))
  const camera = startCamera({ url: publish.rtmpUrl, key: publish.key }, film)
  await until(
    'the picture is there',
    async () => (await shop.must('GET', `${base}/${roomId}`, { token })).hasPicture,
    ANSWERS_WITHIN_MS,
  )
  await shop.must('POST', `${base}/${roomId}/live`, { token, key: 'media-live', body: {} })
  const scarce = market.skus[1]!
  await db.transaction(async (tx) => {
    const goods = await doors.shop.skusForOrder(tx, market.skus)
    const row = await doors.live.lockOpenRoom(tx, roomId, creatorId)
    await doors.live.addToBag(tx, row, goods.map(({ productId, shopId }) => ({ productId, shopId })), 'system') // prettier-ignore
    await sql`update shop.sku set on_hand = ${SCARCE} where sku_id = ${scarce}`.execute(tables<unknown>(tx))
  })
  const stock = new Map([[market.skus[0]!, 5_000], [scarce, SCARCE]]) // prettier-ignore
  const at = { port: Number(stack.env.CHANNEL_PORT), secret, roomId, http: shop }
  const picture = watchPicture(`http://127.0.0.1:${stack.env.MEDIA_PORT}/live/${roomId}.flv`)
  const sockets = [0, 1, 2].map((n) => watchRoom({ ...at, accountId: buyers[n]!.accountId, useSince: true }))
  const twin = watchRoom({ ...at, accountId: buyers[3]!.accountId, useSince: false })
  const clip = await readFile(
    await makeClip(dataDir, 'brought.mp4', filmed('testsrc2=size=540x960:rate=30', 4, ['-crf', '23'])),
  )
  const uploads = keepUploading({ baseUrl: stack.baseUrl, token, creatorId, clip, most: clips })
  const orders = keepOrdering({
    shop,
    till,
    tillSecret: stack.env.PAYMENT_SANDBOX_SECRET!,
    roomId,
    skus: market.skus,
    priceMinor: market.priceMinor,
    buyers,
  })
  let told = 0
  let telling = true
  const host_ = (async () => {
    while (telling) {
      const text = { zh: `第 ${told + 1} 句`, en: `Line ${told + 1}` }
      const say = db.transaction((tx) => doors.live.appendEvent(tx, roomId, { kind: 'announcement', text }))
      if (await say.then(() => true, () => false)) told += 1 // prettier-ignore
      await pause(EVENT_EVERY_MS)
    }
  })()
  return {
    stack,
    db,
    doors,
    roomId,
    creatorId,
    stock,
    picture,
    sockets,
    twin,
    uploads,
    orders,
    shop,
    desk: `${base}/${roomId}`,
    token,
    stopTelling: async () => {
      telling = false
      await host_
    },
    async close() {
      telling = false
      picture.stop()
      for (const s of [...sockets, twin]) s.stop()
      await camera.stop()
      shop.close()
      till.close()
      await db.close()
    },
  }
}

// --- who is killed ---------------------------------------------------------------------------------------------------

type Victim = {
  name: string
  pid(): Promise<number | null>
  /** Where it is spoken to when it is back; null: it does not come back itself. */
  port: number | null
}

const victims = (stack: Stack, dataDir: string): Victim[] => {
  const { env } = stack
  const of = (
    name: string,
    service: () => { process: { pid?: number | undefined } },
    port: string,
  ): Victim => ({
    name,
    pid: async () => service().process.pid ?? null,
    port: Number(port),
  })
  return [
    of('media', () => stack.media!, env.MEDIA_PORT!),
    of('channel', () => stack.channel!, env.CHANNEL_PORT!),
    of('server', () => stack.server, env.PORT!),
    {
      name: 'postgres',
      pid: async () =>
        Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]),
      port: Number(new URL(stack.databaseUrl).port),
    },
    of('sandbox', () => stack.sandbox!, env.PAYMENT_SANDBOX_PORT!),
    { name: 'ffmpeg', pid: () => ffmpegOf(stack.media!.process.pid!), port: null },
  ]
}

/** An encoder below that process. */
async function ffmpegOf(parent: number): Promise<number | null> {
  await pause(200) // looking through all processes costs something
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const [, program, rest] = /^\d+ \((.*)\) (.*)/.exec(stat) ?? []
    if (program === 'ffmpeg' && Number(rest!.split(' ')[1]) === parent) return Number(name)
  }
  return null
}

const isHeard = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })

function isAllBack({ picture, sockets, orders }: Scene, fromMs: number): boolean {
  return [picture.lastMs(), orders.lastMs(), ...sockets.map((s) => s.lastMs())].every((ms) => ms > fromMs)
}

async function kill(scene: Scene, victim: Victim, say: Say): Promise<Result['figures']> {
  const pid = await until(`a ${victim.name} is there`, victim.pid, 90_000)
  const { port, name } = victim
  const { picture, sockets } = scene
  const before = { picture: picture.comings(), sockets: sockets.map((s) => s.comings()) }
  process.kill(pid, 'SIGKILL')
  const fromMs = performance.now()
  // What it killed must have come anew: what was on its way when it died is no sign of life.
  const signs = firstSigns(scene, fromMs + IN_FLIGHT_MS, {
    picture: () => name !== 'media' || picture.comings() > before.picture,
    sockets: () => name !== 'channel' || sockets.every((s, i) => s.comings() > before.sockets[i]!),
  })
  const processMs = port === null ? 0 : await untilBack(name, port, fromMs)
  const firsts = await signs
  const { state } = (await untilAnswer(scene)) as { state: string }
  say(
    `${name} killed: back after ${round(processMs)} ms; picture ${round(firsts.pictureMs)}, sockets ${round(firsts.socketsMs)}, orders ${round(firsts.ordersMs)} ms; the room is ${state}`,
  )
  await pause(QUIET_MS)
  return {
    [`${name}BackMs`]: Math.round(processMs),
    [`${name}PictureMs`]: Math.round(firsts.pictureMs),
    [`${name}PictureAfterMs`]: Math.round(Math.max(0, firsts.pictureMs - processMs)),
    [`${name}SocketsMs`]: Math.round(firsts.socketsMs),
    [`${name}OrdersMs`]: Math.round(firsts.ordersMs),
  }
}

async function untilBack(name: string, port: number, fromMs: number): Promise<number> {
  await until(
    `${name} is gone`,
    async () => !(await isHeard(port)) || performance.now() - fromMs > 2_000,
    ANSWERS_WITHIN_MS,
  )
  await until(`${name} is back`, () => isHeard(port), ANSWERS_WITHIN_MS)
  return performance.now() - fromMs
}

/** From the kill to the first picture, to the first event at every socket, to the first order; −1 for what did not come. */
async function firstSigns(scene: Scene, fromMs: number, isNew: { picture(): boolean; sockets(): boolean }) {
  const firsts = { pictureMs: -1, socketsMs: -1, ordersMs: -1 }
  const note = (what: keyof typeof firsts, lastMs: number) => {
    if (firsts[what] < 0 && lastMs > fromMs) firsts[what] = lastMs - fromMs
  }
  const all = () => {
    if (isNew.picture()) note('pictureMs', scene.picture.lastMs())
    if (isNew.sockets()) note('socketsMs', Math.min(...scene.sockets.map((s) => s.lastMs())))
    note('ordersMs', scene.orders.lastMs())
    return Object.values(firsts).every((ms) => ms >= 0)
  }
  await until('picture, sockets and orders are back', all, BACK_WITHIN_MS).catch(() => {})
  return firsts
}

const untilAnswer = (scene: Scene) =>
  until(
    'the room answers',
    async () => {
      const answer = await scene.shop.call('GET', `/api/v1/rooms/${scene.roomId}`).catch(() => null)
      return answer?.status === 200 ? answer.body : null
    },
    ANSWERS_WITHIN_MS,
  )

// --- afterwards ------------------------------------------------------------------------------------------------------

async function aftermath(scene: Scene, dataDir: string, say: Say): Promise<Result['figures']> {
  const { db, doors, roomId } = scene
  say('uploads, orders and jobs come to their end')
  await scene.uploads.stop()
  await scene.orders.stop()
  await until('no job waits', async () => (await auditWork(db)).jobsWaiting === 0, 180_000).catch(() => {})
  await until(
    'the room is live',
    async () => (await untilAnswer(scene)).state === 'live',
    ANSWERS_WITHIN_MS,
  ).catch(() => {})
  const wasLive = (await untilAnswer(scene)).state === 'live' ? 1 : 0
  await scene.stopTelling()
  await scene.shop.must('POST', `${scene.desk}/end`, { token: scene.token, key: 'media-end', body: {} })
  const newest = await newestSeq(db, roomId)
  await until(
    'everybody has heard it',
    () => scene.sockets.every((s) => s.seqs.at(-1)! >= newest),
    20_000,
  ).catch(() => {})
  const seen = scene.sockets.map((s) => flawsOf(s.seqs, newest))
  const twin = flawsOf(scene.twin.seqs, newest)
  const audit = () => auditRecording(db, doors, dataDir, roomId)
  await until('the recording is told', async () => (await audit()).piecesUntold === 0, 20_000).catch(() => {})
  const recording = await audit()
  const half = await halfMade(dataDir)
  for (const name of half) say(`  half made: ${name}`)
  for (const text of new Set(scene.orders.other)) say(`  unexpected: ${text}`)
  if (recording.firstFlaw) say(`  ${recording.firstFlaw}`)
  return {
    roomStayed: wasLive,
    events: newest,
    eventsMissed: sum(seen.map((s) => s.missed)),
    eventsAstray: sum(seen.map((s) => s.astray)),
    socketComings: sum(scene.sockets.map((s: SocketViewer) => s.comings())),
    twinMissed: twin.missed,
    pictureComings: (scene.picture as PictureViewer).comings(),
    uploads: scene.uploads.finished.length,
    uploadsResumed: scene.uploads.resumed,
    uploadMb: round(scene.uploads.acknowledgedBytes / 1e6),
    uploadBytesLost: scene.uploads.lostBytes,
    ...(await auditWork(db)),
    halfMade: half.length,
    orders: scene.orders.placed.size,
    ordersPaid: scene.orders.paid,
    ordersSoldOut: scene.orders.soldOut,
    orderStrayErrors: scene.orders.other.length,
    ...(await auditOrders(db, scene.orders as Orders, scene.stock)),
    ...recording,
    twinFlaws: await changedPiece(scene, dataDir),
  }
}

/** The bad twin: one byte of the recording is changed, and the same audit must say so. */
async function changedPiece({ db, doors, roomId }: Scene, dataDir: string): Promise<number> {
  const path = join(dataDir, 'recordings', roomId, '000000.m4s')
  const bytes = await readFile(path).catch(() => null)
  if (!bytes) return 0
  bytes[bytes.length - 1]! ^= 1
  await writeFile(path, bytes)
  return (await auditRecording(db, doors, dataDir, roomId)).flaws
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

const floorsOf = (figures: Result['figures']): Result['floors'] => ({
  ...Object.fromEntries(
    Object.keys(figures).flatMap((key) =>
      key.endsWith('PictureAfterMs')
        ? [[key, { max: 15_000 }]]
        : /(Picture|Sockets|Orders)Ms$/.test(key)
          ? [[key, { min: 0, max: BACK_WITHIN_MS }]]
          : [],
    ),
  ),
  roomStayed: { min: 1 },
  events: { min: 50 },
  eventsMissed: { max: 0 },
  eventsAstray: { max: 0 },
  twinMissed: { min: 1 },
  uploads: { min: 1 },
  uploadsResumed: { min: 1 },
  uploadBytesLost: { max: 0 },
  jobsDone: { min: 1 },
  jobsWaiting: { max: 0 },
  jobsMute: { max: 0 },
  jobsOrphaned: { max: 0 },
  halfMade: { max: 0 },
  orders: { min: 20 },
  ordersLost: { max: 0 },
  ordersDoubled: { max: 0 },
  orderStrayErrors: { max: 0 },
  unitsAstray: { max: 0 },
  oversold: { max: 0 },
  pieces: { min: 5 },
  gaps: { max: 0 },
  piecesUntold: { max: 0 },
  flaws: { max: 0 },
  twinFlaws: { min: 1 },
})
