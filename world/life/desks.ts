// The present: what waits on the desks when a visitor comes in. Nothing is painted on; each thing is brought about by the call
// that a shopper, a merchant, a creator or a reviewer makes, at its own hour of the last days.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Random } from '#kernel/random'
import { pickProduct } from '#modules/alliance/contract'
import { publish } from '#modules/content/contract'
import { decideReview, listReviews } from '#modules/governance/contract'
import { withdraw, withdrawCreator } from '#modules/ledger/contract'
import { createProduct, setStock, submitProduct } from '#modules/shop/contract'
import { refundOrder } from '#modules/trade/contract'
import { between, pick } from '../draw.ts'
import type { ContentPlan } from '../plan/contents.ts'
import type { ProductPlan } from '../plan/market.ts'
import type { Who } from '../stage/platform.ts'
import { buy } from './buying.ts'
import { later, type Story } from './cast.ts'
import { arrangeDisputes } from './disputes.ts'
import { draftOf } from './publishing.ts'
import { arrangeShelves } from './shelves.ts'

/** Made in the last hours: what reviewers have not seen yet. */
export type Newcomers = { products: readonly ProductPlan[]; contents: readonly ContentPlan[] }

const TO_SHIP = 20
const LATE = 3
const REFUNDS_WAITING = 3

export async function leaveWork(
  story: Story,
  newcomers: Newcomers,
  reviewer: Who,
  random: Random,
): Promise<void> {
  await fillOrders(story, random)
  await askForRefunds(story, random)
  await arrangeDisputes(story, REFUNDS_WAITING)
  await emptyShelves(story, random)
  await arrangeShelves(story)
  await submitNewcomers(story, newcomers, reviewer)
}

const hoursAgo = ({ untilMs }: Story, hours: number): number => Math.floor(untilMs - hours * HOUR_MS)

/** The demo's merchant finds some twenty parcels to send, a few of them late. */
async function fillOrders(story: Story, random: Random): Promise<void> {
  const { cast, platform, demo } = story
  const own = cast.goods.filter((g) => g.merchant.isDemo)
  const order = async (hours: number, n: number) => {
    const shopper = cast.shoppers[2 + random.int(cast.shoppers.length - 2)]!
    const name = `demo order ${n}`
    await platform.scenes.play(name, hoursAgo(story, hours), (choice) =>
      buy(story, shopper, [{ goods: pick(choice, own), attribution: null }], name, choice),
    )
  }
  for (let n = 0; n < LATE; n++) await order(between(random, 52, 68), n)
  for (let n = LATE; demo.toShip.length < TO_SHIP && n < 3 * TO_SHIP; n++)
    await order(between(random, 0.4, 26), n)
}

/** Goods that arrived lately and are wanted back; the shop has not answered. */
async function askForRefunds(story: Story, random: Random): Promise<void> {
  const { demo, platform, untilMs } = story
  const recent = demo.received
    .filter((o) => untilMs - o.atMs < 6 * DAY_MS && untilMs - o.atMs > 4 * HOUR_MS)
    .slice(-REFUNDS_WAITING)
  for (const [i, { order, atMs }] of recent.entries()) {
    const whenMs = Math.max(atMs + HOUR_MS, hoursAgo(story, between(random, 1, 30)))
    await platform.scenes.play(`demo refund ${i}`, whenMs, async () => {
      await platform.call(
        refundOrder,
        { orderId: order.orderId, reason: i === 0 ? 'not-as-described' : 'changed-mind' },
        order.shopper.who,
      )
    })
  }
}

/** Some variants run low, one of the demo's is sold out. */
async function emptyShelves(story: Story, random: Random): Promise<void> {
  const { cast, platform } = story
  const setTo = async (n: number, goods: (typeof cast.goods)[number], onHand: number) =>
    platform.scenes.play(`shelf ${n}`, hoursAgo(story, 2 + n / 10), async (choice) => {
      const { shopId, owner } = goods.merchant
      const { skuId } = pick(choice, goods.skus)
      await platform.call(setStock, { shopId, skuId, onHand }, owner).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'STATE_CONFLICT')) throw error // more than that is reserved
      })
    })
  const own = cast.goods.filter((g) => g.merchant.isDemo)
  for (const [i, onHand] of [6, 3, 9, 0].entries()) if (own[i]) await setTo(i, own[i], onHand)
  const others = cast.goods.filter((g) => !g.merchant.isDemo)
  for (let i = 0; i < cast.merchants.length / 4; i++)
    await setTo(10 + i, pick(random, others), 2 + random.int(8))
}

const REJECTED_PRODUCT = {
  ruleId: 'R-107',
  note: '第二张图不是这个规格，请换成实物图。The second picture shows another variant; please show the one you sell.',
} as const
const REJECTED_CONTENT = {
  ruleId: 'R-201',
  note: '画面里没有出现所挂的商品。The goods on it do not appear in it.',
} as const

/** Six wait for the reviewer, the oldest beyond its promised hour; two came back to their makers with a rule. */
async function submitNewcomers(
  story: Story,
  { products, contents }: Newcomers,
  reviewer: Who,
): Promise<void> {
  const { platform, cast } = story
  const playAt = (what: string, hours: number, play: () => Promise<void>) =>
    platform.scenes.play(what, hoursAgo(story, hours), play)
  for (const [i, plan] of products.entries()) {
    const { shopId, owner } = cast.merchants[plan.shop]!
    await playAt(`new product ${i}`, 20 - i * 3, async () => {
      const { productId } = await platform.call(createProduct, { ...plan.draft, shopId }, owner)
      await platform.call(submitProduct, { shopId, productId }, owner)
      if (i === 0) await reject(story, productId, REJECTED_PRODUCT, reviewer)
    })
  }
  for (const [i, plan] of contents.entries()) {
    const { owner } = cast.authors[plan.creator]!
    const draft = draftOf(cast, plan)
    await playAt(`new content ${i}`, 9 - i * 2.2, async () => {
      for (const productId of draft.productIds)
        await platform.call(pickProduct, { creatorId: draft.creatorId, productId }, owner)
      const { contentId } = await platform.call(publish, draft, owner)
      if (i === 0) await reject(story, contentId, REJECTED_CONTENT, reviewer)
    })
  }
}

async function reject(
  { platform }: Story,
  objectId: string,
  verdict: typeof REJECTED_PRODUCT | typeof REJECTED_CONTENT,
  reviewer: Who,
): Promise<void> {
  platform.scenes.wait(0.7 * HOUR_MS)
  const { items } = await platform.call(listReviews, { limit: 50 }, reviewer)
  const task = items.find((t) => t.objectId === objectId)!
  await platform.call(decideReview, { reviewId: task.reviewId, verdict: 'rejected', ...verdict }, reviewer)
}

/** Now and then people take their money out; the demo's merchant and creator among them. */
export function planPayouts(story: Story): void {
  const { cast, platform, fromMs } = story
  const unlessEmpty = (error: unknown) => {
    if (!(error instanceof AppError && error.code === 'NOTHING_TO_PAY_OUT')) throw error
  }
  cast.merchants.forEach(({ shopId, owner, isDemo }, i) => {
    for (const day of isDemo ? [24, 31, 38] : i % 3 === 0 ? [36] : []) {
      later(
        story,
        `payout ${i}/${day}`,
        fromMs + day * DAY_MS + 10 * HOUR_MS + i * 60_000,
        async () => void (await platform.call(withdraw, { shopId }, owner).catch(unlessEmpty)),
      )
    }
  })
  cast.authors.forEach(({ creatorId, owner, plan }, i) => {
    if (!plan.isDemo && i % 5 !== 0) return
    later(
      story,
      `commission ${i}`,
      fromMs + 37 * DAY_MS + 11 * HOUR_MS + i * 60_000,
      async () => void (await platform.call(withdrawCreator, { creatorId }, owner).catch(unlessEmpty)),
    )
  })
}
