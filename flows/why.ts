// 'Why this': one's own slate, from the log, in words. Another person's slate answers like a missing one.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Interest } from '#modules/interest'
import type { why } from '#modules/interest/contract'
import type { Signals } from '#modules/signals'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { labelTags, type LabelDoors } from './interest-labels.ts'

type Doors = LabelDoors & { interest: Interest; signals: Signals }

export function createWhy({ db }: Pick<Deps, 'db'>, doors: Doors) {
  return {
    /** @throws AppError NOT_FOUND */
    why: ({ slateId, position }: InputOf<typeof why>, ctx: Ctx): Promise<OutputOf<typeof why>> =>
      db.read(async (tx) => {
        const slate = await doors.signals.slateOf(tx, slateId)
        const item = slate?.items[position]
        if (!slate || !item || slate.accountId !== personOf(ctx)) throw new AppError('NOT_FOUND')
        const tags = item.why.flatMap((r) => r.tag ?? [])
        const { personalised, servedAt } = slate
        return doors.interest.explain(
          { ...item, slateId, personalised, servedAt },
          await labelTags(tx, doors, tags),
        )
      }),
  }
}
