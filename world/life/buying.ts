// From a wish to a paid order: address, price, order, payment at the provider. Some cards are declined at first, some people
// leave at the last step.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Random } from '#kernel/random'
import { addAddress } from '#modules/identity/contract'
import { claimCoupon, listOffered } from '#modules/promotions/contract'
import { getQuote, payAgain, placeOrder } from '#modules/trade/contract'
import { address, personName } from '../catalogue/people.ts'
import { between, chance, pickBy, pickSome } from '../draw.ts'
import { matchOf } from '../plan/shoppers.ts'
import type { Goods, Shopper, Story, Wish } from './cast.ts'
import { followOrder } from './after-order.ts'

type Wanted = { goods: Goods; attribution: string | null }

const LEAVES = 0.05
const TAKES_COUPON = 0.3
const DECLINED = 0.035

export async function buy(
  story: Story,
  shopper: Shopper,
  wanted: readonly Wanted[],
  name: string,
  choice: Random,
): Promise<void> {
  const { platform, tally, cast } = story
  const lines = wanted.map(({ goods, attribution }) => ({
    skuId: pickBy(choice, goods.skus, (s) => 1 / Number(s.priceMinor)).skuId,
    qty: chance(choice, 0.86) ? 1 : 2,
    attribution,
  }))
  shopper.addressId ??= await openAddress(story, shopper, choice)
  if (chance(choice, TAKES_COUPON)) await takeCoupon(story, shopper, wanted[0]!.goods)
  const wish = { lines, addressId: shopper.addressId }
  const { totalMinor, shops } = await platform.call(getQuote, wish, shopper.who)
  platform.scenes.wait(between(choice, 4_000, 40_000))
  const place = (expectedTotalMinor: string) =>
    platform.call(placeOrder, { ...wish, expectedTotalMinor, locale: shopper.plan.locale }, shopper.who)
  const placed = await place(totalMinor).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'PRICE_CHANGED')) throw error
    return place(String(error.data.newMinor)) // a coupon began or ended while she read: she looks again and agrees
  })
  tally.checkouts++
  tally.orders += placed.orderIds.length
  platform.scenes.wait(between(choice, 3_000, 30_000))
  const paidBy = await pay(story, shopper, placed, choice)
  if (!paidBy) return
  tally.paidOrders += placed.orderIds.length
  tally.paidMinor += BigInt(totalMinor)
  tally.creditedOrders += shops.filter((s) => s.lines.some((l) => l.credit)).length
  placed.orderIds.forEach((orderId, i) => {
    const goods = shops[i]!.lines.map((l) => cast.goodsById.get(l.productId)!)
    followOrder(
      story,
      { orderId, shopper, merchant: goods[0]!.merchant, goods, name: `${name}/${i}` },
      choice,
    )
  })
}

/** The largest there is for these goods, when it is not taken yet. */
async function takeCoupon({ platform }: Story, { who }: Shopper, { productId }: Goods): Promise<void> {
  const { items } = await platform.call(listOffered, { productId }, who)
  const found = items.find((c) => c.claimable > 0)
  if (found) await platform.call(claimCoupon, { couponId: found.couponId }, who)
}

async function openAddress({ platform }: Story, shopper: Shopper, choice: Random): Promise<Id<'adr'>> {
  const { id } = await platform.call(
    addAddress,
    address(choice, personName(choice, shopper.plan.locale)),
    shopper.who,
  )
  return id
}

async function pay(
  { platform }: Story,
  shopper: Shopper,
  placed: { checkoutId: Id<'chk'>; paymentId: Id<'pay'> },
  choice: Random,
): Promise<boolean> {
  if (chance(choice, LEAVES)) return false
  if (!chance(choice, DECLINED)) {
    await platform.decidePayment(placed.paymentId, 'succeeded')
    return true
  }
  await platform.decidePayment(placed.paymentId, 'failed')
  if (chance(choice, 0.3)) return false
  platform.scenes.wait(between(choice, 10_000, 90_000))
  const again = await platform.call(payAgain, { checkoutId: placed.checkoutId }, shopper.who)
  await platform.decidePayment(again.paymentId, 'succeeded')
  return true
}

const WISH_MS = 10 * 86_400_000

/** An errand in the mall: what was put aside in the feed first, else whatever this person needs; often more than one thing. */
export async function runErrand(story: Story, shopper: Shopper, name: string, choice: Random): Promise<void> {
  const now = story.platform.scenes.clock.now().getTime()
  const wishes = shopper.wishes.filter((w: Wish) => now - w.atMs < WISH_MS)
  const wanted: Wanted[] = pickSome(choice, wishes, choice.int(4))
  shopper.wishes = wishes.filter((w) => !wanted.includes(w))
  const count = 2 + choice.int(4)
  while (wanted.length < count) wanted.push({ goods: need(story, shopper, choice), attribution: null })
  const once = [...new Map(wanted.map((w) => [w.goods.productId, w])).values()]
  await buy(story, shopper, once, name, choice)
}

/** Drawn among a handful, as on a page of search results. */
function need({ cast }: Story, { plan: { taste } }: Shopper, choice: Random): Goods {
  const page = Array.from({ length: 24 }, () => cast.goods[choice.int(cast.goods.length)]!)
  return pickBy(
    choice,
    page,
    (g) =>
      g.plan.pull *
      (g.merchant.isDemo ? 0.5 : 1) *
      (0.02 + matchOf(taste, g.plan.draft.tags!, g.archetype.categoryId) ** 2),
  )
}
