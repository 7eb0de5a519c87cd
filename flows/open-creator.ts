// An account becomes a creator: the organisation and its public profile appear together or not at all.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Content } from '#modules/content'
import type { editCreator, openCreator } from '#modules/content/contract'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { inBoth } from './words.ts'

type Doors = { identity: Identity; content: Content; governance: Governance }

export function createOpenCreator({ db }: Pick<Deps, 'db'>, { identity, content, governance }: Doors) {
  return {
    /** @throws AppError POLICY_WORD */
    async openCreator(input: InputOf<typeof openCreator>, ctx: Ctx): Promise<OutputOf<typeof openCreator>> {
      governance.screenWords([...inBoth('/name', input.name), ...inBoth('/bio', input.bio)])
      return db.transaction(async (tx) => {
        const id = await identity.createOrganisation(tx, {
          kind: 'creator',
          name: input.name,
          ownerAccountId: personOf(ctx),
        })
        return content.createCreator(tx, {
          id,
          name: input.name,
          bio: input.bio,
          avatarUrl: null,
          tier: 'tail',
        })
      })
    },

    /** @throws AppError POLICY_WORD · STALE */
    async editCreator(input: InputOf<typeof editCreator>, ctx: Ctx): Promise<OutputOf<typeof editCreator>> {
      if (input.bio) governance.screenWords(inBoth('/bio', input.bio))
      return db.transaction((tx) => content.reviseCreator(tx, input.creatorId, input, ctx.ifMatch))
    },
  }
}
