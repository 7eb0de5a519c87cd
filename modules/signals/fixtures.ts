// A logged slate and signals that cite it, for tests.
import type { Ids, Id } from '#kernel/ids'
import type { SlateLog } from './contract.ts'

export function aSlate(
  ids: Ids,
  accountId: Id<'usr'>,
  servedAt: Date,
  places = 3,
  changes: Partial<SlateLog> = {},
): SlateLog {
  return {
    slateId: ids.next('slt'),
    accountId,
    surface: 'recommend',
    personalised: true,
    policy: 'test',
    servedAt: servedAt.toISOString(),
    features: { 'instant:tag:quiet': 0.5 },
    stages: [{ stage: 'popular', ms: 0.1, kept: places, removed: 0, removedIds: [] }],
    items: Array.from({ length: places }, (_, position) => ({
      position,
      contentId: ids.next('cnt'),
      creatorId: ids.next('crt'),
      productIds: [ids.next('prd')],
      sources: ['popular'],
      score: 1,
      forecast: null,
      scores: { quality: 1 },
      explored: false,
      propensity: 1,
      why: [{ code: 'popular', tag: null, weight: 1 }],
    })),
    ...changes,
  }
}
