// What others publish becomes the feed's own copy: the catalogue, verdicts, rates, sales and returns, and who follows whom.
// The rows are what counts; every process, this one too, hears of them by NOTIFY and reads them.
import { contentChanged, creatorFollowed } from '#modules/content/events'
import { planChanged } from '#modules/alliance/events'
import { reviewDecided } from '#modules/governance/events'
import { productChanged } from '#modules/shop/events'
import { endOfSale, orderPaid, refundSucceeded } from '#modules/trade/events'
import { reaction, type Consumer } from '#platform/outbox'
import { withFollow } from './domain/settings.ts'
import { wordsOf } from './domain/words.ts'
import * as repository from './repository.ts'

export const interestConsumer: Consumer = {
  name: 'interest',
  reactions: [
    reaction(contentChanged, (tx, { payload: { publishedAt, title, ...facts } }) =>
      repository.saveContentFacts(tx, {
        ...facts,
        publishedAtMs: publishedAt === null ? null : Date.parse(publishedAt),
        words: wordsOf(title),
      }),
    ),
    reaction(productChanged, (tx, { payload: p }) =>
      repository.saveProductFacts(tx, {
        productId: p.productId,
        shopId: p.shopId,
        categoryId: p.categoryId,
        tags: p.tags,
        minPriceMinor: Number(p.minPriceMinor),
        onShelf: p.onShelf,
        inStock: p.inStock,
        reviewState: p.reviewState,
      }),
    ),
    reaction(reviewDecided, (tx, { payload: { kind, objectId, verdict } }) =>
      repository.saveVerdict(tx, kind, objectId, verdict),
    ),
    reaction(planChanged, (tx, { payload: { productId, rateBps } }) =>
      repository.saveRate(tx, productId, rateBps),
    ),
    reaction(orderPaid, (tx, { payload }) =>
      repository.addSales(
        tx,
        payload.lines.map(({ productId }) => ({ productId, sold: 1, refunded: 0 })),
      ),
    ),
    reaction(refundSucceeded, (tx, { payload }) =>
      repository.addSales(
        tx,
        payload.lines.flatMap((line) => {
          const end = endOfSale(line)
          if (end === null) return []
          // What was undone before it was sent was not sold; it says nothing of the goods.
          return [
            {
              productId: line.productId,
              ...(end === 'undone' ? { sold: -1, refunded: 0 } : { sold: 0, refunded: 1 }),
            },
          ]
        }),
      ),
    ),
    reaction(creatorFollowed, async (tx, { payload: { accountId, creatorId, on } }) => {
      await repository.changeSettings(tx, accountId, (s) => withFollow(s, creatorId, on))
    }),
  ],
}
