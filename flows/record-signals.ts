// Behaviour comes in: check each item, append what is new, and teach the feed before answering, so that the very next slate
// already knows.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Interest } from '#modules/interest'
import type { Signals } from '#modules/signals'
import type { record } from '#modules/signals/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'

type Doors = { signals: Signals; interest: Interest }

export function createRecordSignals({ db }: Pick<Deps, 'db'>, { signals, interest }: Doors) {
  return {
    async recordSignals(input: InputOf<typeof record>, ctx: Ctx): Promise<OutputOf<typeof record>> {
      const { accepted, refused } = await db.read((tx) => signals.check(tx, personOf(ctx), input))
      const appended = await db.read((tx) => signals.appendAlone(tx, accepted))
      interest.observe(appended)
      return { accepted: appended.length, duplicates: accepted.length - appended.length, refused }
    },
  }
}
