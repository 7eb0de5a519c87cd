// Who is credited with a sale: the card's signed token, when it is ours, this buyer's, of this product and not too old.
// Buying from oneself, or from the shop one works for, credits the content for the learner, but pays no commission.
import { readAttribution, readRoomAttribution } from '#flows/attribution'
import type { Id } from '#kernel/ids'
import type { Ctx, Deps } from '#platform/context'
import { POLICY, type Credit } from '#modules/trade'

export type CreditedSku = { productId: Id<'prd'>; shopId: Id<'shp'> }

export function createCredit({ config, clock }: Pick<Deps, 'config' | 'clock'>) {
  return {
    creditOf(token: string | null | undefined, sku: CreditedSku, buyerId: Id<'usr'>): Credit | null {
      const a = token ? readAttribution(config.secret, token) : null
      const room = token && !a ? readRoomAttribution(config.secret, token) : null
      const found = a ?? room
      if (!found || found.productId !== sku.productId || found.accountId !== buyerId) return null
      if (clock.now().getTime() - Date.parse(found.at) > POLICY.attributionMs) return null
      const { contentId, creatorId } = found
      return { slateId: a?.slateId ?? null, position: a?.position ?? null, contentId, creatorId }
    },

    /**
     * Bought in a room, the room's creator is credited, for it is there that the decision fell. A card of the feed that led to
     * this creator stays with it, so that the learner knows which place did it.
     */
    creditInRoom(
      room: { creatorId: Id<'crt'>; contentId: Id<'cnt'> | null },
      fromCard: Credit | null,
    ): Credit {
      if (fromCard && fromCard.creatorId === room.creatorId) return fromCard
      return { slateId: null, position: null, contentId: room.contentId, creatorId: room.creatorId }
    },

    earnsCommission: (ctx: Ctx, creatorId: Id<'crt'>, shopId: Id<'shp'>): boolean =>
      ctx.actor.kind !== 'person' ||
      !ctx.actor.memberships.some((m) => m.orgId === creatorId || m.orgId === shopId),
  }
}
export type CreditRule = ReturnType<typeof createCredit>
