// A shop's commission plans: the offer is the alliance's, the product is the shop's, the recruiter is an organisation.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Deps } from '#platform/context'
import type { Alliance } from '#modules/alliance'
import type { listPlans, setPlan } from '#modules/alliance/contract'
import type { Identity } from '#modules/identity'
import type { Shop } from '#modules/shop'

type Doors = { alliance: Alliance; identity: Identity; shop: Shop }

export function createSetPlan({ db }: Pick<Deps, 'db'>, { alliance, identity, shop }: Doors) {
  return {
    /** @throws AppError NOT_FOUND for another shop's product or an unknown recruiter · RATE_SUM */
    setPlan: (input: InputOf<typeof setPlan>): Promise<OutputOf<typeof setPlan>> =>
      db.transaction(async (tx) => {
        const [card] = await shop.cards(tx, [input.productId])
        if (card?.shopId !== input.shopId) throw new AppError('NOT_FOUND')
        const { recruiterOrgId } = input
        if (recruiterOrgId && !(await identity.organisationNames(tx, [recruiterOrgId])).has(recruiterOrgId))
          throw new AppError('NOT_FOUND', { recruiterOrgId })
        return { plan: await alliance.setPlan(tx, input) }
      }),

    listPlans: ({ shopId, ...page }: InputOf<typeof listPlans>): Promise<OutputOf<typeof listPlans>> =>
      db.read(async (tx) => {
        const { items, nextCursor } = await alliance.plansOfShop(tx, shopId, page)
        const cards = new Map(
          (
            await shop.cards(
              tx,
              items.map((i) => i.productId),
            )
          ).map((c) => [c.productId, c]),
        )
        return {
          items: items.flatMap((item) => {
            const card = cards.get(item.productId)
            return card ? [{ ...item, card }] : []
          }),
          nextCursor,
        }
      }),
  }
}
