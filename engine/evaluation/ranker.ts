// What every protocol asks of a model, ours and the baselines alike. People and items are indices into the data set; time is in
// milliseconds. A model learns only what it is given, in order of time, and may be asked at any moment in between.
import type { Dataset, Interactions } from './dataset.ts'

export type Ranker = {
  /** Takes in the interactions `from`..`to` (not included), in order of time. */
  learn(interactions: Interactions, from: number, to: number): void
  /** Writes how likely each item is next for this person into `out`, one number an item, higher is likelier; -Infinity for none. */
  score(person: number, atMs: number, out: Float64Array): void
}

/** What a model may know before the first interaction. */
export type Facts = Pick<Dataset, 'people' | 'items' | 'actions' | 'itemFeatures' | 'featureCount'>

export type Contender = { name: string; create(facts: Facts): Ranker }
