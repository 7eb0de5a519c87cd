// The protocol of sessions, on sessions that follow a rule.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { seededRandom } from '#kernel/random'
import { vSknn } from '../baselines/v-sknn.ts'
import { nextInSession } from '../models/next-in-session.ts'
import { runSessions, sessionReport, type SessionContender } from './next-in-session.ts'
import { toRagged, type Sessions } from './shapes.ts'

/** After item n of a chain of ten mostly comes n + 1; forty chains. */
function aSet(sessions: number): Sessions {
  const random = seededRandom('sessions')
  const walk = () => {
    const chain = random.int(40) * 10
    let at = random.int(7)
    return Array.from(
      { length: 3 + random.int(3) },
      () => chain + ((random.next() < 0.8 ? at++ : random.int(10)) % 10),
    )
  }
  const train = Array.from({ length: sessions }, walk)
  const tests = Array.from({ length: 300 }, walk).flatMap((s) => s.slice(1).map((label, k) => ({ prefix: s.slice(0, k + 1), label }))) // prettier-ignore
  return {
    name: 'chains',
    items: Array.from({ length: 400 }, (_, i) => `i${i}`),
    train: toRagged(train),
    prefixes: toRagged(tests.map((t) => t.prefix)),
    label: Uint32Array.from(tests, (t) => t.label),
  }
}
const sessions = aSet(3_000)
const options = { random: seededRandom(1), now: () => 0 }
const popular: SessionContender = {
  name: 'popular',
  create: ({ train }) => ({
    score: (_prefix, out) => {
      out.fill(0)
      for (const item of train.values) out[item]! += 1
    },
  }),
}

it('who knows sessions beats who knows popularity, and ours the neighbours', () => {
  const [floor, neighbours, ours] = [popular, vSknn(), nextInSession()].map((c) =>
    runSessions(sessions, c, options),
  )
  assert.ok(neighbours!.hit20.mean > 0.9 && floor!.hit20.mean < 0.2)
  assert.ok(ours!.mrr20.mean > neighbours!.mrr20.mean, sessionReport('chains', [neighbours!, ours!]))
  assert.equal(ours!.tests, sessions.label.length)
})

it('asks about fewer when told so, and never shows a contender what it is asked', () => {
  let shown: string[] = []
  const nosy: SessionContender = {
    name: 'nosy',
    create: (given) => {
      shown = Object.keys(given)
      return popular.create(given)
    },
  }
  assert.ok(runSessions(sessions, nosy, { ...options, maxTests: 100 }).tests <= 100)
  assert.deepEqual(shown.sort(), ['items', 'train'])
})
