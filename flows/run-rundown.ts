// On to the next product: the rundown's clock and what the room is told move in one step, so the plan and the room cannot disagree.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Live } from '#modules/live'
import type { nextInRundown } from '#modules/live/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'

export const createRunRundown = ({ db }: Pick<Deps, 'db'>, { live }: { live: Live }) => ({
  /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT */
  nextInRundown: (
    { creatorId, roomId, after, rowId }: InputOf<typeof nextInRundown>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof nextInRundown>> =>
    db.transaction(async (tx) => {
      const room = await live.lockOpenRoom(tx, roomId, creatorId)
      const { items } = await live.bagsOf(tx, [room.room_id])
      const inBag = new Set<string>(items.map((i) => i.product_id))
      const productId = await live.stepRundown(tx, room, { after, rowId, inBag })
      await live.explain(tx, room, productId, personOf(ctx))
      return live.rundownOf(tx, room.room_id)
    }),
})
