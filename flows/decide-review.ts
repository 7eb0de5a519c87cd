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
  (decision: InputOf<typeof decideReview>, ctx: Ctx): Promise<OutputOf<typeof decideReview>> =>
    db.transaction(async (tx) => {
      const { kind, objectId } = await governance.reviewable(tx, decision, ctx.actor)
      // The object first, then its task: the order in which an edit takes them, so that the two never wait in a ring.
      const { verdict, ruleId = null, note = null } = decision
      if (kind === 'product') await shop.applyReviews(tx, [objectId as Id<'prd'>], { verdict, ruleId, note })
      else await content.applyReview(tx, objectId as Id<'cnt'>, verdict, ruleId)
      return governance.decide(tx, decision, ctx.actor)
    })
