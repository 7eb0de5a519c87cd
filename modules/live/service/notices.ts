// What people are told of the rooms of programmes: who was told, and how far a telling has come, in one transaction a page, so a
// process that is killed goes on where it stopped and nobody is told twice.
import type { OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { seeNotices } from '../contract.ts'
import * as repository from '../repository/notices.ts'
import { findRoom } from '../repository/rooms.ts'

/** Shortly before it begins. */
const SOON_MS = 15 * 60_000
const NOTICES = 100
type Page = (tx: Tx, creatorId: Id<'crt'>, after: string, limit: number) => Promise<Id<'usr'>[]>

export function createNotices({ db, clock }: Pick<Deps, 'db' | 'clock'>) {
  return {
    tellingsDue: (tx: Tx, limit: number) => repository.tellingsDue(tx, clock.now(), SOON_MS, limit),

    /** One page of people; `followers` brings those of the creator. Answers how many were told; a room that began meanwhile: none. */
    async tellPage(
      tx: Tx,
      { room_id: roomId, kind }: { room_id: Id<'rom'>; kind: 'planned' | 'soon' },
      followers: Page,
      limit: number,
    ): Promise<number> {
      const at = clock.now()
      const room = await findRoom(tx, roomId)
      const telling = await repository.lockTelling(tx, roomId, kind)
      if (!room?.programme_id || telling.done_at) return 0
      const { source, after_person: after } = telling
      const people =
        source === 'subscribers'
          ? await repository.subscribersAfter(tx, room.programme_id, after, limit)
          : await followers(tx, room.creator_id, after, limit)
      const told = await repository.insertNotices(tx, people, { roomId, kind, at })
      const isLast = people.length < limit
      await repository.saveTelling(tx, {
        ...telling,
        source: isLast ? 'followers' : source,
        after_person: isLast ? '' : people.at(-1)!,
        done_at: isLast && source === 'followers' ? at : null,
      })
      return told
    },

    noticesOf: (tx: Tx, personId: string) => repository.noticesOf(tx, personId, NOTICES),

    seeNotices: (_: object, ctx: Ctx): Promise<OutputOf<typeof seeNotices>> =>
      db.transaction(async (tx) => {
        await repository.markSeen(tx, personOf(ctx), clock.now())
        return { ok: true }
      }),
  }
}
