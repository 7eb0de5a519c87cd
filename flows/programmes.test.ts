// Programmes through their doors on a real database: one room a date whoever opens it, and people told of it once each, also by a
// process that was killed between two pages and by two at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError, type ErrorCode } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { createContent, type Content } from '#modules/content'
import { aCreator } from '#modules/content/fixtures'
import { createGovernance } from '#modules/governance'
import { createLive, type Live } from '#modules/live'
import { createShop } from '#modules/shop'
import { systemCtx, type Ctx } from '#platform/context'
import { testDatabase, testDeps, type TestDatabase } from '#tests/support/database'
import { createRunProgrammes } from './run-programmes.ts'
import { createTellFollowers } from './tell-followers.ts'
import { createViewProgrammes } from './view-programmes.ts'
import { createViewRoom } from './view-room.ts'

let base: TestDatabase
let deps: ReturnType<typeof testDeps>
let live: Live
let content: Content
let flow: ReturnType<typeof createRunProgrammes>
let view: ReturnType<typeof createViewProgrammes>

before(async () => {
  base = await testDatabase()
  deps = testDeps(base.db)
  live = createLive(deps)
  content = createContent(deps)
  flow = createRunProgrammes(deps, { live, governance: createGovernance(deps) }, null)
  const rooms = createViewRoom(deps, { live, content, shop: createShop(deps) }, null)
  view = createViewProgrammes(deps, { live, content }, rooms)
})
after(() => base.drop())

const as = (accountId: Id<'usr'>): Ctx => ({
  ...systemCtx('req_1'),
  actor: { kind: 'person', accountId, sessionId: 'ses_1', guest: false, memberships: [] },
})
const refused = (code: ErrorCode) => (e: unknown) => {
  assert.ok(e instanceof AppError, String(e))
  assert.equal(e.code, code)
  return true
}
const TEA = {
  title: { zh: '茶会', en: 'Tea' },
  description: { zh: '每周五', en: 'Fridays' },
  coverUrl: '/media/tea.webp',
}
const fridays = (creatorId: Id<'crt'>, changes: object = {}) =>
  flow.createProgramme({
    creatorId,
    ...TEA,
    weekdays: [5],
    minute: 1200,
    zone: 'Asia/Shanghai',
    durationMinutes: 120,
    ...changes,
  })

test('ten open the same date at once: one room, filled in from the programme; its key is told once', async () => {
  const creatorId = await aCreator(deps, content)
  const { programmeId, next } = await fridays(creatorId)
  assert.deepEqual(next, { day: '2026-11-06', at: '2026-11-06T12:00:00.000Z', roomId: null })
  const opened = await Promise.all(
    Array.from({ length: 10 }, () => flow.openProgrammeDate({ creatorId, programmeId, day: next!.day })),
  )
  const [room] = opened.map((o) => o.room)
  assert.equal(new Set(opened.map((o) => o.room.roomId)).size, 1)
  assert.equal(opened.filter((o) => o.publish !== null).length, 1)
  assert.deepEqual(
    [room!.title, room!.coverUrl, room!.plannedAt, room!.programmeId, room!.state],
    [TEA.title, TEA.coverUrl, next!.at, programmeId, 'preview'],
  )
  const { items } = await live.listProgrammes({ creatorId })
  assert.equal(items[0]!.next?.roomId, room!.roomId)
  await assert.rejects(
    live.skipProgrammeDate({ creatorId, programmeId, day: next!.day, skipped: true }),
    refused('STATE_CONFLICT'),
  )
  // Put away, the date is free again.
  await base.db.transaction(async (tx) =>
    live.move(tx, await live.lockRoom(tx, room!.roomId), 'archive', 'usr_01J0000000000000000000000A'),
  )
  const again = await flow.openProgrammeDate({ creatorId, programmeId, day: next!.day })
  assert.notEqual(again.room.roomId, room!.roomId)
})

test('a date left out is passed over and not opened; another weekday, another’s programme, an ended one are refused', async () => {
  const creatorId = await aCreator(deps, content)
  const { programmeId } = await fridays(creatorId)
  const skipped = await live.skipProgrammeDate({ creatorId, programmeId, day: '2026-11-06', skipped: true })
  assert.deepEqual([skipped.skipped, skipped.next?.day], [['2026-11-06'], '2026-11-13'])
  const open = (day: string, id = creatorId) => flow.openProgrammeDate({ creatorId: id, programmeId, day })
  await assert.rejects(open('2026-11-06'), refused('STATE_CONFLICT'))
  await assert.rejects(open('2026-11-07'), refused('DATE_INVALID'))
  await assert.rejects(open('2026-10-30'), refused('DATE_INVALID'))
  await assert.rejects(open('2026-11-13', deps.ids.next('crt')), refused('NOT_FOUND'))
  await live.moveProgramme({ creatorId, programmeId, action: 'end' })
  await assert.rejects(open('2026-11-13'), refused('STATE_CONFLICT'))
  await assert.rejects(
    live.moveProgramme({ creatorId, programmeId, action: 'resume' }),
    refused('STATE_CONFLICT'),
  )
})

test('an overlap is allowed and told; the calendar shows dates and rooms; the hundred and first is refused', async () => {
  const creatorId = await aCreator(deps, content)
  const first = await fridays(creatorId)
  const second = await fridays(creatorId, { minute: 1260 })
  assert.deepEqual(second.overlaps, [first.programmeId])
  await flow.openProgrammeDate({ creatorId, programmeId: first.programmeId, day: '2026-11-06' })
  const { getCalendar } = live // As routes take it: alone.
  const { entries } = await getCalendar({
    creatorId,
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-14T00:00:00Z',
  })
  assert.deepEqual(
    entries.map((e) => [e.kind, e.day, e.programmeId]),
    [
      ['room', '2026-11-06', first.programmeId],
      ['date', '2026-11-06', second.programmeId],
      ['date', '2026-11-13', first.programmeId],
      ['date', '2026-11-13', second.programmeId],
    ],
  )
  const year = { creatorId, from: '2026-11-01T00:00:00Z', to: '2027-11-01T00:00:00Z' }
  await assert.rejects(live.getCalendar(year), refused('DATE_INVALID'))
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => fridays(creatorId)))
  assert.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 98)
  await assert.rejects(fridays(creatorId), refused('PROGRAMME_LIMIT'))
})

test('a forbidden word, and a version that was overtaken, are refused', async () => {
  const creatorId = await aCreator(deps, content)
  const made = await fridays(creatorId)
  const edit = (changes: object, ifMatch: string) =>
    flow.editProgramme(
      { creatorId, programmeId: made.programmeId, ...changes },
      { ...as('usr_01J0000000000000000000000A'), ifMatch },
    )
  const changed = await edit({ minute: 1230 }, '1')
  assert.equal(changed.next?.at, '2026-11-06T12:30:00.000Z')
  await assert.rejects(edit({ minute: 1210 }, '1'), refused('STALE'))
  await assert.rejects(edit({ title: { zh: '全网最低价', en: 'Tea' } }, '2'), refused('POLICY_WORD'))
})

test('followers and subscribers are told once when it is planned and once before it begins, through crashes and in parallel', async () => {
  const creatorId = await aCreator(deps, content)
  const people = Array.from({ length: 7 }, () => deps.ids.next('usr'))
  for (const p of people.slice(0, 6)) await content.follow({ authorId: creatorId }, as(p))
  const { programmeId } = await fridays(creatorId, { weekdays: [1, 2, 3, 4, 5, 6, 7] })
  for (const p of people.slice(5)) await live.subscribeProgramme({ programmeId }, as(p))
  const { room } = await flow.openProgrammeDate({ creatorId, programmeId, day: '2026-11-01' })

  let calls = 0
  const dying: Content = {
    ...content,
    followersAfter: async (...page) => {
      if ((calls += 1) === 2) throw new Error('killed')
      return content.followersAfter(...page)
    },
  }
  const run = createTellFollowers(deps, { live, content: dying }, 2)
  const all = async () => {
    for (let i = 0; i < 40; i++)
      if ((await Promise.all([run.tell().catch(() => 1), run.tell().catch(() => 1)])).every((n) => n === 0))
        return
    assert.fail('never done')
  }
  const kinds = async () =>
    Promise.all(
      people.map(async (p) =>
        (await view.listNotices({}, as(p))).items
          .filter((n) => n.room.roomId === room.roomId)
          .map((n) => n.kind),
      ),
    )
  await all()
  assert.ok(calls >= 3)
  assert.deepEqual(
    await kinds(),
    people.map(() => ['planned']),
  )
  deps.clock.set(new Date('2026-11-01T11:46:00Z'))
  await all()
  await all()
  assert.deepEqual(
    await kinds(),
    people.map(() => ['soon', 'planned']),
  )

  await live.seeNotices({}, as(people[0]!))
  assert.equal((await view.listNotices({}, as(people[0]!))).unseen, 0)
  assert.equal((await view.listNotices({}, as(people[1]!))).unseen, 2)
  const mine = await view.listMyProgrammes({}, as(people[6]!))
  assert.deepEqual(
    mine.items.map((i) => [i.programmeId, i.subscribedByViewer, i.next?.roomId]),
    [[programmeId, true, room.roomId]],
  )
})
