// How well the engine foretells, on published sets that lie in a folder of yours (their licences do not let us ship them):
// `./serendip bench interest-quality --data DIR`, where DIR/amazon-beauty-ts and DIR/diginetica hold those sets. The figures stand
// beside the strongest tuned baseline of the same run.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, type Comparison } from '#engine/evaluation/compare'
import { OURS, sessionContenders, streamFamilies } from '#engine/evaluation/families'
import { runSessions, sessionReport, type SessionRow } from '#engine/evaluation/next-in-session'
import { textReport } from '#engine/evaluation/report'
import { seededRandom } from '#kernel/random'
import { readAny, readSource } from '../eval/sources/source.ts'
import { judge, round, UsageError, type Runnable } from './harness.ts'

export const run: Runnable['run'] = async ({ say, args }) => {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: { data: { type: 'string' } },
  })
  if (!values.data)
    throw new UsageError('say where the sets are: --data DIR, with amazon-beauty-ts and diginetica in it')
  const folder = resolve(process.env.CALLED_FROM ?? '.', values.data)
  const random = seededRandom('interest-quality')
  const now = () => performance.now() / 1_000
  const { dataset } = await readSource(join(folder, 'amazon-beauty-ts'), { nowMs: Date.now() })
  const beauty = compare(dataset, streamFamilies(), {
    random,
    maskSeen: true,
    ours: OURS,
    say,
    now,
  })
  process.stderr.write(`\n${textReport(beauty)}\n\n`)
  const diginetica = await readAny(join(folder, 'diginetica'), { nowMs: Date.now() })
  if (diginetica.kind !== 'sessions') throw new Error(`${join(folder, 'diginetica')} holds no sessions`)
  const sessions = sessionContenders().map((c) => runSessions(diginetica.sessions, c, { random, now }))
  process.stderr.write(`${sessionReport('diginetica', sessions)}\n\n`)
  return judge(
    'interest-quality',
    { ...figuresOf('beautyStream', beauty), ...sessionFigures('diginetica', sessions) },
    {
      beautyStreamHr10: { min: 0.135 },
      beautyStreamLeadLow: { min: 0 },
      digineticaP20: { min: 0.53 },
      digineticaMrr20: { min: 0.186 },
    },
  )
}

function figuresOf(name: string, { rows, tests, comparedWith }: Comparison): Record<string, number | string> {
  const ours = rows.find((row) => row.name === OURS)!
  const other = rows.find((row) => row.name === comparedWith)!
  const frozen = ours.curve.find((point) => point.syncMs === Infinity)!
  return {
    [`${name}Hr10`]: round(ours.hit10.mean, 4),
    [`${name}Low`]: round(ours.hit10.low, 4),
    [`${name}High`]: round(ours.hit10.high, 4),
    [`${name}Ndcg10`]: round(ours.ndcg10.mean, 4),
    [`${name}Frozen`]: round(frozen.hit10, 4),
    [`${name}Baseline`]: `${other.name} ${other.chosen ?? ''}`.trim(),
    [`${name}BaselineHr10`]: round(other.hit10.mean, 4),
    [`${name}LeadLow`]: round(ours.lead!.low, 4),
    [`${name}Coverage`]: round(ours.coverage, 3),
    [`${name}Gini`]: round(ours.gini, 3),
    [`${name}TailShare`]: round(ours.tail, 3),
    [`${name}Tests`]: tests,
  }
}

function sessionFigures(name: string, rows: readonly SessionRow[]): Record<string, number | string> {
  const ours = rows.find((row) => row.name === OURS)!
  const other = rows.find((row) => row.name !== OURS)!
  return {
    [`${name}P20`]: round(ours.hit20.mean, 4),
    [`${name}P20Low`]: round(ours.hit20.low, 4),
    [`${name}Mrr20`]: round(ours.mrr20.mean, 4),
    [`${name}Mrr20Low`]: round(ours.mrr20.low, 4),
    [`${name}Baseline`]: other.name,
    [`${name}BaselineP20`]: round(other.hit20.mean, 4),
    [`${name}BaselineMrr20`]: round(other.mrr20.mean, 4),
  }
}
