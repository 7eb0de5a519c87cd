// What a source turns out to hold, and what every reader of one is given.
import type { Dataset } from '#engine/evaluation/dataset'
import type {
  BanditLog,
  Impressions,
  LoggedSlates,
  OrderLines,
  Ragged,
  Sessions,
  SplitInteractions,
} from '#engine/evaluation/shapes'
import type { Localized } from '#kernel/text'
import type { Problem, ProblemCode, ProblemLog } from './problems.ts'

/** `dataset` counts people and items by itself: match them with those of `lines` and `impressions` by name. */
export type Found =
  | {
      readonly kind: 'interactions'
      readonly dataset: Dataset
      /** The order of items that published tables use, a list a person of `dataset`, where times alone do not tell it. */
      readonly publishedOrder?: Ragged
    }
  | { readonly kind: 'orders'; readonly dataset: Dataset; readonly lines: OrderLines }
  | { readonly kind: 'impressions'; readonly dataset: Dataset; readonly impressions: Impressions }
  | { readonly kind: 'sessions'; readonly sessions: Sessions }
  | { readonly kind: 'split'; readonly split: SplitInteractions }
  /** A platform's own log; `items`: how many contents there were. */
  | {
      readonly kind: 'log'
      readonly dataset: Dataset
      readonly slates: LoggedSlates
      readonly items: number
    }
  | { readonly kind: 'bandit'; readonly logs: readonly BanditLog[] }

export type Told = {
  /** Rows that the files have, skipped ones included. */
  readonly rows: number
  readonly skipped: number
  /** The first 20 in full. */
  readonly problems: readonly Problem[]
  readonly counts: Readonly<Partial<Record<ProblemCode, number>>>
  /** Tables of a folder that are not of events, and what each lacks. */
  readonly leftOut: readonly LeftOut[]
  /** What was taken where there was too much. */
  readonly drawn: Drawn
}
/** One in so many people, with all they did; or the latest only, where a few people did it all. */
export type Drawn = { readonly oneIn: number; readonly latestOnly: boolean }
export type LeftOut = { readonly file: string; readonly why: Localized }

export type Reading = {
  readonly log: ProblemLog
  /** The present, milliseconds since 1970: a day after it is the last time believed. */
  readonly nowMs: number
}

/** A published set, told by its files. */
export type SetAdapter = {
  readonly name: string
  /** All of them are there. */
  readonly files: readonly string[]
  /** Returns what it holds, how many rows its files have, and whom it drew of too many. */
  read(folder: string, reading: Reading): Promise<{ found: Found; rows: number; drawn?: Drawn }>
}
