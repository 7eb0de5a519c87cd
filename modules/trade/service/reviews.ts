// Reviews: only those who received the goods speak, once per product and order; the shop may answer.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { listReviews, listShopReviews, replyReview, reviewOrder } from '../contract.ts'
import { maskName } from '../domain/mask.ts'
import * as repository from '../repository/reviews.ts'
import type { Orders } from './orders.ts'
import { cursorKey, pageOfRows } from './reads.ts'
import { reviewView } from './views.ts'

export function createReviews({ db, clock, ids }: Deps, orders: Orders) {
  return {
    reviewOrder: (input: InputOf<typeof reviewOrder>, ctx: Ctx): Promise<OutputOf<typeof reviewOrder>> =>
      db.transaction(async (tx) => {
        const o = await orders.order(tx, { orderId: input.orderId, buyerId: personOf(ctx) })
        const line = o.lines.find((l) => l.product_id === input.productId)
        if (!line) throw new AppError('NOT_PURCHASED')
        if (o.state !== 'received' && o.state !== 'completed')
          throw new AppError('STATE_CONFLICT', { state: o.state })
        const row = {
          review_id: ids.next('rev'),
          order_id: o.order_id,
          shop_id: o.shop_id,
          product_id: line.product_id,
          buyer_id: o.buyer_id,
          author: maskName(o.address.name),
          rating: input.rating,
          body: input.text,
          created_at: clock.now(),
          reply: null,
          replied_at: null,
        }
        if (!(await repository.insertReview(tx, { ...row, sku_name: JSON.stringify(line.sku_name) })))
          throw new AppError('DUPLICATE')
        return reviewView({ ...row, sku_name: line.sku_name })
      }),

    listReviews: ({
      productId,
      cursor,
      limit,
    }: InputOf<typeof listReviews>): Promise<OutputOf<typeof listReviews>> =>
      db.read(async (tx) => {
        const { rows, nextCursor } = pageOfRows(
          await repository.listReviews(tx, { productId, ...cursorKey(cursor), limit: limit + 1 }),
          limit,
          (r) => r.review_id,
        )
        const { n, average } = await repository.ratingOf(tx, productId)
        return { items: rows.map(reviewView), nextCursor, count: n, averageRating: average }
      }),

    listShopReviews: ({
      shopId,
      unanswered,
      cursor,
      limit,
    }: InputOf<typeof listShopReviews>): Promise<OutputOf<typeof listShopReviews>> =>
      db.read(async (tx) => {
        const found = await repository.listReviews(tx, {
          shopId,
          ...(unanswered ? { unanswered } : {}),
          ...cursorKey(cursor),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (r) => r.review_id)
        return { items: rows.map(reviewView), nextCursor }
      }),

    replyReview: ({
      shopId,
      reviewId,
      text,
    }: InputOf<typeof replyReview>): Promise<OutputOf<typeof replyReview>> =>
      db.transaction(async (tx) => {
        const row = await repository.replyTo(tx, shopId, reviewId, text, clock.now())
        if (!row) throw new AppError('NOT_FOUND')
        return reviewView(row)
      }),
  }
}
