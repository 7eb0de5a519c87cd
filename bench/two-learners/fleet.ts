// Several learner processes and the wire between them: deltas are passed on as they come. A learner that is killed is started again, told
// what it missed, and learns its part of the log from where it was written down.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { FromLearner, LearnerCounts, LearnerSetting, ToLearner } from './protocol.ts'

export type Tick = Extract<ToLearner, { kind: 'tick' }>
export type Wire = {
  /** By event: foretold among the first ten; NaN where not asked. */
  hits: Float64Array
  deltas: number
  deltaBytes: number
  /** From when a delta was taken until a peer had learned it. */
  delaysMs: number[]
}
export type FleetSetting = Pick<LearnerSetting, 'path' | 'folder' | 'learners' | 'dumpEvery'>
export type Fleet = Awaited<ReturnType<typeof createFleet>>
type Got<K extends FromLearner['kind']> = Extract<FromLearner, { kind: K }>

/** Well within the work of a tick. */
const KILL_AFTER_MS = 20

/** A child, and the next thing it says of a kind. */
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
    async next<K extends FromLearner['kind']>(kind: K): Promise<Got<K>> {
      const message = await new Promise<FromLearner | null>((resolve) => {
        waiting = { kind, resolve }
        if (child.exitCode !== null || child.signalCode !== null) settle(null)
      })
      if (!message) throw new Error(`learner ${setting.learner} died of itself, before ${kind}`)
      return message as Got<K>
    },
  }
}

export async function createFleet(setting: FleetSetting, wire: Wire) {
  const { learners } = setting
  const all: ReturnType<typeof start>[] = []
  /** The log's present: what a clock on the wall would say. */
  let nowMs = 0
  /** Who is about to be killed: what it says in its last moments is lost. */
  let victim = -1

  function pass(from: number, message: FromLearner): void {
    if (from === victim) return
    if (message.kind === 'delta') {
      const { delta, takenMs } = message
      wire.deltas++
      wire.deltaBytes += Buffer.byteLength(JSON.stringify(delta))
      all.forEach((peer, k) => {
        if (k !== from && (message.to ?? k) === k)
          peer.tell({ kind: 'hear', peer: from, delta, takenMs, nowMs })
      })
    } else if (message.kind === 'heard') wire.delaysMs.push(message.delayMs)
    else if (message.kind === 'done') for (const [event, hit] of message.hits) wire.hits[event] = hit
  }

  async function begin(learner: number): Promise<Got<'ready'>> {
    all[learner] = start({ ...setting, learner, startedMs: Date.now() }, (message) => pass(learner, message))
    return all[learner].next('ready')
  }

  async function give(learner: number, tick: Tick): Promise<void> {
    const { tell, next } = all[learner]!
    const done = next('done')
    tell(tick)
    await done
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

  await Promise.all(Array.from({ length: learners }, (_, learner) => begin(learner)))

  return {
    /** A tick of the log for everybody, which ends at `atMs`. */
    async give(tick: Tick, atMs: number): Promise<void> {
      nowMs = atMs
      await Promise.all(all.map((_, learner) => give(learner, tick)))
    },

    /** `kill -9` in the midst of a tick, and up again as of its beginning. Answers how long that took. */
    async kill(learner: number, tick: Tick): Promise<number> {
      const { child, tell } = all[learner]!
      const exited = once(child, 'exit')
      victim = learner
      tell(tick)
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
      await exited
      victim = -1
      const since = performance.now()
      await revive(learner, tick.from)
      return performance.now() - since
    },

    async stop(): Promise<LearnerCounts[]> {
      const counts: LearnerCounts[] = []
      for (const { tell, next } of all) {
        const stopped = next('stopped')
        tell({ kind: 'stop' })
        counts.push((await stopped).counts)
      }
      return counts
    },

    /** Whatever happened: nobody is left behind. */
    end(): void {
      for (const { child } of all) child.kill('SIGKILL')
    },
  }
}
