// Creator profiles. The name is the organisation's; the desk edits biography and avatar.
import type { InputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type * as contract from '../contract.ts'
import type { CreatorProfile, CreatorTier } from '../contract.ts'
import { insertCreator, selectCreator, updateCreator } from '../repository/creators.ts'
import { toCreatorProfile } from './present.ts'

export type NewCreator = {
  id: Id<'crt'>
  name: Localized
  bio: Localized
  avatarUrl: string | null
  tier: CreatorTier
}

export function createCreators(deps: Deps) {
  return {
    /** Adds the profile of an organisation made in the same transaction. */
    async createCreator(tx: Tx, c: NewCreator): Promise<CreatorProfile> {
      const row = {
        id: c.id,
        name: c.name,
        bio: c.bio,
        avatar_url: c.avatarUrl,
        tier: c.tier,
        created_at: deps.clock.now(),
      }
      await insertCreator(tx, row)
      return toCreatorProfile({ ...row, followers: 0n, version: 1 })
    },

    async reviseCreator(
      tx: Tx,
      creatorId: Id<'crt'>,
      changes: { bio?: Localized; avatarUrl?: string | null },
      version: string | null,
    ): Promise<CreatorProfile> {
      const creator = await selectCreator(tx, creatorId, true)
      if (!creator) throw new AppError('NOT_FOUND')
      if (version !== String(creator.version))
        throw new AppError('STALE', { version: creator.version, current: toCreatorProfile(creator) })
      const next = {
        ...creator,
        bio: changes.bio ?? creator.bio,
        avatar_url: changes.avatarUrl === undefined ? creator.avatar_url : changes.avatarUrl,
        version: creator.version + 1,
      }
      await updateCreator(tx, next)
      return toCreatorProfile(next)
    },

    getCreator: (input: InputOf<typeof contract.getCreator>) =>
      deps.db.read(async (tx) => {
        const creator = await selectCreator(tx, input.creatorId)
        if (!creator) throw new AppError('NOT_FOUND')
        return toCreatorProfile(creator)
      }),
  }
}
