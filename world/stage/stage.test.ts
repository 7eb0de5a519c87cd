import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Database, Tx } from '#platform/database'
import { createAgenda } from './agenda.ts'
import { orderedDatabase } from './ordered-database.ts'
import { createScenes } from './scenes.ts'

test('the agenda plays in order of time, what was put on first before what came later', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (times) => {
      const agenda = createAgenda()
      const played: string[] = []
      times.forEach((atMs, i) =>
        agenda.put({
          atMs,
          play: async () => void played.push(`${String(atMs).padStart(2)} ${String(i).padStart(2)}`),
        }),
      )
      await agenda.playUntil(21, 1)
      assert.deepEqual(played, played.toSorted())
      assert.equal(played.length, times.length)
    }),
  )
})

test('what is put on the agenda meanwhile is played, what lies beyond the end is not', async () => {
  const agenda = createAgenda()
  const played: number[] = []
  const put = (atMs: number) =>
    agenda.put({
      atMs,
      play: async () => {
        await new Promise((r) => setImmediate(r))
        played.push(atMs)
        if (atMs < 6) put(atMs + 2)
      },
    })
  put(1)
  put(2)
  await agenda.playUntil(7, 4)
  assert.deepEqual(played.toSorted(), [1, 2, 3, 4, 5, 6])
  assert.equal(agenda.size, 1)
})

test('a failing scene ends the play with its error', async () => {
  const agenda = createAgenda()
  agenda.put({ atMs: 1, play: () => Promise.reject(new Error('fell off the stage')) })
  await assert.rejects(agenda.playUntil(2, 3), /fell off/)
})

/** Answers after a number of turns of the event loop that the test decides. */
const slowDatabase = (turns: (nth: number) => number): Database => {
  let asked = 0
  const answer = async <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => {
    const nth = asked++
    for (let i = 0; i < turns(nth); i++) await new Promise((r) => setImmediate(r))
    return fn({} as Tx)
  }
  return {
    transaction: answer,
    read: answer,
    listen: async () => async () => {},
    locks: () => ({ holding: (_name, run) => run(), close: async () => {} }),
    stats: () => ({ total: 0, idle: 0, waiting: 0, statements: 0 }),
    close: async () => {},
  }
}

test('answers come in the order of the questions, however fast they are ready', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
      async (turns) => {
        const db = orderedDatabase(slowDatabase((nth) => turns[nth % turns.length]!))
        const heard: string[] = []
        const ask = async (name: number) => {
          await db.read(async () => name)
          heard.push(`${name}a`)
          await db.transaction(async () => name)
          heard.push(`${name}b`)
        }
        await Promise.all(turns.map((_, i) => ask(i)))
        const order = (suffix: string) =>
          heard.filter((h) => h.endsWith(suffix)).map((h) => Number.parseInt(h, 10))
        assert.deepEqual(
          order('a'),
          turns.map((_, i) => i),
        )
        assert.deepEqual(
          order('b'),
          turns.map((_, i) => i),
        )
      },
    ),
    { numRuns: 30 },
  )
})

test('a question asked inside another does not wait for it', async () => {
  const db = orderedDatabase(slowDatabase(() => 1))
  assert.equal(await db.transaction(() => db.read(async () => 5)), 5)
})

test('an error is handed back in its turn', async () => {
  const db = orderedDatabase(slowDatabase((nth) => 3 - nth))
  const first = db.read(async () => 'late')
  await assert.rejects(
    db.read(() => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(await first, 'late')
})

test('a scene has its own time, ids and chance; the same name gives the same', async () => {
  const draw = async (scenes: ReturnType<typeof createScenes>) =>
    Promise.all(
      ['a', 'b'].map((name, i) =>
        scenes.play(name, i * 1000, async (choice) => {
          scenes.wait(250)
          await Promise.resolve()
          return [scenes.clock.now().getTime(), scenes.ids.next('ord'), scenes.random.next(), choice.next()]
        }),
      ),
    )
  const one = await draw(createScenes(3))
  assert.deepEqual(await draw(createScenes(3)), one)
  assert.notDeepEqual(await draw(createScenes(4)), one)
  assert.deepEqual(
    one.map(([at]) => at),
    [250, 1250],
  )
  assert.notEqual(one[0]![2], one[1]![2])
})

test('outside a scene the platform gets no time', () => {
  assert.throws(() => createScenes(1).clock.now(), /outside a scene/)
})
