// The shop itself: opened together with its organisation (flows/open-shop), restricted or closed by the platform.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { getShop, openShop } from '../contract.ts'
import { findShop, insertShop, productsOfShop, setShopState, type ShopRow } from '../repository/products.ts'
import { shopTotals } from '../repository/shelf.ts'
import type { Changes } from './changes.ts'
import { toShopProfile } from './views.ts'

export type NewShop = InputOf<typeof openShop> & { shopId: Id<'shp'> }

export function createShops({ clock }: Pick<Deps, 'clock'>, { changing }: Changes) {
  return {
    async createShop(
      tx: Tx,
      { shopId, name, kind, story, city, logoUrl }: NewShop,
    ): Promise<OutputOf<typeof getShop>> {
      await insertShop(tx, {
        shop_id: shopId,
        name: JSON.stringify(name),
        kind,
        story: JSON.stringify(story),
        city,
        logo_url: logoUrl,
        created_at: clock.now(),
      })
      return toShopProfile((await findShop(tx, shopId))!, { products: 0, sold: 0n })
    },

    /** @throws AppError NOT_FOUND */
    async profileOf(tx: Tx, shopId: Id<'shp'>): Promise<OutputOf<typeof getShop>> {
      const shop = await findShop(tx, shopId)
      if (!shop) throw new AppError('NOT_FOUND')
      return toShopProfile(shop, await shopTotals(tx, shopId))
    },

    /** Restricting or closing takes everything off the mall at once; trading again brings it back. */
    async setShopState(tx: Tx, shopId: Id<'shp'>, state: ShopRow['state']): Promise<void> {
      if (!(await findShop(tx, shopId))) throw new AppError('NOT_FOUND')
      await changing(tx, await productsOfShop(tx, shopId), () => setShopState(tx, shopId, state))
    },
  }
}
