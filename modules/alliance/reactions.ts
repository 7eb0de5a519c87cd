// Keeps what the square sorts and filters by: is it on sale, in which category, under which words.
import { productChanged } from '#modules/shop/events'
import { reaction, type Consumer } from '#platform/outbox'
import { upsertProduct } from './repository/offers.ts'

export const allianceConsumer: Consumer = {
  name: 'alliance',
  reactions: [
    reaction(productChanged, (tx, { payload: p }) =>
      upsertProduct(tx, {
        productId: p.productId,
        categoryId: p.categoryId,
        search: `${p.title.zh} ${p.title.en}`.toLowerCase(),
        onSale: p.onShelf && p.inStock && p.reviewState === 'passed',
      }),
    ),
  ],
}
