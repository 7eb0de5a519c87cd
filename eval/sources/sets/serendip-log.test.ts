import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { seededRandom } from '#kernel/random'
import { loggedSlates } from '../../protocols/logged-slates.ts'
import { NOW_MS, writeFolder } from '../fixtures.ts'
import { SourceError } from '../problems.ts'
import { readAny, type Source } from '../source.ts'

const T = '2026-05-30T12:00:00.000Z'
const SLATES = 'time,slate,person,surface,personalised,policy,place,item,score,forecast,explored,propensity'
const INTERACTIONS = 'time,person,item,action,slate,place,product,played_ms,length_ms,forecast'
const place = (slate: string, person: string, at: number, item: string, more: string) =>
  `${T},${slate},${person},recommend,true,feed-8,${at},${item},1.5,${more}`
const did = (person: string, item: string, action: string, slate: string) =>
  `${T},${person},${item},${action},${slate},0,,,,`

const read = async (t: TestContext, slates: readonly string[], interactions: readonly string[]) =>
  readAny(
    await writeFolder(t, {
      'items.csv': 'item,features\ntea,tag:green category:tea\ncup,\nold,tag:green\n',
      'slates.csv': [SLATES, ...slates, ''].join('\n'),
      'interactions.csv': [INTERACTIONS, ...interactions, ''].join('\n'),
    }),
    { nowMs: NOW_MS },
  )
const askOf = (source: Source, locale: 'en' | 'zh') =>
  loggedSlates.run(source, { random: seededRandom('1'), say: () => {}, now: () => 0, locale })

void describe("a platform's own log", () => {
  void it('is places that were looked at with what came of them, and a stream of what people took to', async (t) => {
    const source = await read(
      t,
      [
        place('s1', 'ann', 0, 'tea', '0.4,false,0.9'),
        place('s1', 'ann', 1, 'cup', ',true,0.1'),
        place('s1', 'ann', 2, 'old', '0.1,false,0.9'), // nobody swiped that far
      ],
      [
        did('ann', 'tea', 'impression', 's1'),
        did('ann', 'tea', 'enjoy', 's1'),
        did('ann', 'tea', 'like', 's1'), // of the same look
        did('ann', 'cup', 'pass', 's1'),
        did('ann', 'tea', 'buy', ''),
      ],
    )
    assert.equal(source.kind, 'log')
    if (source.kind !== 'log') return
    assert.deepEqual(
      [...source.slates.item].map((item) => source.slates.items[item]),
      ['tea', 'cup'],
    )
    assert.deepEqual([...source.slates.enjoyed], [1, 0])
    assert.deepEqual([...source.slates.explored], [0, 1])
    assert.ok(Number.isNaN(source.slates.forecast[1]))
    assert.deepEqual(source.dataset.actions, ['enjoy', 'buy'])
    assert.equal(source.items, 3)
    const { figures, text } = askOf(source, 'zh')
    assert.equal(figures.loggedSlatesEnjoyed, 0.5)
    assert.match(text, /1 人看过的 2 个展示位/)
    assert.match(askOf(source, 'en').text, /2 places that were looked at .people: 1./)
  })

  void it('skips what is no place, and says where', async (t) => {
    const source = await read(
      t,
      [
        place('s1', 'ann', 0, 'tea', '0.4,maybe,0.9'),
        place('s1', 'ann', 0, 'tea', '0.4,false,0'),
        place('s1', 'ann', 0, 'tea', '0.4,false,1.5'),
        place('s1', 'ann', 0, 'tea', 'NaN,false,0.5'),
        place('s1', 'ann', 0, 'tea', '0.4,false,0.9'),
      ],
      [did('ann', 'tea', 'enjoy', 's1')],
    )
    assert.deepEqual(
      source.problems.map(({ line, column }) => `${line}:${column}`),
      ['2:11', '3:12', '4:12', '5:10'],
    )
    assert.ok(source.kind === 'log' && source.slates.length === 1)
  })

  void it('says so when nobody has looked at anything', async (t) => {
    const source = await read(
      t,
      [place('s1', 'ann', 0, 'tea', '0.4,false,0.9')],
      [did('ann', 'tea', 'buy', '')],
    )
    assert.throws(
      () => askOf(source, 'en'),
      (error) => error instanceof SourceError && error.code === 'nothing-looked-at',
    )
  })
})
