// Who stands in every table: the honest baselines in a few settings each, and ours. A baseline that was not tuned proves nothing.
import { DAY_MS } from '#kernel/clock'
import { itemCf } from '../baselines/item-cf.ts'
import { allTimePopularity, trend } from '../baselines/popularity.ts'
import { vSknn } from '../baselines/v-sknn.ts'
import { nextInSession } from '../models/next-in-session.ts'
import { nextItem } from '../models/next-item.ts'
import { NEXT_ITEM } from '../models/next-item-options.ts'
import type { Family } from './compare.ts'
import type { SessionContender } from './next-in-session.ts'

const HISTORY = 50
const only = (contender: Family['settings'][number]['contender']) => [{ label: '', contender }]

export const OURS = 'serendip'
const BLEND = 'item CF + trend'

/**
 * Of a stream of `interactions` at most the first tenth teaches our blend nothing: on a short one it would else never learn at all,
 * where the engine of the platform learns from its first event on.
 */
const ours = (interactions: number) =>
  nextItem(OURS, { warmUp: Math.min(NEXT_ITEM.warmUp, Math.floor(interactions / 10)) })

export const streamFamilies = (interactions = Infinity): Family[] => [
  { name: 'popularity', settings: only(allTimePopularity) },
  {
    name: 'trend',
    settings: [1, 3, 7, 30].map((days) => ({
      label: `${days} d`,
      contender: trend('trend', days * DAY_MS),
    })),
    curve: true,
  },
  {
    name: 'item CF',
    settings: [0.6, 0.8, 1].map((decay) => ({
      label: `decay ${decay}`,
      contender: itemCf('item CF', { history: HISTORY, decay }),
    })),
  },
  {
    name: BLEND,
    settings: [1, 3, 7].flatMap((days) =>
      [0.5, 1].map((trendWorth) => ({
        label: `${days} d × ${trendWorth}`,
        contender: itemCf(BLEND, {
          history: HISTORY,
          decay: 0.6,
          trendHalfLifeMs: days * DAY_MS,
          trendWorth,
        }),
      })),
    ),
    curve: true,
  },
  { name: OURS, settings: only(ours(interactions)), curve: true },
]

export const sessionContenders = (): SessionContender[] => [vSknn(), nextInSession(OURS)]
