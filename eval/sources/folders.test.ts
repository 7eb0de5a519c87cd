import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { LINE_KINDS, listOf, type Ragged } from '#engine/evaluation/shapes'
import { eventsOf, NOW_MS, writeFolder } from './fixtures.ts'
import { readAny, readSource, type Source } from './source.ts'

const T = 1_400_000_000

/** Reads a folder of these files and insists on its kind. */
async function read<K extends Source['kind']>(
  t: TestContext,
  kind: K,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Extract<Source, { kind: K }>> {
  const source = await readAny(await writeFolder(t, files), { nowMs: NOW_MS })
  assert.equal(source.kind, kind)
  return source as Extract<Source, { kind: K }>
}

const lists = (ragged: Ragged): number[][] =>
  Array.from({ length: ragged.offsets.length - 1 }, (_, i) => [...listOf(ragged, i)])
const places = (source: Source) =>
  source.problems.map(({ line, column, code }) => `${line}:${column} ${code}`)
/** A row of `names`, with what is not given as 0. */
const row = (names: string, given: Record<string, string | number>, separator = '\t') =>
  names
    .split(separator)
    .map((name) => given[name] ?? 0)
    .join(separator)

test('Amazon Beauty: sequences with times, attributes, and the published order', async (t) => {
  const source = await read(t, 'interactions', {
    'sequences.tsv.gz': `1\t20 10\t${T} ${T}\n2\t10\t${T + 5}\n3\t10 20\t${T}\n4\t10\tsoon\n`,
    'item2attributes.json.gz': '{"10": [1, 2], "99": [3]}',
    's3rec_sequences.txt.gz': '1 10 20\n2 10\n9 10\n',
  })
  assert.deepEqual(eventsOf(source.dataset), [`1 20 review ${T}`, `1 10 review ${T}`, `2 10 review ${T + 5}`])
  assert.deepEqual(source.dataset.itemFeatures, [[], [0, 1]])
  assert.deepEqual(lists(source.publishedOrder!), [[1, 0], [1]])
  assert.deepEqual(places(source), ['3:3 lists-differ', '4:3 time-unreadable'])
})

test('Diginetica: sessions, prefixes and what followed', async (t) => {
  const files = { 'train_sessions.txt.gz': '5 6\n7 5 x\n', 'test_prefix_label.txt.gz': '6 5\t7\n6\n' }
  const source = await read(t, 'sessions', files)
  const { items, train, prefixes, label } = source.sessions
  assert.deepEqual(
    [items, lists(train), lists(prefixes), [...label]],
    [['5', '6', '7'], [[0, 1]], [[1, 0]], [2]],
  )
  assert.deepEqual(places(source), ['2:0 row-ragged', '2:3 not-a-whole-number'])
  await assert.rejects(readSource(await writeFolder(t, files), { nowMs: NOW_MS }), {
    code: 'needs-own-protocol',
  })
})

test('Taobao: one list a person and action, to learn from and to find', async (t) => {
  const source = await read(t, 'split', {
    'view.train.txt.gz': '0 1 2\n2 3\n',
    'view.test.txt.gz': '0 4\n',
    'cart.train.txt.gz': '1 1\n',
    'cart.test.txt.gz': '1 2\n',
    'buy.train.txt.gz': '0 1\n',
    'buy.test.txt.gz': '2 5\n',
  })
  const { actions, personCount, itemCount, train, test: held } = source.split
  assert.deepEqual([actions, personCount, itemCount], [['view', 'cart', 'buy'], 3, 6])
  assert.deepEqual(train.map(lists), [
    [[1, 2], [], [3]],
    [[], [1], []],
    [[1], [], []],
  ])
  assert.deepEqual(held.map(lists), [
    [[4], [], []],
    [[], [2], []],
    [[], [], [5]],
  ])
})

test('TikTok: pairs, and vectors whose size must be what their name says', async (t) => {
  const pairs = { 'trn.tsv.gz': '0\t1\n0\t0\n1\t1\n', 'val.tsv.gz': '1\t0\n', 'tst.tsv.gz': '' }
  const vectors = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)
  const { split } = await read(t, 'split', { ...pairs, 'image_feat.3x2.f32': vectors })
  assert.deepEqual([split.personCount, split.itemCount], [2, 3])
  assert.deepEqual(
    [split.train, split.validation, split.test].map((part) => part.map(lists)),
    [[[[1, 0], [1]]], [[[], [0]]], [[[], []]]],
  )
  assert.deepEqual([...split.itemVectors['image']!.values], [1, 2, 3, 4, 5, 6])
  await assert.rejects(read(t, 'split', { ...pairs, 'image_feat.4x2.f32': vectors }), {
    code: 'damaged-file',
  })
})

test('KuaiRand: impressions in order of time, earlier watches, features; clicks as a data set', async (t) => {
  const header =
    'time_ms\tuser_id\tvideo_id\tis_click\tis_like\tis_follow\tis_comment\tis_forward\tis_hate\tlong_view' +
    '\tplay_time_ms\tduration_ms\tis_profile_enter\tis_rand\ttab'
  const shown = (at: number, person: number, video: number, more: Record<string, number> = {}) =>
    row(header, { time_ms: at * 1_000, user_id: person, video_id: video, duration_ms: 9, ...more })
  const source = await read(t, 'impressions', {
    'impressions.tsv.gz': [
      header,
      shown(T + 1, 7, 3, { is_click: 1, tab: 2, play_time_ms: 500 }),
      shown(T, 8, 4, { is_like: 1 }),
      shown(T, 8, 4, { is_click: 2 }),
    ].join('\n'),
    'train_positive_sequences.tsv.gz':
      'user_id\thistory_len\tlast_time_ms\twatch_seq\tlike_seq\tlong_watch_seq\n7\t2\t1\t4 3\t\t4\n',
    'user_features.csv.gz': 'user_id,level,register_days,register_days_range\n7,high,12,"[8,30)"\n9,,1,x\n',
    'video_features.csv.gz': 'video_id,author_id,video_duration,server_width,tag\n3,66,7000.0,720,"20,43"\n',
  })
  const { impressions: all, dataset } = source
  assert.deepEqual(
    [all.people, all.items],
    [
      ['7', '8', '9'],
      ['3', '4'],
    ],
  )
  assert.deepEqual(
    [[...all.person], [...all.item], [...all.atMs]],
    [
      [1, 0],
      [1, 0],
      [T * 1_000, (T + 1) * 1_000],
    ],
  )
  assert.deepEqual(
    [[...all.labels['click']!], [...all.labels['like']!], [...all.tab]],
    [
      [0, 1],
      [1, 0],
      [0, 2],
    ],
  )
  assert.deepEqual([...all.playedMs], [0, 500])
  assert.deepEqual(lists(all.earlier['watched']!), [[1, 0], [], []])
  assert.deepEqual(all.personFeatures.names, [
    'level:high',
    'register_days_range:[8,30)',
    'register_days_range:x',
  ])
  assert.deepEqual(all.itemFeatures.names, ['author_id:66', 'video_duration:3', 'tag:20', 'tag:43'])
  assert.deepEqual(eventsOf(dataset), [`7 3 click ${T + 1}`])
  assert.deepEqual(dataset.itemFeatures, [[0, 1, 2, 3]])
  assert.deepEqual(places(source), ['4:4 not-a-whole-number'])
})

test('Online Retail: purchases as a data set; returns, adjustments and unknown customers among the lines', async (t) => {
  const { dataset, lines, ...source } = await read(t, 'orders', {
    'lines.tsv.gz': [
      't\tInvoiceNo\tCustomerID\tStockCode\tQuantity\tUnitPrice\tCountry',
      `${T + 9}\tC2\t17\tA"1\t-2\t2.55\tFrance`,
      `${T}\t1\t17\tA"1\t3\t2.55\tFrance`,
      `${T}\t1\tNA\tB\t1\t0.1\tFrance`,
      `${T}\t3\tNA\tB\t-5\t0\tFrance`,
      `${T}\t4\t17\tB\t1.5\t1\tFrance`,
      `${T}\t4\t17\tB\t1\t-1\tFrance`,
    ].join('\n'),
    'products.tsv.gz': 'StockCode\tDescription\nA"1\tRED TEA POT, 2 RED\nC\tNEVER SOLD\n',
  })
  assert.deepEqual(eventsOf(dataset), [`17 A"1 buy ${T}`])
  assert.deepEqual(
    [...lines.kind].map((kind) => LINE_KINDS[kind]),
    ['buy', 'buy', 'adjustment', 'return'],
  )
  assert.deepEqual([...lines.amountMinor], [765, 10, 0, -510])
  assert.deepEqual([...lines.person], [0, -1, -1, 0])
  assert.deepEqual(lines.itemFeatures.names, ['word:red', 'word:tea', 'word:pot'])
  assert.deepEqual(lists(lines.itemFeatures.of), [[0, 1, 2], []])
  assert.deepEqual(places(source as Source), ['6:5 not-a-whole-number', '7:6 not-a-number'])
})

test('Complete Journey: lines as purchases, products as features', async (t) => {
  const sold =
    'household_id\tstore_id\tbasket_id\tproduct_id\tquantity\tsales_value\tretail_disc\tcoupon_disc' +
    '\tcoupon_match_disc\tweek\ttransaction_timestamp'
  const known =
    'product_id\tmanufacturer\tdepartment\tbrand\tcommodity_desc\tsub_commodity_desc\tcurr_size_of_product'
  const line = { household_id: 1, basket_id: 5, product_id: 9, quantity: 2, sales_value: 3.86 }
  const { dataset, lines } = await read(t, 'orders', {
    'transactions_sample.tsv.gz': `${sold}\n${row(sold, { ...line, transaction_timestamp: '2014-05-13 16:53:20' })}`,
    'products.tsv.gz': `${known}\n${row(known, { product_id: 9, department: 'TEA' })}`,
  })
  assert.deepEqual(eventsOf(dataset), [`1 9 buy ${T}`])
  assert.deepEqual([[...lines.amountMinor], [...lines.quantity]], [[386], [2]])
  assert.equal(dataset.featureCount, 5)
})

test('Open Bandit: what was chosen with what chance', async (t) => {
  const header =
    ',timestamp,item_id,position,click,propensity_score,user_feature_0,user-item_affinity_0,user-item_affinity_1'
  const items = ',item_id,item_feature_0\n0,0,a\n1,1,b\n'
  const at = '2014-05-13 16:53:20.250000+00:00'
  const source = await read(t, 'bandit', {
    'random_men.csv.gz': `${header}\n0,${at},1,3,1,0.5,x,0.0,2.0\n1,${at},1,1,0,0,x,0,0\n2,${at},2,1,0,1,x,0,0\n3,${at},1,1,0,1,x,0,?\n`,
    'random_men_items.csv': items,
    'bts_men.csv.gz': `${header}\n`,
    'bts_men_items.csv': items,
  })
  const [bts, random] = source.logs
  assert.deepEqual([bts!.name, bts!.length, random!.name, random!.itemCount], ['bts_men', 0, 'random_men', 2])
  assert.deepEqual(
    [random!.item[0], random!.position[0], random!.click[0], random!.propensity[0], random!.atMs[0]],
    [1, 2, 1, 0.5, T * 1_000 + 250],
  )
  assert.deepEqual([random!.context.names, [...random!.affinity.values]], [['user_feature_0:x'], [0, 2]])
  assert.deepEqual(places(source), ['3:6 not-a-number', '4:3 not-a-whole-number', '5:9 not-a-number'])
})

test('a packed JSON that is damaged is one clear error', async (t) => {
  const files = { 'sequences.tsv.gz': `1\t2\t${T}\n`, 'item2attributes.json.gz': gzipSync('{}').subarray(3) }
  await assert.rejects(read(t, 'interactions', files), { code: 'damaged-file' })
})
