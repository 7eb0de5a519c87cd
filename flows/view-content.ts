// One content with the goods on it, as a viewer sees it. Both the content's own state and governance must agree that it may be
// shown; goods that may not be sold are left off.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Content } from '#modules/content'
import type { getContent } from '#modules/content/contract'
import type { Governance } from '#modules/governance'
import type { Shop } from '#modules/shop'
import type { Ctx, Deps } from '#platform/context'

import { roomsByCreator, type ReadRoomsNow } from './rooms-now.ts'

type Doors = { content: Content; shop: Shop; governance: Governance }

export function createViewContent(
  { db }: Pick<Deps, 'db'>,
  { content, shop, governance }: Doors,
  roomsNow: ReadRoomsNow | null = null,
) {
  return {
    /** @throws AppError NOT_FOUND */
    viewContent: (
      { contentId }: InputOf<typeof getContent>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof getContent>> =>
      db.read(async (tx) => {
        const viewerId = ctx.actor.kind === 'person' ? ctx.actor.accountId : null
        const [card] = await content.cards(tx, [contentId], viewerId)
        const allowed = await governance.mayBeShown(tx, { content: [contentId] })
        if (!card || !allowed.has(contentId)) throw new AppError('NOT_FOUND')
        const goods = await shop.cards(tx, card.productIds)
        const authorRoomId = roomsNow && roomsByCreator(await roomsNow()).get(card.author.creatorId)
        return {
          content: authorRoomId ? { ...card, authorRoomId } : card,
          products: goods.filter((g) => g.availability !== 'offShelf'),
        }
      }),
  }
}
