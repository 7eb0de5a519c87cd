// What shapes the online model, and how much there is room for.
import { DAY_MS } from '#kernel/clock'
import type { Columns } from '../columns.ts'

export type NextItemOptions = {
  /** From the mood of the day to what always sells. */
  trendHalfLivesMs: readonly number[]
  /** The hottest of each speed that are candidates for everybody. */
  trendCandidates: number
  /** How many of a person's last things are looked at, and how many a new one is linked to. */
  historyRead: number
  historyLinked: number
  /** How much less each step back links: 1 / (1 + linkDecay · steps). */
  linkDecay: number
  gapHalfLifeMs: number
  /** A person who stays away longer than this begins a new sitting. */
  sittingGapMs: number
  sittingsPerItem: number
  neighbours: number
  backward: number
  degree: number
  /** After so long what led to what says half as much; never, when left out. */
  linkHalfLifeMs?: number
  /** A feature that more items share than this says nothing. */
  maxItemsOfFeature: number
  learningRate: number
}

/** How much there is room for. What is not used costs nothing. */
export type NextItemRoom = {
  people: number
  items: number
  features: number
  /** Items times their features. */
  described: number
  /** Links of items to items; each costs 8 bytes. */
  links?: number
  sittings?: number
  /** Events of all people that are remembered; each costs 8 bytes. */
  events?: number
  columns?: Columns
}

/** And how a stream is learned. */
export type LearningOptions = NextItemOptions & {
  /** Every so many-th of the past teaches the blend, and each of the present; the first `warmUp` of all teach nothing. */
  teachEvery: number
  warmUp: number
  /** So many interactions at once are history to catch up with, not news. */
  catchingUp: number
}

export const NEXT_ITEM: LearningOptions = {
  trendHalfLivesMs: [0.7, 2, 7, 30, 180, 36_500].map((days) => days * DAY_MS),
  trendCandidates: 150,
  historyRead: 30,
  historyLinked: 30,
  linkDecay: 0,
  gapHalfLifeMs: 60 * DAY_MS,
  sittingGapMs: 0.5 * DAY_MS,
  sittingsPerItem: 500,
  neighbours: 100,
  backward: 0.8,
  degree: 400,
  maxItemsOfFeature: 800,
  learningRate: 0.1,
  teachEvery: 10,
  warmUp: 2_000,
  catchingUp: 2_000,
}

/** For a platform's millions: fewer links and neighbours of each, so that a slate takes milliseconds. */
export const AT_SCALE: LearningOptions = {
  ...NEXT_ITEM,
  trendCandidates: 100,
  historyRead: 20,
  historyLinked: 10,
  sittingsPerItem: 64,
  neighbours: 50,
  degree: 64,
  maxItemsOfFeature: 500,
}
