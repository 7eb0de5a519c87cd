// The log as tables: every place with its chance, every signal with its slate, and nobody's real name.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { aPerson, type FixturePerson } from '#modules/identity/fixtures'
import { describeContents, isEnjoyed } from '#modules/interest'
import { openHouse, type House } from '#tests/support/house'
import { aTenant, thePlatform } from '#tests/support/tenant'
import { csvLine, exportLog, LOG_TABLES, type Cell, type LogTable } from './export-log.ts'

type Slate = { slateId: string; items: { content: { contentId: string } }[] }
let house: House
let shopper: FixturePerson
let slate: Slate

before(async () => {
  house = await openHouse()
  const tenant = await aTenant(house, await thePlatform(house), 'A')
  for (let i = 0; i < 4; i++) await tenant.pass((await tenant.aContent(`More ${i} `, true)).contentId)
  await house.settle()
  shopper = await aPerson(house.db, house.doors.identity, 'shopper@export.example')
  slate = await house.must('interest.getFeed', {}, shopper.token)
  const at = house.clock.now().toISOString()
  const signal = (kind: string, place: number, more = {}) => ({
    id: house.deps.ids.next('sig'),
    kind,
    at,
    slateId: slate.slateId,
    position: place,
    contentId: slate.items[place]!.content.contentId,
    ...more,
  })
  const items = [
    signal('impression', 0),
    signal('dwell', 0, { dwellMs: 12_000, durationMs: 12_000 }),
    signal('like', 0),
    signal('swipe', 1, { dwellMs: 400, durationMs: 12_000 }),
  ]
  await house.must('signals.record', { sentAt: at, items }, shopper.token)
})
after(() => house.close())

async function exported(key: string): Promise<Record<LogTable, Record<string, Cell>[]>> {
  const tables: Record<LogTable, Record<string, Cell>[]> = { items: [], slates: [], interactions: [] }
  const count = await exportLog(
    house.db,
    { signals: house.doors.signals, interest: { describeContents, isEnjoyed } },
    Buffer.from(key),
    async (table, rows) => {
      const names = LOG_TABLES[table] as readonly string[]
      for (const row of rows) tables[table].push(Object.fromEntries(names.map((name, i) => [name, row[i]!])))
    },
  )
  for (const table of Object.keys(tables) as LogTable[]) assert.equal(tables[table].length, count[table])
  return tables
}
/** The log is read up to the oldest transaction that is still open, and this PostgreSQL serves other tests too. */
async function whole(key: string) {
  for (let tries = 0; ; tries++) {
    const tables = await exported(key)
    if (tables.interactions.length >= 4 || tries > 500) return tables
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

void describe('the log as tables', () => {
  void it('has every place with its chance, and what came of it', async () => {
    const { slates, interactions, items } = await whole('a')
    const places = slates.filter((row) => row.slate === slate.slateId)
    assert.deepEqual(
      places.map((row) => row.item),
      slate.items.map((i) => i.content.contentId),
    )
    for (const { propensity, explored, person } of places) {
      assert.ok(typeof propensity === 'number' && propensity > 0 && propensity <= 1)
      assert.equal(typeof explored, 'boolean')
      assert.equal(person, places[0]!.person)
    }
    const did = interactions.filter((row) => row.slate === slate.slateId)
    assert.deepEqual(
      did.map((row) => `${row.place} ${row.action}`),
      ['0 impression', '0 enjoy', '0 like', '1 pass'],
    )
    assert.ok(did.every((row) => row.person === places[0]!.person))
    const about = items.find((row) => row.item === slate.items[0]!.content.contentId)
    assert.match(String(about?.features), /category:.* creator:/)
  })

  void it('names nobody, and not the same in the next export', async () => {
    const [one, other] = [await whole('a'), await whole('b')]
    const text = JSON.stringify(one)
    assert.ok(!text.includes(shopper.accountId) && !text.includes('export.example'))
    const people = new Set(one.interactions.map((row) => row.person))
    assert.ok(other.interactions.every((row) => !people.has(row.person!)))
  })

  void it('quotes what a comma or a quote would break', () => {
    assert.equal(csvLine(['a', 1, null, true, 'b,c', 'say "d"']), 'a,1,,true,"b,c","say ""d"""\n')
  })
})
