// Learners who share the people know what one learner would: whatever number a row has here or there, however often something is told,
// whoever is killed in between. What cannot be believed is refused and counted.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HOUR_MS } from '#kernel/clock'
import type { InterestEngine } from '../interest-engine.ts'
import type { Delta } from './delta.ts'
import {
  agreement,
  counted,
  EVENTS,
  exchange,
  hits,
  itemOf,
  LATER,
  make,
  share,
  START,
  walks,
} from './fixtures.ts'
import { partitionOf } from './partition.ts'

const alone = (() => {
  const engine = make()
  share([engine], EVENTS)
  return [engine]
})()

describe('who shares the people', () => {
  it('knows what one learner knows, under other numbers of rows', () => {
    const two = [make({}), make({})]
    share(two, EVENTS)
    assert.ok(agreement(two, alone) > 9.3, `${agreement(two, alone)} of 10`)
    const ratio = hits(two) / hits(alone)
    assert.ok(ratio > 0.99, `${ratio} of one`)
    const three = [make({}), make({}), make({})]
    share(three, EVENTS)
    assert.ok(agreement(three, alone) > 9.3, `${agreement(three, alone)} of 10`)
  })

  it('twin: who is told no lessons knows less', () => {
    const deaf = [make({}), make({})]
    share(deaf, EVENTS, { tell: () => null })
    assert.ok(agreement(deaf, alone) < 9, `${agreement(deaf, alone)} of 10`)
    assert.ok(hits(deaf) < hits(alone))
  })

  it('without peers, it is the engine it was', () => {
    const one = [make({})]
    share(one, EVENTS)
    assert.equal(agreement(one, alone), 10)
    assert.equal(make().takeDelta(), null)
  })

  it('tells of items, what they are and that they are gone', () => {
    const [a, b] = [make({}), make({})] as const
    a.publish(itemOf(1), START)
    a.publish(itemOf(2), START)
    exchange([a, b], START)
    assert.ok(b.knows('i1') && b.knows('i2'))
    a.withdraw('i1', START + 5)
    exchange([a, b], START + 5)
    assert.ok(!b.knows('i1') && b.knows('i2'))
    assert.deepEqual(a.takeDelta() ?? b.takeDelta(), null)
  })

  it('learns of an item once it is there, when the lesson was faster than the word', () => {
    const [a, b, c] = [make({}), make({}), make({})] as const
    a.publish(itemOf(1), START)
    const word = a.takeDelta()!
    b.hear('a', word, START)
    b.observe({ person: 'p', item: 'i1', action: 'view', atMs: START }, START)
    assert.equal(c.hear('b', b.takeDelta()!, START), null)
    assert.equal(c.counts().exchange!.waiting, 1)
    const restarted = make({ startedMs: START + 1 })
    restarted.restore(c.dump())
    for (const engine of [c, restarted]) {
      assert.equal(engine.hear('a', word, START), null)
      assert.deepEqual([engine.counts().exchange!.waiting, counted(engine)], [0, 1])
    }
  })

  it('the later word about an item counts, whichever comes first', () => {
    const [a, b] = [make({}), make({})] as const
    a.publish(itemOf(1), START)
    const early = a.takeDelta()!
    b.publish(itemOf(1, 'new author'), START + 10)
    b.withdraw('i1', START + 20)
    assert.equal(b.hear('0', early, START + 30), null)
    assert.ok(!b.knows('i1'))
  })
})

describe('what was told', () => {
  it('counts once: twice or late is noticed, and changes nothing', () => {
    const deltas: Delta[] = []
    const [a, b] = [make({}), make({})] as const
    share([a], EVENTS.slice(0, 500), { tell: (delta) => (deltas.push(delta), null) })
    for (const delta of deltas) assert.equal(b.hear('a', delta, LATER), null)
    assert.equal(b.heardOf('a').lessons, 500)
    const before = b.dump()
    for (const delta of [deltas.at(-1)!, deltas[0]!, deltas[1]!])
      assert.equal(b.hear('a', delta, LATER), 'already-heard')
    assert.deepEqual(b.dump(), before)
    assert.equal(b.counts().exchange!.refused['already-heard'], 3)
  })

  it('that is missing is noticed; what is kept can be asked for, what is not cannot', () => {
    const [a, b] = [make({}), make({})] as const
    share([a], EVENTS.slice(0, 300), { tell: () => null })
    const from = b.heardOf('a')
    const late = a.observe({ ...EVENTS[300]! }, LATER) === null && a.takeDelta()!
    assert.ok(late)
    assert.equal(b.hear('a', late, LATER), 'gap')
    const missed = a.deltaSince(from)!
    assert.equal(b.hear('a', missed, LATER), null)
    assert.equal(b.heardOf('a').lessons, 301)
    assert.equal(a.deltaSince(b.heardOf('a')), null)

    const forgetful = make({ keep: 20 })
    share([forgetful], EVENTS.slice(0, 300), { tell: () => null })
    assert.equal(b.hear('f', forgetful.deltaSince(b.heardOf('f'))!, LATER), 'gap')
  })

  it('comes in pieces of bounded size', () => {
    const [a, b] = [make({}), make({})] as const
    share([a], [...EVENTS, ...walks(2_500, 'more', LATER)], { everyEvents: Infinity, tell: () => null })
    let pieces = 0
    for (let d = a.deltaSince(b.heardOf('a')); d; d = a.deltaSince(b.heardOf('a')), pieces++) {
      assert.ok(d.lessons.length <= 2_000)
      assert.equal(b.hear('a', d, LATER + 2_500 * HOUR_MS), null)
    }
    assert.equal(pieces, 3)
    assert.equal(a.deltaSince({ lessons: 100, facts: 0, run: START }, 7)!.lessons.length, 7)
    assert.equal(b.heardOf('a').lessons, 4_500)
  })
})

describe('what cannot be believed', () => {
  it('is refused as a whole, counted, and changes nothing', () => {
    const [a, b] = [make({}), make({})] as const
    share([a, b], EVENTS.slice(0, 200))
    a.observe({ person: 'p1', item: 'i1', action: 'view', atMs: LATER }, LATER)
    a.publish(itemOf(3), LATER)
    const good = a.takeDelta()!
    const poisoned = (change: (d: Delta) => unknown) => {
      const bad = structuredClone(good)
      change(bad)
      return bad
    }
    const lesson = (d: Delta) => d.lessons[0]!
    const fact = (d: Delta) => d.facts.list[0]!
    const nothing = null as never
    const cases: [(d: Delta) => unknown, string][] = [
      [(d) => (lesson(d)[1] = NaN), 'not-a-number'],
      [(d) => (lesson(d)[1] = nothing), 'not-a-number'],
      [(d) => (lesson(d)[1] = 1e300), 'clock-ahead'],
      [(d) => (lesson(d)[1] = 5), 'too-old'],
      [(d) => (lesson(d)[0] = 99), 'unknown-shape'],
      [(d) => (lesson(d)[2] = -1), 'unknown-shape'],
      [(d) => lesson(d).push(0), 'unknown-shape'],
      [(d) => lesson(d).push(0, Infinity), 'not-a-number'],
      [(d) => (d.lessons = Array.from({ length: 5_000 }, () => lesson(d))), 'too-large'],
      [(d) => (d.blend.weights[3] = NaN), 'not-a-number'],
      [(d) => (d.blend.weights[3]! += 1e6), 'too-far'],
      [(d) => (d.blend.squares[3] = 1e12), 'too-far'],
      [(d) => ([d.blend.weights[3], d.blend.at] = [1e12, 1e15]), 'too-far'],
      [(d) => d.blend.weights.pop(), 'unknown-shape'],
      [(d) => (fact(d).atMs = Infinity), 'not-a-number'],
      [(d) => (fact(d).about!.features = 'brand' as never), 'unknown-shape'],
      [(d) => (d.ids[0] = ''), 'unknown-shape'],
      [(d) => (d.ids = { length: 3 } as never), 'unknown-shape'],
      [(d) => (d.version = 2 as never), 'unknown-shape'],
      [(d) => (d.first = -1), 'unknown-shape'],
      [(d) => (d.life = START + 1), 'another-life'],
    ]
    const before = b.dump()
    for (const [change, reason] of cases) assert.equal(b.hear('0', poisoned(change), LATER), reason)
    for (const nonsense of [null, 7, 'delta', [], {}])
      assert.equal(b.hear('0', nonsense as unknown as Delta, LATER), 'unknown-shape')
    const { refused } = b.counts().exchange!
    assert.equal(
      Object.values(refused).reduce((sum, n) => sum + n, 0),
      cases.length + 5,
    )
    assert.deepEqual(b.dump(), before)
    assert.equal(b.hear('0', good, LATER), null)
  })
})

describe('a learner that is killed', () => {
  /** The second of two is killed at `killed`, having been written down at `dumped`; its log is read again from there. */
  function survive({ dumped = 600, killed = 745, everyEvents = 10, startedMs = START + 1 } = {}) {
    let two = [make({}), make({})]
    share(two, EVENTS.slice(0, dumped), { everyEvents })
    const dump = structuredClone(two[1]!.dump())
    share(two, EVENTS.slice(dumped, killed), { everyEvents, publish: false })
    const again = make({ startedMs })
    again.restore(dump)
    for (const event of EVENTS.slice(dumped, killed))
      if (partitionOf(event.person, 2) === 1) assert.equal(again.observe(event, event.atMs), null)
    for (let d = two[0]!.deltaSince(again.heardOf('0')); d; d = two[0]!.deltaSince(again.heardOf('0')))
      assert.equal(again.hear('0', d, LATER), null)
    two = [two[0]!, again]
    share(two, EVENTS.slice(killed), { everyEvents, publish: false })
    return two as [InterestEngine, InterestEngine]
  }

  it('neither loses nor doubles a lesson', () => {
    const two = survive()
    for (const [me, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { heard } = two[me].counts().exchange!
      assert.equal(heard[String(other)], two[other].counts().exchange!.lessons)
    }
    const lessons = two.map((e) => e.counts().exchange!.lessons)
    assert.equal(lessons[0]! + lessons[1]!, EVENTS.length)
    // Sums are the same for a lesson counted once and only once.
    assert.deepEqual(two.map(counted), [EVENTS.length, EVENTS.length])
    assert.ok(agreement(two, alone) > 9.3, `${agreement(two, alone)} of 10`)
  })

  it('may be the one whose peer was killed before it: what was said of items is numbered anew', () => {
    const [a, b] = [make({}), make({})] as const
    const early = b.dump()
    for (let n = 0; n < 5; n++) b.publish(itemOf(n), START)
    exchange([a, b], START)
    const late = a.dump()
    // The peer says less than before: it has heard some of it from us meanwhile.
    const b2 = make({ startedMs: START + 1 })
    b2.restore(early)
    b2.publish(itemOf(7), START)
    b2.observe({ person: 'p', item: 'i7', action: 'view', atMs: START }, START)
    const a2 = make({ startedMs: START + 2 })
    a2.restore(late)
    assert.equal(a2.hear('1', b2.deltaSince(a2.heardOf('1'))!, START), null)
    assert.ok(a2.knows('i4') && a2.knows('i7'))
    assert.equal(a2.heardOf('1').lessons, 1)
  })

  it('and has told more before than it had written down, even twice', () => {
    for (const settings of [{ everyEvents: 1 }, { everyEvents: 7, dumped: 601, killed: 1_600 }]) {
      const two = survive(settings)
      assert.equal(two[0].heardOf('1').lessons, two[1].counts().exchange!.lessons)
      assert.ok(agreement(two, alone) > 9.3, `${agreement(two, alone)} of 10`)
    }
  })
})
