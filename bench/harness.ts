// What a bench or a chaos run answers: one JSON line with figures, floors and the machine, exit code by the floors.
import { cpus, totalmem } from 'node:os'

export type Floor = { min?: number; max?: number }
export type Result = {
  name: string
  figures: Record<string, number | string | boolean>
  floors: Record<string, Floor>
  pass: boolean
  machine: { cpu: string; cores: number; memoryGb: number; node: string }
}
/** Progress for a person, on stderr, so that stdout stays one JSON line. */
export type Say = (text: string) => void
export type Runnable = { run(options: { full: boolean; say: Say; args: readonly string[] }): Promise<Result> }

export const machine = (): Result['machine'] => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  node: process.versions.node,
})

/** Every floor must have its figure, and the figure must keep it. */
export function judge(name: string, figures: Result['figures'], floors: Result['floors']): Result {
  const kept = Object.entries(floors).every(([key, { min, max }]) => {
    const value = figures[key]
    return (
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (min === undefined || value >= min) &&
      (max === undefined || value <= max)
    )
  })
  return { name, figures, floors, pass: kept, machine: machine() }
}

/** The p-quantile (0..1) of unsorted samples, by nearest rank. NaN for none. */
export function quantile(samples: readonly number[], p: number): number {
  if (samples.length === 0) return Number.NaN
  const sorted = Float64Array.from(samples).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!
}

export const round = (value: number, digits = 1) => Number(value.toFixed(digits))

/** Asked in a way that cannot be done; the message says how to ask. */
export class UsageError extends Error {}

/** `run.ts NAME`: loads `<folder>/<name>.ts`, runs it, prints its line. */
export async function main(
  folder: string,
  names: readonly string[],
  argv: readonly string[],
): Promise<never> {
  const name = argv.find((a) => !a.startsWith('--')) ?? ''
  if (!names.includes(name)) {
    console.error(`Name one of: ${names.join(', ')}`)
    process.exit(64)
  }
  const say: Say = (text) => process.stderr.write(`· ${text}\n`)
  const { run } = (await import(`${folder}/${name.toLowerCase()}.ts`)) as Runnable
  const usage = (error: unknown): never => {
    if (!(error instanceof UsageError)) throw error
    console.error(`✗ ${error.message}`)
    process.exit(64)
  }
  const result = await run({
    full: argv.includes('--full'),
    say,
    args: argv.filter((a) => a !== name),
  }).catch(usage)
  console.log(JSON.stringify(result))
  process.exit(result.pass ? 0 : 1)
}
