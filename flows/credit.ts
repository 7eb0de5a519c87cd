// Who is credited with a sale: the card's signed token, when it is ours, this buyer's, of this product and not too old.
// Buying from oneself, or from the shop one works for, credits the content for the learner, but pays no commission.
import { readAttribution } from '#flows/attribution'
import type { Id } from '#kernel/ids'
import type { Ctx, Deps } from '#platform/context'
import { POLICY, type Credit } from '#modules/trade'

export type CreditedSku = { productId: Id<'prd'>; shopId: Id<'shp'> }

export function createCredit({ config, clock }: Pick<Deps, 'config' | 'clock'>) {
  return {
    creditOf(token: string | null | undefined, sku: CreditedSku, buyerId: Id<'usr'>): Credit | null {
      const a = token ? readAttribution(config.secret, token) : null
      if (!a || a.productId !== sku.productId || a.accountId !== buyerId) return null
      if (clock.now().getTime() - Date.parse(a.at) > POLICY.attributionMs) return null
      return { slateId: a.slateId, position: a.position, contentId: a.contentId, creatorId: a.creatorId }
    },

    earnsCommission: (ctx: Ctx, creatorId: Id<'crt'>, shopId: Id<'shp'>): boolean =>
      ctx.actor.kind !== 'person' ||
      !ctx.actor.memberships.some((m) => m.orgId === creatorId || m.orgId === shopId),
  }
}
export type CreditRule = ReturnType<typeof createCredit>
