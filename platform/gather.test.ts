import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { gather } from '#platform/gather'

test('everybody is answered his own question, however they come and whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pause: fc.nat(3), fails: fc.boolean() }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      async (askers, atOnce, most) => {
        let underway = 0
        const ask = gather(
          async (questions: readonly number[]) => {
            underway += 1
            assert.ok(underway <= atOnce && questions.length <= most && questions.length > 0)
            await turn()
            await turn()
            underway -= 1
            if (questions.some((n) => askers[n]!.fails)) throw new Error(questions.join())
            return questions.map((n) => n * 2)
          },
          { atOnce, most },
        )
        const answers: Promise<unknown>[] = []
        for (const [n, { pause }] of askers.entries()) {
          for (let i = 0; i < pause; i++) await turn()
          answers.push(ask(n).catch((error: Error) => error.message))
        }
        for (const [n, answer] of (await Promise.all(answers)).entries()) {
          if (typeof answer === 'number') assert.equal(answer, n * 2)
          else assert.ok(String(answer).split(',').map(Number).includes(n)) // of its own batch
          if (askers[n]!.fails) assert.notEqual(answer, n * 2)
        }
      },
    ),
  )
})

test('what is asked while a batch is on its way is asked after it, not told what that one found', async () => {
  let now = 1
  const ask = gather(
    async (questions: readonly string[]) => {
      const read = now
      await turn()
      return questions.map(() => read)
    },
    { atOnce: 1, most: 10 },
  )
  const first = ask('a')
  now = 2
  const [second, third] = [ask('b'), ask('c')]
  assert.deepEqual(await Promise.all([first, second, third]), [1, 2, 2])
})
