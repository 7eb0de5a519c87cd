// A verdict and its effect on what was reviewed, in one transaction: nothing is ever passed in the queue and hidden in the
// shop, or the other way round.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Ctx, Deps } from '#platform/context'
import type { Content } from '#modules/content'
import type { Governance } from '#modules/governance'
import type { decideReview } from '#modules/governance/contract'
import type { Shop } from '#modules/shop'

type Doors = { governance: Governance; shop: Shop; content: Content }

export const createDecideReview =
  ({ db }: Pick<Deps, 'db'>, { governance, shop, content }: Doors) =>
  (
    { reviewId, expectedVersion, ...given }: InputOf<typeof decideReview>,
    ctx: Ctx,
  ): Promise<OutputOf<typeof decideReview>> =>
    db.transaction(async (tx) => {
      const { kind, objectId, verdict, ruleId, note, review } = await governance.decide(
        tx,
        reviewId,
        given,
        ctx.actor,
        expectedVersion,
      )
      if (kind === 'product') await shop.applyReviews(tx, [objectId as Id<'prd'>], { verdict, ruleId, note })
      else await content.applyReview(tx, objectId as Id<'cnt'>, verdict, ruleId)
      return review
    })
