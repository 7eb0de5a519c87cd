// Contents appear when their time comes: those from before the history at once, in order; the others at their moment.
import { DAY_MS } from '#kernel/clock'
import type { ContentPlan } from '../plan/contents.ts'
import type { Story } from './cast.ts'
import { later } from './cast.ts'

export async function publishOnTime(story: Story, plans: readonly ContentPlan[]): Promise<void> {
  const { platform, cast, fromMs } = story
  const publish = async (plan: ContentPlan): Promise<void> => {
    const draft = { ...plan.draft, creatorId: cast.authors[plan.creator]!.creatorId, productIds: plan.products.map((p) => cast.goods[p]!.productId) }
    await platform.db.transaction((tx) => platform.server.flows.publishAllContents(tx, [draft]))
  }
  for (const [i, plan] of [...plans.entries()].sort(([, a], [, b]) => a.day - b.day)) {
    const atMs = Math.floor(fromMs + plan.day * DAY_MS)
    if (plan.day < 0) await platform.scenes.play(`content ${i}`, atMs, () => publish(plan))
    else later(story, `content ${i}`, atMs, () => publish(plan))
  }
}
