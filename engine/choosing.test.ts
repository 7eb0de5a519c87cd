import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  chancesToBeBest,
  createDiversePicker,
  drawIndex,
  firstBy,
  runPipeline,
  sampleBeta,
  sampleGamma,
  type Pipeline,
  type Source,
} from '#engine'
import { seededRandom } from '#kernel/random'

describe('the few best', () => {
  it('are what sorting everything would have put first, ties in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(8), (values, most) => {
        const things = values.map((value, at) => ({ value, at }))
        const sorted = things.toSorted((a, b) => b.value - a.value).slice(0, most)
        assert.deepEqual(
          firstBy(things, most, (t) => t.value),
          sorted,
        )
      }),
    )
  })
})

describe('posterior sampling', () => {
  it('draws gammas and betas with the right mean', () => {
    const random = seededRandom('gamma')
    for (const shape of [0.3, 1, 4.5, 60]) {
      const mean =
        Array.from({ length: 20_000 }, () => sampleGamma(shape, random)).reduce((a, b) => a + b) / 20_000
      assert.ok(Math.abs(mean - shape) < 0.05 * shape + 0.02, `gamma ${shape}: ${mean}`)
    }
    const mean =
      Array.from({ length: 20_000 }, () => sampleBeta(3, 7, random)).reduce((a, b) => a + b) / 20_000
    assert.ok(Math.abs(mean - 0.3) < 0.01)
  })

  it('tries the unknown more than the known bad, and always a little of everything', () => {
    const chances = chancesToBeBest(
      [
        { successes: 1, failures: 1 },
        { successes: 2, failures: 60 },
        { successes: 40, failures: 30 },
      ],
      400,
      seededRandom('arms'),
    )
    assert.ok(chances[0]! > 0.2 && chances[1]! < 0.05 && chances[2]! > 0.3)
    assert.ok(chances.every((c) => c > 0))
  })

  it('chances sum to one, and draws follow them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            successes: fc.integer({ min: 1, max: 50 }),
            failures: fc.integer({ min: 1, max: 50 }),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        (arms) => {
          const chances = chancesToBeBest(arms, 8, seededRandom('sum'))
          assert.ok(Math.abs(chances.reduce((a, b) => a + b) - 1) < 1e-9)
        },
      ),
    )
    const random = seededRandom('draws')
    const counts = [0, 0, 0]
    for (let i = 0; i < 30_000; i++) counts[drawIndex([0.5, 0.3, 0.2], random)]! += 1
    assert.deepEqual(
      counts.map((c) => Math.round(c / 3000)),
      [5, 3, 2],
    )
  })

  it('repeats from a seed', () => {
    const once = () =>
      chancesToBeBest(
        [
          { successes: 1, failures: 2 },
          { successes: 2, failures: 1 },
        ],
        30,
        seededRandom(7),
      )
    assert.deepEqual(once(), once())
  })
})

describe('diversity', () => {
  type Item = { id: number; author: string; score: number }
  const fill = (items: readonly Item[], maxRun: number, penalty: number) => {
    const picker = createDiversePicker<Item>([{ of: (i) => i.author, penalty, maxRun }])
    const rest = items.toSorted((a, b) => b.score - a.score)
    const out: Item[] = []
    for (let best = picker.best(rest, (i) => i.score); best >= 0; best = picker.best(rest, (i) => i.score)) {
      const [item] = rest.splice(best, 1)
      picker.note(item!)
      out.push(item!)
    }
    return out
  }

  it('makes a run longer only where it gives way and nothing else is left, and of as few kinds as can be', () => {
    type Thing = { author: string; kind: string; score: number }
    const picker = createDiversePicker<Thing>([
      { of: (i) => i.author, penalty: 0, maxRun: 1 },
      { of: (i) => i.kind, penalty: 0, maxRun: 1, givesWay: true },
    ])
    const thing = (author: string, kind: string, score: number): Thing => ({ author, kind, score })
    const best = (things: readonly Thing[]) => picker.best(things, (i) => i.score)
    picker.note(thing('a', 'clip', 9))
    assert.equal(best([thing('a', 'post', 9), thing('b', 'clip', 8), thing('b', 'post', 1)]), 2)
    assert.equal(best([thing('a', 'post', 9), thing('b', 'clip', 8), thing('c', 'clip', 7)]), 1)
    assert.equal(best([thing('a', 'post', 9)]), -1)
    assert.deepEqual(
      [thing('b', 'post', 1), thing('b', 'clip', 1), thing('a', 'post', 1)].map(picker.breaks),
      [0, 1, Infinity],
    )
  })

  it('never lets one author stand more often in a row than allowed', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.nat(),
            author: fc.constantFrom('a', 'b', 'c'),
            score: fc.double({ min: -3, max: 3, noNaN: true }),
          }),
          { maxLength: 30 },
        ),
        fc.integer({ min: 1, max: 3 }),
        (items, maxRun) => {
          const authors = fill(items, maxRun, 0.1).map((i) => i.author)
          for (let i = maxRun; i < authors.length; i++)
            assert.ok(new Set(authors.slice(i - maxRun, i + 1)).size > 1)
        },
      ),
    )
  })

  it('takes the best, unless its author has been heard enough', () => {
    const items = [
      { id: 1, author: 'a', score: 3 },
      { id: 2, author: 'a', score: 2.9 },
      { id: 3, author: 'b', score: 2.5 },
    ]
    assert.deepEqual(
      fill(items, 9, 0.5).map((i) => i.id),
      [1, 3, 2],
    )
    assert.deepEqual(
      fill(items, 9, 0).map((i) => i.id),
      [1, 2, 3],
    )
  })
})

describe('pipeline runner', () => {
  type Candidate = { id: string; from: string[]; score: number; scores: Record<string, number> }
  type Query = { log: string[]; found: Map<string, Candidate> }
  const query = (): Query => ({ log: [], found: new Map() })
  const source = (name: string, find: Source<Query, Candidate>['find']): Source<Query, Candidate> => ({
    name,
    find,
  })
  const found = (q: Query, from: string, ...ids: string[]): Candidate[] =>
    ids.map((id) => {
      const c = q.found.get(id) ?? { id, from: [], score: 0, scores: {} }
      q.found.set(id, c)
      c.from.push(from)
      return c
    })
  const base: Pipeline<Query, Candidate> = {
    queryHydrators: [],
    sources: [],
    candidateHydrators: [],
    filters: [],
    scorers: [],
    rankers: [],
    selector: { name: 'best-first', select: (_q, c) => c.toSorted((a, b) => b.score - a.score) },
    sideEffects: [],
  }
  const options = {
    setScore: (c: Candidate, score: number) => void (c.score = score),
    explain: (c: Candidate, scores: Record<string, number>) => void (c.scores = scores),
    nowMs: () => 0,
    sourceBudgetMs: 20,
  }

  it('merges what several sources found, keeps what filters removed, and reports each stage', async () => {
    const { selected, reports } = await runPipeline(
      {
        ...base,
        queryHydrators: [{ name: 'hydrator', hydrate: (q) => void q.log.push('hydrated') }],
        sources: [
          source('one', (q) => found(q, 'one', 'a', 'b')),
          source('two', async (q) => found(q, 'two', 'b', 'c')),
        ],
        filters: [
          {
            name: 'not-a',
            split: (_q, c) => ({
              kept: c.filter((x) => x.id !== 'a'),
              removed: c.filter((x) => x.id === 'a'),
            }),
          },
        ],
        scorers: [
          { name: 'found-by', weight: 2, score: (_q, c) => c.from.length },
          { name: 'off', weight: 9, score: () => 9, enabled: () => false },
        ],
        sideEffects: [{ name: 'log', run: (q, s) => void q.log.push(...s.map((c) => c.id)) }],
      },
      query(),
      options,
    )
    assert.deepEqual(
      selected.map((c) => [c.id, c.from, c.score, c.scores]),
      [
        ['b', ['one', 'two'], 4, { 'found-by': 4 }],
        ['c', ['two'], 2, { 'found-by': 2 }],
      ],
    )
    assert.deepEqual(
      reports.map((r) => [r.stage, r.kept, r.removed.map((c) => c.id)]),
      [
        ['hydrator', 0, []],
        ['one', 2, []],
        ['two', 2, []],
        ['not-a', 2, ['a']],
        ['found-by', 2, []],
        ['best-first', 2, []],
      ],
    )
  })

  it('goes on without a source that fails or is late', async () => {
    const { selected, reports } = await runPipeline(
      {
        ...base,
        sources: [
          source('dead', () => {
            throw new Error('gone')
          }),
          source('broken', () => Promise.reject(new Error('refused'))),
          source('slow', () => new Promise(() => {})),
          source('well', (q) => found(q, 'well', 'a')),
        ],
      },
      query(),
      options,
    )
    assert.deepEqual(
      selected.map((c) => c.id),
      ['a'],
    )
    assert.deepEqual(
      reports.slice(0, 4).map((r) => r.failed),
      ['Error: gone', 'Error: refused', 'late', undefined],
    )
  })

  it('stops when a filter fails: what cannot be checked is not shown', async () => {
    const filter = {
      name: 'not-allowed',
      split: () => {
        throw new Error('no verdicts')
      },
    }
    await assert.rejects(
      runPipeline(
        { ...base, sources: [source('s', (q) => found(q, 's', 'a'))], filters: [filter] },
        query(),
        options,
      ),
      /no verdicts/,
    )
  })
})
