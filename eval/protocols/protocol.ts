// A protocol is a question put to models on a set: what is foretold, what is masked, what is told of it. `./serendip eval
// --protocol NAME` and `./serendip bench interest-quality` run the same ones.
import type { Random } from '#kernel/random'
import type { Locale } from '#kernel/text'
import type { Source } from '../sources/source.ts'

export type Limit = { min?: number; max?: number }
export type Outcome = {
  /** The table, for a terminal. */
  text: string
  /** Names begin with the protocol's own, in camel case: `beautyStreamHr10`. */
  figures: Record<string, number | string>
  /** What a figure must keep for the engine to be as good as promised. */
  floors: Record<string, Limit>
}
export type Asking = {
  random: Random
  say: (text: string) => void
  /** Seconds, for timings only. */
  now: () => number
  /** Of whoever reads the table; English when left out. */
  locale?: Locale
}
export type Protocol = {
  /** As `--protocol` names it. */
  name: string
  /** The folder of the set it was published on. */
  set: string
  /** `source` is that set, read; one of another kind is refused. */
  run(source: Source, asking: Asking): Outcome
}

export const rounded = (value: number, digits = 4) => Number(value.toFixed(digits))
