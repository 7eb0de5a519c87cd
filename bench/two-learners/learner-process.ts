// One learner as a process. It takes messages one by one in their order, so what it heard before a tick is known in it. From time to
// time it writes itself down; killed, it reads that, and learns its part of the log again from there.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { endOf, type EngineDump, type Heard } from '#engine'
import { readAny, streamOf } from '../../eval/sources/source.ts'
import { clockMs, type FromLearner, type LearnerSetting, type ToLearner } from './protocol.ts'
import { createStreamLearner } from './stream-learner.ts'

type State = { at: number; engine: EngineDump }

const say = (message: FromLearner) => void process.send!(message)

async function begin(setting: LearnerSetting) {
  const { path, folder, learner, learners, startedMs, dumpEvery } = setting
  const data = streamOf(await readAny(path, { nowMs: startedMs }), path)
  const own = createStreamLearner(data, setting, startedMs)
  const { engine } = own
  const file = join(folder, `learner-${learner}.dump`)
  let at = 0
  if (existsSync(file)) {
    const state = deserialize(readFileSync(file)) as State
    engine.restore(state.engine)
    own.recall((at = state.at))
  }
  let sinceDump = 0

  function dump(): void {
    writeFileSync(`${file}.new`, serialize({ at, engine: engine.dump() } satisfies State))
    renameSync(`${file}.new`, file)
    sinceDump = 0
  }
  function takeDeltas(): void {
    for (let delta = engine.takeDelta(); delta; delta = engine.takeDelta())
      say({ kind: 'delta', delta, to: null, takenMs: clockMs() })
  }
  function tick({ from, to, foretell, tell }: Extract<ToLearner, { kind: 'tick' }>): void {
    const hits = foretell ? own.foretell(from, to) : []
    sinceDump += own.learn(from, to)
    at = to
    if (tell) takeDeltas()
    if (dumpEvery > 0 && sinceDump >= dumpEvery) dump()
    say({ kind: 'done', hits })
  }
  function tellMissed(to: number, heard: Heard): void {
    let so = heard
    for (let delta = engine.deltaSince(so); delta; delta = engine.deltaSince(so)) {
      say({ kind: 'delta', delta, to, takenMs: clockMs() })
      so = endOf(delta)
    }
    say({ kind: 'missed-told', to })
  }
  function stop(): void {
    const { lessons = 0, heard = {}, refused } = engine.counts().exchange ?? {}
    const cpu = process.cpuUsage()
    const mass = new Float64Array(engine.columns.shared.get('graph.mass')!)
    const counts = {
      lessons,
      heard,
      refused: refused ?? ({} as never),
      counted: mass.reduce((sum, m) => sum + m, 0),
      rssMb: process.memoryUsage().rss / 1e6,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
    }
    process.send!({ kind: 'stopped', counts } satisfies FromLearner, () => process.exit(0))
  }

  process.on('message', (message: ToLearner) => {
    if (message.kind === 'tick') tick(message)
    else if (message.kind === 'missed') tellMissed(message.to, message.heard)
    else if (message.kind === 'stop') stop()
    else if (message.kind === 'hear') {
      const refusal = engine.hear(String(message.peer), message.delta, message.nowMs)
      say({ kind: 'heard', refusal, delayMs: clockMs() - message.takenMs })
    }
  })
  const heard = Array.from({ length: learners }, (_, peer) => engine.heardOf(String(peer)))
  say({ kind: 'ready', at, heard })
}

process.once('message', (message: ToLearner) => {
  if (message.kind === 'begin') void begin(message.setting)
})
process.on('disconnect', () => process.exit(0))
