// People partitioned over learners in processes of their own, which tell one another what they learned: as good as one learner? And when
// one is killed again and again? `./serendip bench two-learners --data DIR [--learners N] [--every EVENTS]`, where DIR/amazon-beauty-ts holds
// the published set. Test-then-train over the stream, the last tenth foretold; HR@10 over all items not met before.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom } from '#kernel/random'
import { bootstrapDifference, totalsByPerson } from '#engine/evaluation/intervals'
import type { Dataset } from '#engine/evaluation/dataset'
import { readAny, streamOf } from '../eval/sources/source.ts'
import { judge, quantile, round, UsageError, type Runnable, type Say } from './harness.ts'
import { drive, type Drive, type DriveOptions } from './two-learners/drive.ts'

const SET = 'amazon-beauty-ts'
const REPORT_FROM = 0.9
const KILLS = 4
const DUMP_EVERY = 4_000

export const run: Runnable['run'] = async ({ say, args }) => {
  const { path, learners, everyEvents } = readArgs(args)
  const data = streamOf(await readAny(path, { nowMs: Date.now() }), SET)
  const several = { path, learners, everyEvents, dumpEvery: 0, from: REPORT_FROM, kills: 0 }
  const one = await told(data, { ...several, learners: 1 }, say)
  const two = await told(data, several, say)
  const killed = await told(data, { ...several, dumpEvery: DUMP_EVERY, kills: KILLS }, say)
  const [plain, beaten] = [difference(data, two, one), difference(data, killed, one)]
  const events = data.interactions.length
  return judge(
    'two-learners',
    {
      events,
      learners,
      everyEvents,
      oneHr10: round(hr(one), 4),
      severalHr10: round(hr(two), 4),
      severalOfOne: round(hr(two) / hr(one), 4),
      severalLow: round(plain.low, 4),
      severalHigh: round(plain.high, 4),
      kills: killed.recoveriesMs.length,
      killedHr10: round(hr(killed), 4),
      killedOfOne: round(hr(killed) / hr(one), 4),
      killedLow: round(beaten.low, 4),
      killedHigh: round(beaten.high, 4),
      wrongLessons: wrongLessons(two, events) + wrongLessons(killed, events),
      refused: refusals(two) + refusals(killed),
      deltas: two.deltas,
      deltaBytesAnEvent: round(two.deltaBytes / events, 0),
      delayP50Ms: round(quantile(two.delaysMs, 0.5), 2),
      delayP99Ms: round(quantile(two.delaysMs, 0.99), 2),
      recoveryMaxMs: round(Math.max(...killed.recoveriesMs), 0),
      oneSeconds: round(one.seconds),
      severalSeconds: round(two.seconds),
      oneCpuSeconds: round(cpuOf(one)),
      mostCpuSeconds: round(cpuOf(two)),
    },
    {
      learners: { min: 2 },
      severalOfOne: { min: 0.99 },
      kills: { min: KILLS },
      killedOfOne: { min: 0.99 },
      wrongLessons: { max: 0 },
      refused: { max: 0 },
    },
  )
}

function readArgs(args: readonly string[]): Pick<DriveOptions, 'path' | 'learners' | 'everyEvents'> {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: {
      data: { type: 'string' },
      learners: { type: 'string', default: '2' },
      every: { type: 'string', default: '0' },
    },
  })
  if (!values.data) throw new UsageError(`say where the set is: --data DIR, with ${SET} in it`)
  const path = join(resolve(process.env.CALLED_FROM ?? '.', values.data), SET)
  if (!existsSync(path)) throw new UsageError(`${path} is not there`)
  const number = (name: 'learners' | 'every', least: number) => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < least)
      throw new UsageError(`--${name} is a whole number from ${least}`)
    return value
  }
  return { path, learners: number('learners', 2), everyEvents: number('every', 0) }
}

async function told(data: Dataset, options: DriveOptions, say: Say): Promise<Drive> {
  const result = await drive(data, options, say)
  say(
    `${options.learners} learners, ${options.kills} kills: HR@10 ${hr(result).toFixed(4)}, ${round(result.seconds)} s`,
  )
  return result
}

const asked = ({ hits }: Drive) => hits.filter((hit) => !Number.isNaN(hit))
function hr(result: Drive): number {
  const all = asked(result)
  return all.reduce((sum, hit) => sum + hit, 0) / all.length
}

function difference({ interactions, people }: Dataset, a: Drive, b: Drive) {
  const person = interactions.person.filter((_, event) => !Number.isNaN(b.hits[event]))
  const totals = (result: Drive) => totalsByPerson(person, asked(result), people.length)
  return bootstrapDifference(totals(a), totals(b), seededRandom('two-learners'))
}

/** Deltas refused for anything but being told twice. */
function refusals({ counts }: Drive): number {
  const all = counts.flatMap(({ refused }) => Object.entries(refused))
  return all.reduce((sum, [reason, count]) => sum + (reason === 'already-heard' ? 0 : count), 0)
}

/** Of the one that worked most. */
const cpuOf = ({ counts }: Drive) => Math.max(...counts.map(({ cpuSeconds }) => cpuSeconds))

/** Lessons that some learner counted twice or never. */
const wrongLessons = ({ counts }: Drive, events: number): number =>
  counts.reduce((sum, { counted }) => sum + Math.abs(counted - events), 0)
