// A stream given to several learner processes, tick by tick, as a log would: each foretells and learns its part, deltas are passed on as
// they come. A learner that is killed is started again, told what it missed, and learns its part of the log from where it was
// written down.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '#engine/evaluation/dataset'
import { cutAt } from '#engine/evaluation/stream'
import type { Say } from '../harness.ts'
import type { FromLearner, LearnerCounts, LearnerSetting, ToLearner } from './protocol.ts'

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
export type Drive = {
  /** By event: foretold among the first ten; NaN where not asked. */
  hits: Float64Array
  seconds: number
  deltas: number
  deltaBytes: number
  delaysMs: number[]
  /** From the kill until what it missed was learned. */
  recoveriesMs: number[]
  counts: LearnerCounts[]
}

type Tick = Extract<ToLearner, { kind: 'tick' }>
type Got<K extends FromLearner['kind']> = Extract<FromLearner, { kind: K }>

/** Well within the work of a tick. */
const KILL_AFTER_MS = 20

/** A child with what was heard of it. */
function start(setting: LearnerSetting, hear: (message: FromLearner) => void) {
  const child: ChildProcess = fork(new URL('learner-process.ts', import.meta.url), { stdio: 'inherit' })
  let waiting: { kind: FromLearner['kind']; resolve: (message: FromLearner | null) => void } | null = null
  const settle = (message: FromLearner | null) => {
    const { resolve } = waiting!
    waiting = null
    resolve(message)
  }
  child.on('message', (message: FromLearner) => {
    hear(message)
    if (waiting?.kind === message.kind) settle(message)
  })
  child.on('exit', () => waiting && settle(null))
  const tell = (message: ToLearner) => void (child.connected && child.send(message, () => {}))
  tell({ kind: 'begin', setting })
  return {
    child,
    tell,
    /** The next message of a kind; null when it died before. */
    next: <K extends FromLearner['kind']>(kind: K): Promise<Got<K> | null> =>
      new Promise((resolve) => {
        waiting = { kind, resolve: resolve as (message: FromLearner | null) => void }
        if (child.exitCode !== null || child.signalCode !== null) settle(null)
      }),
  }
}

export async function drive(data: Dataset, o: DriveOptions, say: Say): Promise<Drive> {
  const { learners } = o
  const { atMs, length } = data.interactions
  const folder = await mkdtemp(join(tmpdir(), 'serendip-learners-'))
  const out: Drive = {
    hits: new Float64Array(length).fill(NaN),
    seconds: 0,
    deltas: 0,
    deltaBytes: 0,
    delaysMs: [],
    recoveriesMs: [],
    counts: [],
  }
  const all: ReturnType<typeof start>[] = []

  /** The log's present: what a clock on the wall would say. */
  let nowMs = 0
  /** Who is about to be killed: what it says in its last moments is lost. */
  let victim = -1
  function pass(from: number, message: FromLearner): void {
    if (from === victim) return
    if (message.kind === 'delta') {
      const { delta, takenMs } = message
      out.deltas++
      out.deltaBytes += Buffer.byteLength(JSON.stringify(delta))
      all.forEach((peer, k) => {
        if (k !== from && (message.to ?? k) === k)
          peer.tell({ kind: 'hear', peer: from, delta, takenMs, nowMs })
      })
    } else if (message.kind === 'heard') out.delaysMs.push(message.delayMs)
    else if (message.kind === 'done') for (const [event, hit] of message.hits) out.hits[event] = hit
  }
  async function begin(learner: number) {
    const setting = { ...o, folder, learner, startedMs: Date.now() }
    all[learner] = start(setting, (message) => pass(learner, message))
    const ready = await all[learner].next('ready')
    if (!ready) throw new Error(`learner ${learner} did not start`)
    return ready
  }
  async function give(learner: number, message: Tick): Promise<void> {
    const done = all[learner]!.next('done')
    all[learner]!.tell(message)
    if (!(await done)) throw new Error(`learner ${learner} died of itself`)
  }
  /** What it missed: of the others first, then its own part of the log up to `to`. */
  async function revive(learner: number, to: number): Promise<void> {
    const ready = await begin(learner)
    for (let peer = 0; peer < learners; peer++) {
      if (peer === learner) continue
      const told = all[peer]!.next('missed-told')
      all[peer]!.tell({ kind: 'missed', to: learner, heard: ready.heard[peer]! })
      await told
    }
    await give(learner, { kind: 'tick', from: ready.at, to, foretell: false, tell: false })
  }

  /** `kill -9` in the midst of a tick, and up again. */
  async function kill(learner: number, message: Tick): Promise<void> {
    const { child, tell } = all[learner]!
    const exited = once(child, 'exit')
    victim = learner
    tell(message)
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
    await exited
    victim = -1
    const since = performance.now()
    await revive(learner, message.from)
    out.recoveriesMs.push(performance.now() - since)
  }

  try {
    await Promise.all(Array.from({ length: learners }, (_, learner) => begin(learner)))
    const began = performance.now()
    const cut = cutAt(data, o.from)
    const killAt = Array.from({ length: o.kills }, (_, k) => cut + ((k + 0.5) * (length - cut)) / o.kills)
    let killed = 0
    for (let at = 0, said = 0, told = 0; at < length;) {
      let to = at
      while (to < length && Math.floor(atMs[to]! / data.tickMs) === Math.floor(atMs[at]! / data.tickMs)) to++
      nowMs = atMs[to - 1]! + data.tickMs
      const tell = to - told >= o.everyEvents || to === length
      if (tell) told = to
      const message = { kind: 'tick', from: at, to, foretell: at >= cut, tell } as const
      if (killed < killAt.length && at >= killAt[killed]!) await kill(killed++ % learners, message)
      await Promise.all(all.map((_, learner) => give(learner, message)))
      at = to
      if (at - said >= 40_000) say(`${learners} learners: ${(said = at)} of ${length} events`)
    }
    out.seconds = (performance.now() - began) / 1_000
    for (const { tell, next } of all) {
      const stopped = next('stopped')
      tell({ kind: 'stop' })
      out.counts.push((await stopped)!.counts)
    }
    return out
  } finally {
    for (const { child } of all) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}
