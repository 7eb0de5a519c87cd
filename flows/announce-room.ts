// A video announces a room and carries its viewers in (短直联动): whose room it may be, and how many came by it. With the room's end
// the announcement goes (flows/go-live.ts); who sets one holds the room's row first, so that neither overtakes the other.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Content } from '#modules/content'
import type { announceRoom, getLiveEntries } from '#modules/content/contract'
import type { Live } from '#modules/live'
import { mayIn, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { content: Content; live: Live }

/** The newest rooms of the list; the sums are of all. */
const ROOMS_TOLD = 20

export function createAnnounceRoom({ db }: Pick<Deps, 'db'>, { content, live }: Doors) {
  /**
   * Holds the row of a room that this creator may announce: their own, or of another account where the caller may run rooms.
   * @throws AppError NOT_FOUND · STATE_CONFLICT {state} for one that is over
   */
  async function holdRoom(tx: Tx, creatorId: string, roomId: string, ctx: Ctx): Promise<Id<'rom'>> {
    const room = await live.roomOf(tx, roomId)
    if (room.creator_id !== creatorId && !mayIn(ctx, 'creator', room.creator_id, 'live.run'))
      throw new AppError('NOT_FOUND')
    return (await live.lockOpenRoom(tx, roomId, room.creator_id)).room_id
  }

  return {
    holdRoom,

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    announceRoom: (
      { creatorId, contentId, roomId }: InputOf<typeof announceRoom>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof announceRoom>> =>
      db.transaction(async (tx) => {
        const held = roomId === null ? null : await holdRoom(tx, creatorId, roomId, ctx)
        return content.announceRoom(tx, creatorId, contentId, held)
      }),

    /** @throws AppError NOT_FOUND */
    getLiveEntries: ({
      creatorId,
      contentId,
    }: InputOf<typeof getLiveEntries>): Promise<OutputOf<typeof getLiveEntries>> =>
      db.read(async (tx) => {
        const own = await content.contentOf(tx, contentId)
        if (own?.creatorId !== creatorId) throw new AppError('NOT_FOUND')
        const rooms = await live.broughtBy(tx, contentId)
        const entries = rooms.reduce((sum, r) => sum + r.entries, 0)
        const { views } = own.counters
        return {
          contentId: own.contentId,
          views,
          entries,
          rateBps: views === 0 ? null : Math.round((entries * 10_000) / views),
          rooms: rooms.slice(0, ROOMS_TOLD).map((r) => ({
            roomId: r.room_id,
            title: r.title,
            startedAt: r.started_at?.toISOString() ?? null,
            entries: r.entries,
            payers: r.payers,
          })),
        }
      }),
  }
}
export type AnnounceRoom = ReturnType<typeof createAnnounceRoom>
