// A stream given to several learner processes tick by tick, as a log would: each foretells its part, then learns it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '#engine/evaluation/dataset'
import { cutAt } from '#engine/evaluation/stream'
import type { Say } from '../harness.ts'
import { createFleet, type Fleet, type Tick, type Wire } from './fleet.ts'
import type { LearnerCounts } from './protocol.ts'

export type DriveOptions = {
  path: string
  learners: number
  /** They tell one another after so many events, at the end of a tick; 0: after every tick. */
  everyEvents: number
  /** A learner writes itself down after so many events of its own; 0: never. */
  dumpEvery: number
  /** Foretold from this share of the stream on. */
  from: number
  /** How often one of them is killed while the stream is foretold, evenly, each in its turn. */
  kills: number
}
export type Drive = Wire & {
  seconds: number
  /** From the kill until what it missed was learned. */
  recoveriesMs: number[]
  counts: LearnerCounts[]
}

export async function drive(data: Dataset, o: DriveOptions, say: Say): Promise<Drive> {
  const folder = await mkdtemp(join(tmpdir(), 'serendip-learners-'))
  const hits = new Float64Array(data.interactions.length).fill(NaN)
  const wire: Wire = { hits, deltas: 0, deltaBytes: 0, delaysMs: [] }
  const { path, learners, dumpEvery } = o
  let fleet: Fleet | null = null
  try {
    fleet = await createFleet({ path, folder, learners, dumpEvery }, wire)
    const began = performance.now()
    const recoveriesMs = await giveAll(data, o, fleet, say)
    const seconds = (performance.now() - began) / 1_000
    return { ...wire, seconds, recoveriesMs, counts: await fleet.stop() }
  } finally {
    fleet?.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function giveAll({ interactions, tickMs }: Dataset, o: DriveOptions, fleet: Fleet, say: Say) {
  const { atMs, length } = interactions
  const tickOf = (e: number) => Math.floor(atMs[e]! / tickMs)
  const cut = cutAt({ interactions, tickMs }, o.from)
  const killAt = Array.from({ length: o.kills }, (_, k) => cut + ((k + 0.5) * (length - cut)) / o.kills)
  const recoveriesMs: number[] = []
  for (let at = 0, said = 0, told = 0; at < length;) {
    let to = at
    while (to < length && tickOf(to) === tickOf(at)) to++
    const tell = to - told >= o.everyEvents || to === length
    if (tell) told = to
    const tick: Tick = { kind: 'tick', from: at, to, foretell: at >= cut, tell }
    const killed = recoveriesMs.length
    if (killed < o.kills && at >= killAt[killed]!)
      recoveriesMs.push(await fleet.kill(killed % o.learners, tick))
    await fleet.give(tick, atMs[to - 1]! + tickMs)
    at = to
    if (at - said >= 40_000) say(`${o.learners} learners: ${(said = at)} of ${length} events`)
  }
  return recoveriesMs
}
