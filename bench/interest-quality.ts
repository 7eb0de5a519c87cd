// How well the engine foretells, on published sets that lie in a folder of yours (their licences do not let us ship them):
// `./serendip bench interest-quality --data DIR [--only NAME,NAME]`, where DIR/amazon-beauty-ts and so on hold those sets. The
// figures stand beside the strongest tuned baseline of the same run.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom } from '#kernel/random'
import type { Outcome } from '../eval/protocols/protocol.ts'
import { PROTOCOLS } from '../eval/protocols/protocols.ts'
import { readAny } from '../eval/sources/source.ts'
import { judge, UsageError, type Runnable } from './harness.ts'

export const run: Runnable['run'] = async ({ say, args }) => {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: { data: { type: 'string' }, only: { type: 'string' } },
  })
  const known = PROTOCOLS.map(({ name }) => name)
  const asked = values.only?.split(',') ?? known
  const unknown = asked.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new UsageError(`no protocol ${unknown}: there are ${known.join(', ')}`)
  const chosen = PROTOCOLS.filter(({ name }) => asked.includes(name))
  const sets = [...new Set(chosen.map(({ set }) => set))].join(', ')
  if (!values.data) throw new UsageError(`say where the sets are: --data DIR, with ${sets} in it`)
  const folder = resolve(process.env.CALLED_FROM ?? '.', values.data)
  const missing = chosen.find(({ set }) => !existsSync(join(folder, set)))
  if (missing) throw new UsageError(`${join(folder, missing.set)} is not there; --only leaves protocols out`)
  const figures: Outcome['figures'] = {}
  const floors: Outcome['floors'] = {}
  for (const protocol of chosen) {
    const source = await readAny(join(folder, protocol.set), { nowMs: Date.now() })
    const now = () => performance.now() / 1_000
    const outcome = protocol.run(source, { random: seededRandom(protocol.name), say, now })
    process.stderr.write(`\n${outcome.text}\n\n`)
    Object.assign(figures, outcome.figures)
    Object.assign(floors, outcome.floors)
  }
  return judge('interest-quality', figures, floors)
}
