// Whatever comes in whatever order: never more inside than may be, nobody waits longer than a moment, whoever is let in or turned away is
// told so exactly once, and when all have left the place is empty.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '#kernel/errors'
import { createAdmission } from './admission.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('admission', () => {
  test('the line moves in order; who comes when it is full is told when to return', async () => {
    let ms = 0
    const door = createAdmission(1, () => ms)
    const first = await door.enter()
    const order: number[] = []
    const waiting = Array.from({ length: 128 }, (_, i) =>
      door.enter().then((leave) => (order.push(i), leave())),
    )
    const toldToReturnIn = (seconds: number) =>
      assert.rejects(door.enter(), (e: AppError) => e.code === 'BUSY' && e.data.retryAfterSeconds === seconds)
    await toldToReturnIn(1) // a burst: nobody knows yet how fast it goes
    ms = 2_001
    await toldToReturnIn(2)
    ms = 0
    first()
    await Promise.all(waiting)
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    )
    assert.deepEqual(door.stats(), { inside: 0, waiting: 0, turnedAway: 2 })
  })

  test('who finishes much may have a long line', async () => {
    let ms = 0
    const door = createAdmission(1, () => ms)
    for (let i = 0; i < 500; i++) {
      ms += 1
      ;(await door.enter())()
    }
    const leave = await door.enter()
    for (let i = 0; i < 180; i++) void door.enter().then((l) => l())
    await turn()
    assert.equal(door.stats().waiting, 180)
    for (let i = 0; i < 20; i++) void door.enter().then((l) => l())
    await assert.rejects(door.enter(), { code: 'BUSY' })
    leave()
  })

  test('who has waited too long is not let in any more', async () => {
    let ms = 0
    const door = createAdmission(1, () => ms)
    const leave = await door.enter()
    const late = door.enter()
    ms = 2_100
    const soon = door.enter()
    leave()
    await assert.rejects(late, { code: 'BUSY' })
    ;(await soon)()
    assert.equal(door.stats().inside, 0)
  })

  test('a line that does not end is not waited in for long', async () => {
    let ms = 0
    const door = createAdmission(1, () => ms)
    const fates: string[] = []
    const come = () =>
      door.enter().then(
        (leave) => (fates.push('in'), inside.push(leave)),
        () => fates.push('away'),
      )
    const inside: (() => void)[] = []
    for (let i = 0; i < 12; i++) {
      void come()
      void come()
      await turn()
      ms += 700
      inside.shift()?.()
      await turn()
    }
    assert.equal(fates.slice(0, 2).includes('away'), false)
    assert.equal(fates.slice(-3).includes('away'), true)
  })

  test('whatever the order of coming, leaving and time', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.constant('come' as const),
        fc.constant('leave' as const),
        fc.record({ wait: fc.nat({ max: 400 }) }),
      ),
      { maxLength: 300 },
    )
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (plan, atOnce) => {
        let [ms, came, answered] = [0, 0, 0]
        const door = createAdmission(atOnce, () => ms)
        const within: (() => void)[] = []
        for (const step of plan) {
          if (step === 'come') {
            came++
            door.enter().then(
              (leave) => (answered++, within.push(leave)),
              () => answered++,
            )
          } else if (step === 'leave') within.shift()?.()
          else ms += step.wait
          await turn()
          assert.ok(within.length <= atOnce)
          assert.equal(door.stats().inside, within.length)
          assert.equal(answered + door.stats().waiting, came)
        }
        while (within.length > 0) {
          within.shift()!()
          await turn()
        }
        assert.deepEqual([answered, door.stats().inside, door.stats().waiting], [came, 0, 0])
      }),
      { numRuns: 60 },
    )
  })
})
