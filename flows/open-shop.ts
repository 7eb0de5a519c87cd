// Opening a shop: its organisation (with the caller as owner) and its page, or neither.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { keepMade, madeBefore } from '#platform/made-by-key'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import type { Shop } from '#modules/shop'
import { openShop } from '#modules/shop/contract'

type Doors = { identity: Identity; governance: Governance; shop: Shop }

export const createOpenShop =
  ({ db }: Pick<Deps, 'db'>, { identity, governance, shop }: Doors) =>
  (input: InputOf<typeof openShop>, ctx: Ctx): Promise<OutputOf<typeof openShop>> =>
    db.transaction(async (tx) => {
      const before = await madeBefore<Id<'shp'>>(tx, ctx, openShop)
      if (before) return shop.profileOf(tx, before)
      const { name, story } = input
      governance.screenWords([
        { pointer: '/name/zh', text: name.zh },
        { pointer: '/name/en', text: name.en },
        { pointer: '/story/zh', text: story.zh },
        { pointer: '/story/en', text: story.en },
      ])
      const shopId = await identity.createOrganisation(tx, {
        kind: 'shop',
        name,
        ownerAccountId: personOf(ctx),
      })
      await keepMade(tx, ctx, openShop, shopId)
      return shop.createShop(tx, { ...input, shopId })
    })
