// What proves a room: a true recording verifies, and every way of tampering with it is named with its place.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { manualClock } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { RecordedSegment } from '#platform/live-engine'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import {
  BLOCK_BYTES,
  canonical,
  firstBroken,
  hashOf,
  rootOf,
  sha256,
  type Link,
} from './domain/evidence-chain.ts'
import { createLive, type Live } from './index.ts'
import { createEvidence, type ReadRecording } from './service/evidence.ts'

let test_: TestDatabase
const clock = manualClock(new Date('2026-11-22T20:00:00Z'))
let live: Live
let evidence: ReturnType<typeof createEvidence>
const files = new Map<string, Uint8Array>()
const read: ReadRecording = async (file) => files.get(file) ?? null

before(async () => {
  test_ = await testDatabase()
  const deps = { ...testDeps(test_.db), clock }
  live = createLive(deps)
  evidence = createEvidence(deps)
})
after(() => test_.drop())

const inTx = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => test_.db.transaction(run)
const bytesOf = (index: number, size = 3 * BLOCK_BYTES) => new Uint8Array(size).fill(index + 1)

let written = 0
const aLine = (roomId: string, text: string) => ({
  roomId: roomId as Id<'rom'>,
  chatId: `cht_${String((written += 1)).padStart(26, '0')}`,
  accountId: 'usr_01J00000000000000000000001',
  name: '小林',
  role: 'viewer' as const,
  text,
  atMs: clock.now().getTime(),
  fate: 'shown' as const,
  ruleId: null,
})

/** Three pieces with something told between them, ended and sealed. */
async function aRecordedRoom(): Promise<Id<'rom'>> {
  const { room } = await inTx((tx) =>
    live.createRoom(tx, {
      creatorId: 'crt_01J00000000000000000000001',
      title: { zh: '茶', en: 'Tea' },
      coverUrl: null,
      plannedAt: null,
      orientation: 'portrait',
    }),
  )
  const { roomId } = room
  files.set(`${roomId}/init.mp4`, new Uint8Array([1, 2, 3]))
  for (const index of [0, 1, 2]) {
    await inTx((tx) => live.appendEvent(tx, roomId, { kind: 'explain', productId: null }))
    const bytes = bytesOf(index)
    const segment: RecordedSegment = {
      stream: roomId,
      index,
      startedAtMs: clock.now().getTime(),
      durationMs: 4_000,
      file: `${roomId}/${index}.m4s`,
      initFile: `${roomId}/init.mp4`,
      bytes: bytes.length,
      sha256: sha256(bytes),
      discontinuity: false,
    }
    files.set(segment.file, bytes)
    await inTx(async (tx) => {
      await live.saveSegment(tx, segment)
      const row = (await live.segmentsOf(tx, roomId)).find((s) => s.index === index)!
      await evidence.chainSegment(tx, roomId, row, bytes, files.get(segment.initFile)!)
    })
    clock.advance(4_000)
  }
  await inTx((tx) => live.appendEvent(tx, roomId, { kind: 'state', state: 'ended' }))
  await inTx((tx) =>
    sql`update live.room set state = 'ended', started_at = ${clock.now()}, ended_at = ${clock.now()} where room_id = ${roomId}`.execute(
      tables(tx),
    ),
  )
  clock.advance(61_000)
  assert.equal(await inTx((tx) => evidence.sealRooms(tx, 10)), 1)
  return roomId
}
const verify = (roomId: Id<'rom'>) => inTx((tx) => evidence.verifyRoom(tx, roomId, read))
/** As somebody who can do everything in the database would. */
const tamper = (statement: string) =>
  inTx(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tables(tx))
    await sql.raw(statement).execute(tables(tx))
  })

test('a room that nobody touched proves itself: every piece, every event, and the seal', async () => {
  const verdict = await verify(await aRecordedRoom())
  assert.deepEqual(verdict.flaws, [])
  assert.deepEqual([verdict.events, verdict.segments, verdict.links, verdict.sealed], [4, 3, 8, true])
  assert.equal(await inTx((tx) => evidence.sealRooms(tx, 10)), 0, 'sealed once')
})

test('one changed byte of a piece is named with the piece and the bytes around it', async () => {
  const roomId = await aRecordedRoom()
  const bytes = bytesOf(1)
  bytes[BLOCK_BYTES + 77]! ^= 1
  files.set(`${roomId}/1.m4s`, bytes)
  const { flaws } = await verify(roomId)
  assert.equal(flaws.length, 1)
  assert.equal(flaws[0]!.code, 'FILE_CHANGED')
  assert.match(flaws[0]!.where, new RegExp(`^piece 1 .*bytes ${BLOCK_BYTES} to ${2 * BLOCK_BYTES - 1}$`))
})

test('a piece that is gone, cut short, or longer than it was', async () => {
  const roomId = await aRecordedRoom()
  files.delete(`${roomId}/0.m4s`)
  files.set(`${roomId}/1.m4s`, bytesOf(1).subarray(0, 10))
  files.set(`${roomId}/2.m4s`, bytesOf(2, 3 * BLOCK_BYTES + 5))
  const { flaws } = await verify(roomId)
  assert.deepEqual(
    flaws.map((f) => f.code),
    ['FILE_MISSING', 'FILE_CHANGED', 'FILE_CHANGED'],
  )
})

test('what was written is in it, also what came late; a line that is changed, gone or put in is named', async () => {
  const roomId = await aRecordedRoom()
  const { saveChat } = live.roomStore({ namesOf: async () => new Map(), forbidden: () => null })
  const seal = () => inTx((tx) => evidence.sealRooms(tx, 10))
  const lines = Array.from({ length: 1_200 }, (_, i) => aLine(roomId, `第${i}句`))
  await saveChat(lines)
  assert.equal(await seal(), 1)
  await saveChat([aLine(roomId, '网络断了，才到')])
  assert.equal(await seal(), 1)
  assert.equal(await seal(), 0)
  const whole = await verify(roomId)
  assert.deepEqual([whole.flaws, whole.lines], [[], 1_201])
  const flawsAfter = async (statement: string, back: string) => {
    await tamper(statement)
    const { flaws } = await verify(roomId)
    await tamper(back)
    return flaws.map((f) => [f.code, f.where])
  }
  const { chatId } = lines[1_100]!
  const at = `where chat_id = '${chatId}'`
  assert.deepEqual(
    await flawsAfter(
      `update live.chat set text = '最便宜' ${at}`,
      `update live.chat set text = '第1100句' ${at}`,
    ),
    [['CHAT_CHANGED', `line ${chatId}`]],
  )
  const [[code, where] = []] = await flawsAfter(
    `update live.chat set room_id = 'rom_x' ${at}`,
    `update live.chat set room_id = '${roomId}' ${at}`,
  )
  assert.equal(code, 'CHAT_CHANGED')
  assert.match(where!, /: 199 of 200 are there$/)
  await saveChat([aLine(roomId, '后来加的')])
  clock.advance(200_000)
  assert.deepEqual((await verify(roomId)).flaws.map((f) => f.code), ['NOT_CHAINED']) // prettier-ignore
  await seal()
})

test('a line put in that pretends to hang on a link, and a removal that is not the log’s, are named', async () => {
  const { saveChat } = live.roomStore({ namesOf: async () => new Map(), forbidden: () => null })
  const aRoomWith = async (text: string) => {
    const roomId = await aRecordedRoom()
    const line = aLine(roomId, text)
    await saveChat([line])
    await inTx((tx) => evidence.sealRooms(tx, 10))
    clock.advance(200_000)
    return { roomId, line }
  }
  for (const linkN of [1, 999]) {
    const { roomId } = await aRoomWith('怎么泡')
    const added = aLine(roomId, '写进去的')
    await saveChat([added])
    await tamper(`update live.chat set link_n = ${linkN} where chat_id = '${added.chatId}'`)
    clock.advance(200_000)
    const { flaws } = await verify(roomId)
    assert.deepEqual(
      flaws.map((f) => f.code),
      ['NOT_CHAINED'],
      `link_n ${linkN}`,
    )
    assert.match(flaws[0]!.where, new RegExp(added.chatId))
  }
  const { roomId, line } = await aRoomWith('骗子')
  const remover = 'usr_01J00000000000000000000002'
  const row = (by: string) =>
    `update live.chat set removed_at = at, removed_by = '${by}' where chat_id = '${line.chatId}'`
  await tamper(row(remover))
  const chatIds = [line.chatId as Id<'cht'>]
  await inTx((tx) => live.appendEvent(tx, roomId, { kind: 'chatRemoved', chatIds }, remover))
  await inTx((tx) => evidence.sealRooms(tx, 10))
  assert.deepEqual((await verify(roomId)).flaws, [])
  await tamper(row('usr_somebody_else'))
  assert.deepEqual(
    (await verify(roomId)).flaws.map((f) => f.code),
    ['REMOVAL_CHANGED'],
  )
})

test('the log cannot be changed; by somebody who gets around that, it is named', async () => {
  const roomId = await aRecordedRoom()
  await assert.rejects(
    inTx((tx) => sql`update live.room_event set actor = 'me'`.execute(tables(tx))),
    /append-only/,
  )
  await assert.rejects(
    inTx((tx) => sql`delete from live.evidence`.execute(tables(tx))),
    /append-only/,
  )
  await tamper(
    `update live.room_event set event = '{"kind":"explain","productId":"prd_x"}' where room_id = '${roomId}' and seq = 2`,
  )
  const { flaws } = await verify(roomId)
  assert.deepEqual(
    flaws.map((f) => [f.n, f.code, f.where]),
    [[3, 'EVENTS_CHANGED', 'events 2 to 2 of the log']],
  )
})

test('an event taken out, a link rewritten, the end cut off, a seal made without the secret: each is named', async () => {
  const [gone, rewritten, cut, forged] = [
    await aRecordedRoom(),
    await aRecordedRoom(),
    await aRecordedRoom(),
    await aRecordedRoom(),
  ]
  await tamper(`delete from live.room_event where room_id = '${gone}' and seq = 1`)
  assert.equal((await verify(gone)).flaws[0]!.code, 'EVENTS_CHANGED')
  await tamper(`update live.evidence set digest = repeat('0', 64) where room_id = '${rewritten}' and n = 4`)
  assert.deepEqual(
    (await verify(rewritten)).flaws.map((f) => f.n),
    [4, 4],
  )
  await tamper(`delete from live.evidence where room_id = '${cut}' and n > 5`)
  clock.advance(200_000)
  assert.deepEqual(
    (await verify(cut)).flaws.map((f) => f.code),
    ['NOT_CHAINED', 'NOT_CHAINED'],
  )
  const links = (await inTx((tx) =>
    sql<Link>`select n, kind, place, digest, hash from live.evidence where room_id = ${forged} order by n`.execute(
      tables(tx),
    ),
  ).then((r) => r.rows)) as Link[]
  const seal = { ...links.at(-1)!, digest: sha256('guess') }
  const hash = hashOf(links.at(-2)!.hash, seal)
  await tamper(
    `update live.evidence set digest = '${seal.digest}', hash = '${hash}' where room_id = '${forged}' and n = ${seal.n}`,
  )
  assert.deepEqual(
    (await verify(forged)).flaws.map((f) => f.code),
    ['SEAL_FALSE'],
  )
})

test('property: whatever single field of whatever link is changed, the chain says which link', () => {
  const roomId = 'rom_01J00000000000000000000001'
  const chain = (digests: readonly string[]): Link[] => {
    let before = rootOf(roomId)
    return digests.map((digest, i) => {
      const link = { n: i + 1, kind: 'events' as const, place: { fromSeq: i, toSeq: i }, digest }
      before = hashOf(before, link)
      return { ...link, hash: before }
    })
  }
  fc.assert(
    fc.property(
      fc.array(fc.string(), { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.constantFrom('digest', 'hash', 'place', 'n'),
      (digests, pick, field) => {
        const links = chain(digests)
        assert.equal(firstBroken(roomId, links), -1)
        const at = pick % links.length
        const link = links[at]!
        const changed = {
          digest: { digest: `${link.digest}!` },
          hash: { hash: sha256(link.hash) },
          place: { place: { fromSeq: 99, toSeq: 99 } },
          n: { n: link.n + 1 },
        }[field]
        assert.equal(firstBroken(roomId, links.with(at, { ...link, ...changed } as Link)), at)
      },
    ),
  )
})

test('canonical: the order of keys says nothing, that of lists does', () => {
  assert.equal(canonical({ b: 1, a: [{ d: 1, c: 'x' }] }), canonical({ a: [{ c: 'x', d: 1 }], b: 1 }))
  assert.notEqual(canonical([1, 2]), canonical([2, 1]))
})
