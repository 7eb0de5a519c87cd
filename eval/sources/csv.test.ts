import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parseColumns } from './columns.ts'
import { encodingOf } from './encoding.ts'
import { eventsOf, NOW_MS, writeFolder, writeOne } from './fixtures.ts'
import { SourceError, type SourceErrorCode } from './problems.ts'
import { readSource, type SourceOptions } from './source.ts'

const T = 1_600_000_000

const read = async (
  t: TestContext,
  content: string | Uint8Array,
  options: Partial<SourceOptions> = {},
  name = 'events.csv',
) => readSource(await writeOne(t, name, content), { nowMs: NOW_MS, ...options })

const refuses = (promise: Promise<unknown>, code: SourceErrorCode, saying = /./) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof SourceError, String(error))
    assert.equal(error.code, code)
    assert.match(error.text.en, saying)
    assert.match(error.text.zh, /\p{Script=Han}/u)
    assert.doesNotMatch(`${error.text.en}${error.text.zh}`, /[{}]/)
    return true
  })

/** `line:column code` of each problem. */
const places = ({ problems }: Awaited<ReturnType<typeof readSource>>) =>
  problems.map(({ line, column, code }) => `${line}:${column} ${code}`)

test('the four columns, in order of time', async (t) => {
  const source = await read(t, `person,item,time,action\nann,tea,${T + 5},buy\nbob,cup,${T},view\n`)
  assert.deepEqual(eventsOf(source.dataset), [`bob cup view ${T}`, `ann tea buy ${T + 5}`])
  assert.deepEqual(
    { rows: source.rows, skipped: source.skipped, problems: source.problems, counts: source.counts },
    { rows: 2, skipped: 0, problems: [], counts: {} },
  )
  assert.equal(source.dataset.name, 'events')
})

for (const [header, what] of [
  ['user_id\titem_id\ttimestamp\tbehavior', 'tabs and the names of most sets'],
  ['userId,product_id,event_time,event_type', 'commas'],
  ['visitorid;itemid;ts;event', 'semicolons'],
  ['"User ID"|SKU|t|Action Type', 'bars, capitals and spaces'],
  ['用户,商品,时间,行为', 'Chinese'],
  ['会员编号,商品名称,下单时间,行为类型', 'Chinese of a shop'],
  ['Kundennummer;Artikel-Nr.;Zeitstempel;Aktion', 'German'],
  ['user_id:token\titem_id:token\ttimestamp:float\tevent:token', 'RecBole'],
])
  test(`columns by name: ${what}`, async (t) => {
    const separator = /[\t;|,]/.exec(header!)![0]
    const { dataset } = await read(t, `${header}\n${['ann', 'tea', T, 'buy'].join(separator)}\n`)
    assert.deepEqual(eventsOf(dataset), [`ann tea buy ${T}`])
  })

test('columns by option, in any order, with the action left out', async (t) => {
  const columns = parseColumns('person=who, item=what,time=when')
  const { dataset } = await read(t, `when,x,what,who\n${T},1,tea,ann\n`, { columns })
  assert.deepEqual(eventsOf(dataset), [`ann tea view ${T}`])
  for (const wrong of ['person', 'nobody=x', 'person=', 'person=a,person=b', ''])
    assert.throws(() => parseColumns(wrong), SourceError, wrong)
})

test('columns by number, in a file that begins with its first event', async (t) => {
  const columns = parseColumns('person=1,item=2,action=4,time=5')
  const { dataset, rows } = await read(t, `ann,tea,9,pv,${T}\nbob,cup,9,buy,${T + 1}\n`, { columns })
  assert.deepEqual(eventsOf(dataset), [`ann tea pv ${T}`, `bob cup buy ${T + 1}`])
  assert.equal(rows, 2)
  await refuses(read(t, `ann,tea,9,pv,${T}\n`), 'no-header', /--columns person=1,item=2/)
  await refuses(read(t, `ann,${T}\n`, { columns }), 'column-unknown', /"5" for time; it has: 1, 2/)
})

test('what Excel and databases add: a line that names the separator, decimal commas, lines of nothing, NULL for nobody', async (t) => {
  const rows = [
    `ann;tea;${T},25`,
    ' ',
    ';;',
    `NULL;tea;${T}`,
    `ann;NaN;${T}`,
    `bob;\\N;${T}`,
    `bob;cup;${T + 1}`,
  ]
  const source = await read(t, `\ufeffsep=;\r\nperson;item;time\r\n${rows.join('\r\n')}\r\n`)
  assert.deepEqual(eventsOf(source.dataset), [`ann tea view ${T}.25`, `bob cup view ${T + 1}`])
  assert.deepEqual(source.counts, { 'person-empty': 2, 'item-empty': 2 })
})

const dated = (...dates: string[]) => `person,item,time\n${dates.map((date) => `ann,tea,${date}`).join('\n')}`
const daysOf = ({ dataset }: Awaited<ReturnType<typeof readSource>>) =>
  [...dataset.interactions.atMs].map((at) => new Date(at).toISOString().slice(0, 10))

test('whether the day or the month stands first is told by the rows that leave no doubt, however late they come', async (t) => {
  const doubtful = Array.from({ length: 3_000 }, () => '03/04/2025')
  const months = await read(t, dated(...doubtful, '03/14/2025'))
  assert.deepEqual([daysOf(months)[0], months.skipped], ['2025-03-04', 0])
  const days = await read(t, dated(...doubtful, '14/03/2025', '05/05/2025'))
  assert.deepEqual([daysOf(days).at(-1), days.skipped], ['2025-05-05', 0])
  await refuses(read(t, dated('03/04/2025', '05/05/2025')), 'nothing-left', /write the year first/)
  const both = await read(t, dated('14/03/2025', '15/03/2025', '03/16/2025'))
  assert.deepEqual(places(both), ['4:3 time-unit-differs'])
})

test('quotes, doubled quotes, line ends inside, CRLF, a byte order mark, .gz whatever the name', async (t) => {
  const text = `\ufeffperson,item,time\r\n"Ann, ""the"" first","two\r\nlines",${T}\r\n\r\nbob,5" screen,${T + 1}`
  for (const content of [text, gzipSync(text)]) {
    const source = await read(t, content)
    assert.deepEqual(source.dataset.people, ['Ann, "the" first', 'bob'])
    assert.deepEqual(source.dataset.items, ['two\nlines', '5" screen'])
    assert.equal(source.rows, 2)
  }
})

test('every malformed row by line and column; the others are read', async (t) => {
  const rows = [
    `ann,tea,${T},view`, // 2
    `ann,tea,${T}`, // 3 ragged
    `,tea,${T},view`, // 4
    `ann, ,${T},view`, // 5
    `ann,tea,${T},`, // 6
    `ann,tea,,view`, // 7
    `ann,tea,-5,view`, // 8
    `ann,tea,NaN,view`, // 9
    `ann,tea,12,view`, // 10
    `ann,tea,${NOW_MS / 1_000 + 90_000},view`, // 11
    `ann,tea,soon,view`, // 12
    `ann,tea,${T}000,view`, // 13
    `ann,tea,2020-01-01,view`, // 14
    `${'x'.repeat(201)},tea,${T},view`, // 15
    `ann,"tea"x,${T},view`, // 16
    `ann,tea,${T}000000,view`, // 17
    `bob,cup,${T},buy`, // 18
  ]
  const source = await read(t, `person,item,time,action\n${rows.join('\n')}\n`)
  assert.deepEqual(eventsOf(source.dataset), [`ann tea view ${T}`, `bob cup buy ${T}`])
  assert.deepEqual(places(source), [
    '3:0 row-ragged',
    '4:1 person-empty',
    '5:2 item-empty',
    '6:4 action-empty',
    '7:3 time-empty',
    '8:3 time-negative',
    '9:3 time-empty',
    '10:3 time-before-1990',
    '11:3 time-in-future',
    '12:3 time-unreadable',
    '13:3 time-unit-differs',
    '14:3 time-unit-differs',
    '15:1 id-too-long',
    '16:0 quote-not-closed',
    '17:3 time-unit-differs',
  ])
  assert.deepEqual([source.rows, source.skipped], [17, 15])
  for (const { message } of source.problems) {
    assert.match(message.zh, /\p{Script=Han}/u)
    assert.doesNotMatch(`${message.en}${message.zh}`, /[{}]/)
  }
})

test('a quote that never closes costs its own line only', async (t) => {
  const rows = Array.from({ length: 2_500 }, (_, i) => `p${i},tea,${T + i}`)
  rows[4] = `"p4,tea,${T}`
  rows[2_490] = `p2490,"tea,${T}`
  const source = await read(t, `person,item,time\n${rows.join('\n')}`)
  assert.deepEqual(places(source), ['6:0 quote-not-closed', '2492:0 quote-not-closed'])
  assert.equal(source.dataset.interactions.length, 2_498)
})

test('bytes that are not UTF-8, and a line of more than a megabyte, are left out', async (t) => {
  const long = Buffer.alloc(3 << 20, 'x')
  const parts = [
    `person,item,time\nann,tea,${T}\n`,
    Buffer.from([0xff, 0xfe, 10]),
    `z,\0,${T}\n`,
    `bob,cup,${T}\n`,
    long,
  ]
  const source = await read(
    t,
    Buffer.concat([...parts.map((p) => Buffer.from(p)), Buffer.from(`\ncy,pot,${T}`)]),
  )
  assert.deepEqual(source.dataset.people, ['ann', 'bob', 'cy'])
  assert.deepEqual(places(source), ['3:0 not-utf8', '4:0 not-utf8', '6:0 line-too-long'])
  assert.equal(source.rows, 6)
})

test('twenty problems are kept, all are counted', async (t) => {
  const bad = Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? `ann,,${T}` : 'ann,tea,soon'))
  const source = await read(t, `person,item,time\nann,tea,${T}\n${bad.join('\n')}`)
  assert.equal(source.problems.length, 20)
  assert.deepEqual(source.counts, { 'item-empty': 10, 'time-unreadable': 40 })
})

test('the unit is what most rows have, also when the first row differs', async (t) => {
  const rows = Array.from({ length: 1_200 }, (_, i) => `ann,tea,${T + i}`)
  rows[0] = `ann,tea,${T}000`
  rows[1_100] = `ann,tea,${T}000`
  const source = await read(t, `person,item,time\n${rows.join('\n')}`)
  assert.deepEqual(places(source), ['2:3 time-unit-differs', '1102:3 time-unit-differs'])
})

test('actions beyond what a data set has room for are problems', async (t) => {
  const rows = Array.from({ length: 300 }, (_, i) => `ann,tea,${T},a${i}`)
  const source = await read(t, `person,item,time,action\n${rows.join('\n')}`)
  assert.deepEqual([source.dataset.actions.length, source.counts], [256, { 'too-many-actions': 44 }])
})

test('what cannot be used at all is one clear error', async (t) => {
  await refuses(read(t, ''), 'file-empty')
  await refuses(read(t, '\n\n'), 'file-empty')
  await refuses(read(t, 'person,item,time\n'), 'no-rows')
  await refuses(read(t, 'person,item,time\nann,tea,soon\n'), 'nothing-left', /1 rows.*line 2: "soon" is not/)
  await refuses(read(t, 'person,thing,time\nann,tea,1\n'), 'column-missing', /item.*person, thing, time/)
  await refuses(read(t, 'person,item,item,time\na,b,c,1\n'), 'column-twice')
  await refuses(read(t, 'a,b,c\n1,2,3\n', { columns: { person: 'z' } }), 'column-unknown', /"z"/)
  await refuses(read(t, Buffer.from('person,item,time\n', 'utf16le')), 'not-text')
  await refuses(read(t, Buffer.from('B\xfccher,item,time\n', 'latin1')), 'header-not-utf8', /CSV UTF-8/)
  await refuses(
    read(t, 'order_id,product_id,reordered\n1,2,0\n'),
    'no-time',
    /person=NAME,time=NAME.*no before/,
  )
  await refuses(read(t, '[\n 1,\n 2]\n'), 'one-column', /JSON is not read/)
  await refuses(read(t, '{"user":1,"item":2}\n{"user":2,"item":3}\n'), 'header-unreadable', /JSON/)
  await refuses(read(t, `user,item,time\rann,tea,${T}\r`), 'line-ends')
  await refuses(read(t, 'x'.repeat(3 << 20)), 'header-too-long')
  await refuses(read(t, gzipSync(`person,item,time\nann,tea,${T}\n`).subarray(0, 30)), 'damaged-file')
  await refuses(readSource('/nowhere/at/all.csv', { nowMs: NOW_MS }), 'not-found')
  await refuses(readSource(await writeFolder(t, { 'x.txt': 'x' }), { nowMs: NOW_MS }), 'folder-unknown')
})

test('a table as Excel saves it: GB18030, UTF-16 with its mark', async (t) => {
  const table = `用户,商品,时间\n张伟,茶杯,${T}\n李娜,tea,${T + 1}\n`
  const gb18030 = Buffer.from(
    `d3c3bba7,c9ccc6b7,cab1bce4\nd5c5ceb0,b2e8b1ad,${T}\nc0eec4c8,tea,${T + 1}\n`.replace(
      /[a-f][0-9a-f]{3,}/g,
      (hex) => Buffer.from(hex, 'hex').toString('latin1'),
    ),
    'latin1',
  )
  const utf16le = Buffer.from(`\ufeff${table.replaceAll(',', '\t')}`, 'utf16le')
  for (const bytes of [gb18030, gzipSync(gb18030), utf16le, Buffer.from(utf16le).swap16()]) {
    const { dataset, skipped } = await read(t, bytes)
    assert.deepEqual(eventsOf(dataset), [`张伟 茶杯 view ${T}`, `李娜 tea view ${T + 1}`])
    assert.equal(skipped, 0)
  }
})

test('its beginning says how a file is written; one damaged line does not', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1')
  assert.equal(encodingOf(latin1('Pr\xe9nom,item\nJos\xe9,caf\xe9s\n')), 'utf-8')
  assert.equal(encodingOf(Buffer.concat([Buffer.from('名,b\n'), latin1('\xd3\xc3\xbb\xa7,c\n')])), 'utf-8')
  assert.equal(encodingOf(latin1('\xd3\xc3\xbb\xa7,c\nb,\xd3\xc3\xbb')), 'gb18030') // cut within a sign
  assert.equal(encodingOf(Buffer.alloc(0)), 'utf-8')
})

test('a folder of tables is one data set', async (t) => {
  const folder = await writeFolder(t, {
    'part-0.csv': `person,item,time\nann,tea,${T}\n`,
    'part-1.tsv.gz': `ts\tuser\titem\n${T}000\tbob\tcup\n`,
    'part-2.csv': 'person,item,time\n',
  })
  const source = await readSource(folder, { nowMs: NOW_MS })
  assert.deepEqual(eventsOf(source.dataset), [`ann tea view ${T}`, `bob cup view ${T}`])
  assert.deepEqual(source.leftOut, [])
})

test('tables in a folder that are not of events are left out and told of; where none is, that is the error', async (t) => {
  const others = { 'links.csv': 'movieId,imdbId\n1,2\n', 'none.csv': '' }
  const ratings = { 'ratings.csv': `userId,movieId,rating,timestamp\n1,2,3,${T}\n` }
  const source = await readSource(await writeFolder(t, { ...others, ...ratings }), { nowMs: NOW_MS })
  assert.deepEqual(eventsOf(source.dataset), [`1 2 view ${T}`])
  assert.deepEqual(source.leftOut.map(({ file }) => file), ['links.csv', 'none.csv']) // prettier-ignore
  await refuses(readSource(await writeFolder(t, others), { nowMs: NOW_MS }), 'no-time', /links\.csv/)
})
