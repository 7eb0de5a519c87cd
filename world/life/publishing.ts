// Contents appear when their time comes: those from before the history in batches of a few hours, the others at their moment.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { ContentPlan } from '../plan/contents.ts'
import { later, type Cast, type Story } from './cast.ts'

const BATCH_MS = 8 * HOUR_MS

export const draftOf = ({ authors, goods }: Cast, plan: ContentPlan) => ({
  ...plan.draft,
  creatorId: authors[plan.creator]!.creatorId,
  productIds: plan.products.map((p) => goods[p]!.productId),
})

export async function publishOnTime(story: Story, plans: readonly ContentPlan[]): Promise<void> {
  const { platform, cast, fromMs } = story
  const publish = async (batch: readonly ContentPlan[]): Promise<void> => {
    const drafts = batch.map((plan) => draftOf(cast, plan))
    await platform.db.transaction((tx) => platform.server.flows.publishAllContents(tx, drafts))
  }
  const early = Map.groupBy(
    plans.filter((p) => p.day < 0),
    (p) => Math.floor((p.day * DAY_MS) / BATCH_MS),
  )
  for (const [nth, batch] of [...early].sort(([a], [b]) => a - b)) {
    await platform.scenes.play(`contents ${nth}`, fromMs + nth * BATCH_MS, () => publish(batch))
  }
  plans.forEach((plan, i) => {
    if (plan.day >= 0)
      later(story, `content ${i}`, Math.floor(fromMs + plan.day * DAY_MS), () => publish([plan]))
  })
}
