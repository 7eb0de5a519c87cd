// The creator chooses goods: offers and rates from the alliance, cards from the shop.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { ProductCard } from '#kernel/product-card'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Alliance } from '#modules/alliance'
import type { browseSquare, listShowcase, pickProduct } from '#modules/alliance/contract'
import type { Shop } from '#modules/shop'

type Doors = { alliance: Alliance; shop: Shop }

export function createBrowseSquare({ db }: Pick<Deps, 'db'>, { alliance, shop }: Doors) {
  const withCards = async <T extends { productId: Id<'prd'> }, R>(
    tx: Tx,
    rows: readonly T[],
    show: (row: T, card: ProductCard) => R,
  ): Promise<R[]> => {
    const cards = new Map(
      (
        await shop.cards(
          tx,
          rows.map((r) => r.productId),
        )
      ).map((c) => [c.productId, c]),
    )
    return rows.flatMap((row) => {
      const card = cards.get(row.productId)
      return card ? [show(row, card)] : []
    })
  }

  return {
    browseSquare: (input: InputOf<typeof browseSquare>): Promise<OutputOf<typeof browseSquare>> =>
      db.read(async (tx) => {
        const { items, nextCursor } = await alliance.square(tx, input)
        return { items: await withCards(tx, items, alliance.toSquareItem), nextCursor }
      }),

    /** @throws AppError NOT_FOUND when there is no such product or no plan for it · NOT_ON_SHELF */
    pickProduct: ({
      creatorId,
      productId,
    }: InputOf<typeof pickProduct>): Promise<OutputOf<typeof pickProduct>> =>
      db.transaction(async (tx) => {
        const [card] = await shop.cards(tx, [productId])
        if (!card) throw new AppError('NOT_FOUND')
        if (card.availability === 'offShelf') throw new AppError('NOT_ON_SHELF', { productId })
        return alliance.toShowcaseItem(await alliance.pickProduct(tx, creatorId, productId), card)
      }),

    listShowcase: ({
      creatorId,
      ...page
    }: InputOf<typeof listShowcase>): Promise<OutputOf<typeof listShowcase>> =>
      db.read(async (tx) => {
        const { items, nextCursor } = await alliance.showcase(tx, creatorId, page)
        return { items: await withCards(tx, items, alliance.toShowcaseItem), nextCursor }
      }),
  }
}
