// How well the engine foretells, on published sets that lie in a folder of yours (their licences do not let us ship them):
// `./serendip bench interest-quality --data DIR`, where DIR/amazon-beauty-ts holds that set. Only sets with a protocol of ours here
// are asked; the figures stand beside the strongest tuned baseline of the same run.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, type Comparison } from '#engine/evaluation/compare'
import { OURS, streamFamilies } from '#engine/evaluation/families'
import { textReport } from '#engine/evaluation/report'
import { seededRandom } from '#kernel/random'
import { readSource } from '../eval/sources/source.ts'
import { judge, round, type Runnable } from './harness.ts'

export const run: Runnable['run'] = async ({ say, args }) => {
  const { values } = parseArgs({
    args: [...args].filter((a) => a !== '--full'),
    options: { data: { type: 'string' } },
  })
  if (!values.data) throw new Error('say where the sets are: --data DIR, with DIR/amazon-beauty-ts in it')
  const folder = resolve(process.env.CALLED_FROM ?? '.', values.data)
  const { dataset } = await readSource(join(folder, 'amazon-beauty-ts'), { nowMs: Date.now() })
  const beauty = compare(dataset, streamFamilies(), {
    random: seededRandom('interest-quality'),
    maskSeen: true,
    ours: OURS,
    say,
    now: () => performance.now() / 1_000,
  })
  process.stderr.write(`\n${textReport(beauty)}\n\n`)
  return judge('interest-quality', figuresOf('beautyStream', beauty), {
    beautyStreamHr10: { min: 0.135 },
    beautyStreamLeadLow: { min: 0 },
  })
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
