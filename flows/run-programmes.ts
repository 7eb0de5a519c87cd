// A programme is made and edited: its words are screened; and a date of it becomes a room, with the addresses of the engine.
import type { InputOf, OutputOf } from '#kernel/contract'
import { inBoth } from '#flows/words'
import type { Governance } from '#modules/governance'
import type { Live } from '#modules/live'
import type { createProgramme, editProgramme, openProgrammeDate } from '#modules/live/contract'
import type { Ctx, Deps } from '#platform/context'
import { publishUrlsOf, type LiveEngine } from '#platform/live-engine'

export function createRunProgrammes(
  { db }: Pick<Deps, 'db'>,
  { live, governance }: { live: Live; governance: Governance },
  engine: LiveEngine | null,
) {
  const screen = ({ title, description }: Pick<InputOf<typeof editProgramme>, 'title' | 'description'>) =>
    governance.screenWords([
      ...(title ? inBoth('/title', title) : []),
      ...(description ? inBoth('/description', description) : []),
    ])

  return {
    /** @throws AppError POLICY_WORD · PROGRAMME_LIMIT */
    async createProgramme(input: InputOf<typeof createProgramme>): Promise<OutputOf<typeof createProgramme>> {
      screen(input)
      return db.transaction((tx) => live.createProgramme(tx, input))
    },

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT · POLICY_WORD */
    async editProgramme(
      input: InputOf<typeof editProgramme>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof editProgramme>> {
      screen(input)
      return db.transaction((tx) => live.editProgramme(tx, input, ctx.ifMatch))
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT · DATE_INVALID */
    async openProgrammeDate(
      input: InputOf<typeof openProgrammeDate>,
    ): Promise<OutputOf<typeof openProgrammeDate>> {
      const { room, key } = await db.transaction((tx) => live.openProgrammeDate(tx, input))
      if (key === null) return { room, publish: null }
      return { room, publish: publishUrlsOf(engine, room.roomId, key) }
    },
  }
}
