// The reviewer's desk: what waits, how long, and what is known about one of them.
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { getReview, listReviews, listRules } from '../contract.ts'
import { RULE_IDS, RULES } from '../domain/rules.ts'
import * as repository from '../repository.ts'
import { toReview } from './view.ts'

const EARLIER = 5

export function createQueue({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  const view = (row: repository.ReviewRow) => toReview(row, clock.now())
  return {
    listReviews: ({
      state,
      kind,
      cursor,
      limit,
    }: InputOf<typeof listReviews>): Promise<OutputOf<typeof listReviews>> =>
      db.read(async (tx) => {
        const rows = await repository.listTasks(tx, { state, kind, after: afterOf(cursor), limit: limit + 1 })
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        const counts = await repository.countWaiting(tx, kind, clock.now())
        return {
          items: page.map(view),
          nextCursor: rows.length > limit && last ? encodeCursor([last.review_id]) : null,
          ...counts,
        }
      }),

    getReview: ({ reviewId }: InputOf<typeof getReview>): Promise<OutputOf<typeof getReview>> =>
      db.read(async (tx) => {
        const row = await repository.findTask(tx, reviewId)
        if (!row) throw new AppError('NOT_FOUND')
        return {
          ...view(row),
          snapshot: row.snapshot,
          earlier: (await repository.findEarlier(tx, row, EARLIER)).map(view),
        }
      }),

    listRules: async (): Promise<OutputOf<typeof listRules>> => ({
      items: RULE_IDS.map((ruleId) => ({
        ruleId,
        ...RULES[ruleId],
        appliesTo: [...RULES[ruleId].appliesTo],
      })),
    }),
  }
}

function afterOf(cursor: string | undefined): Id<'rvt'> | null {
  if (cursor === undefined) return null
  const key = decodeCursor(cursor, 1)
  if (!key) throw new AppError('CURSOR_INVALID')
  return key[0] as Id<'rvt'>
}
