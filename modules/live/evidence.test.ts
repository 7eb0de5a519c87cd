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
