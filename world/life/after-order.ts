// What becomes of a paid order: it is shipped, arrives, is praised or sent back, each at its own time and by its own person.
// What lies past the end of the history stays undone: those are the to-dos of the desks.
import { CARRIERS } from '#kernel/carriers'
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Random } from '#kernel/random'
import { decideRefund, refundOrder, replyReview, reviewOrder } from '#modules/trade/contract'
import { ANY, BY_CATEGORY, SHOP_REPLIES, type Verdict } from '../catalogue/reviews.ts'
import { COURIER_SANDBOX } from '#platform/providers/sandbox-courier'
import { eventIdOf } from '#sandbox/courier/core'
import { stepsOf } from '#sandbox/courier/route'
import { between, chance, pick, spread } from '../draw.ts'
import { later, type Goods, type PaidOrder, type Story } from './cast.ts'

/** Share of orders that come back, for goods of average returns; clothing is about double. */
const RETURNS = 0.135
const CHANGED_MIND = 0.03
/** The demo's merchant leaves the last days' parcels for the visitor to send. */
const DEMO_LEAVES_MS = 34 * HOUR_MS

export function followOrder(story: Story, order: PaidOrder, choice: Random): void {
  const paidMs = story.platform.scenes.clock.now().getTime()
  if (chance(choice, CHANGED_MIND)) {
    later(story, `${order.name} withdrawn`, paidMs + between(choice, 0.1, 3) * HOUR_MS, () =>
      withdraw(story, order),
    )
    return
  }
  const shipMs = paidMs + shippingHours(order, choice) * HOUR_MS
  if (order.merchant.isDemo && shipMs > story.untilMs - DEMO_LEAVES_MS)
    return void story.demo.toShip.push(order)
  send(story, order, shipMs, choice)
}

/** Now and then a parcel is forgotten for days. */
const shippingHours = ({ merchant }: PaidOrder, choice: Random): number =>
  Math.max(4, spread(choice, merchant.plan.shipsInHours, 0.4)) +
  (chance(choice, 0.015) ? between(choice, 30, 60) : 0)

async function withdraw({ platform, tally }: Story, { orderId, shopper }: PaidOrder): Promise<void> {
  await platform.call(refundOrder, { orderId, reason: 'changed-mind' }, shopper.who)
  tally.refunds++
}

const BY = CARRIERS.map((c) => c.zh)

function send(story: Story, order: PaidOrder, atMs: number, choice: Random): void {
  const {
    orderId,
    merchant: { shopId },
  } = order
  const trackingNo = `SD${String(choice.int(1e6)).padStart(6, '0')}${String(choice.int(1e6)).padStart(6, '0')}`
  const parcel = { shopId, orderId, carrier: pick(choice, BY), trackingNo }
  const silent = chance(choice, 0.16) // never says a word; the platform receives it after ten days
  story.rounds.join(story, 'parcels', atMs, {
    act: async (tx) => void (await story.platform.server.doors.trade.ship(tx, parcel, null)),
    done: (sentMs, c) => {
      if (order.merchant.isDemo || story.cast.shoppers.indexOf(order.shopper) < 2)
        travel(story, order, parcel, sentMs)
      if (!silent) arrive(story, order, sentMs + between(c, 1.2, 4.5) * DAY_MS)
    },
  })
}

/** What the carrier reported of a parcel up to the present: the courier of the demo takes over from there. */
function travel(
  story: Story,
  order: PaidOrder,
  parcel: { carrier: string; trackingNo: string },
  sentMs: number,
) {
  const { trackingNo } = parcel
  const way = stepsOf({ trackingNo, startMs: sentMs, from: `中国 ${order.merchant.plan.city}`, to: '' }).map(
    (s, i) => ({ ...s, i }),
  )
  const known = way.filter((s) => s.atMs < story.untilMs)
  const last = known.at(-1)
  if (!last) return
  const events = known.map((s) => ({
    eventId: eventIdOf(parcel, s, s.i),
    state: s.state,
    at: new Date(s.atMs),
    place: s.place,
    note: s.note,
  }))
  story.rounds.join(story, 'parcels', last.atMs, {
    act: async (tx) =>
      void (await story.platform.server.doors.trade.tellNews(tx, COURIER_SANDBOX, { ...parcel, events })),
    done: () => {},
  })
}

function arrive(story: Story, order: PaidOrder, atMs: number): void {
  const { orderId, shopper, goods, name } = order
  story.rounds.join(story, 'doorsteps', atMs, {
    act: (tx) =>
      story.platform.server.doors.trade.receive(tx, { orderId, buyerId: shopper.who.accountId }, 'buyer'),
    done: (now, c) => {
      const { archetype, plan } = goods[0]!
      const returns = RETURNS * archetype.returns * (1.75 - plan.quality)
      if (chance(c, returns))
        later(story, `${name} returns`, now + between(c, 0.2, 6.5) * DAY_MS, (own) =>
          sendBack(story, order, own),
        )
      else if (order.merchant.isDemo) story.demo.received.push({ order, atMs: now })
      if (chance(c, 0.36))
        later(story, `${name} reviewed`, now + between(c, 0.1, 5) * DAY_MS, (own) =>
          review(story, order, own),
        )
    },
  })
}

const REASONS = [
  'not-as-described',
  'changed-mind',
  'changed-mind',
  'damaged',
  'wrong-item',
  'other',
] as const
const REFUSALS = [
  { zh: '已使用并有明显痕迹，影响二次销售', en: 'It was used and shows it; it cannot be sold again' },
  { zh: '收到的退货少了配件', en: 'Parts were missing from what came back' },
]

async function sendBack(story: Story, order: PaidOrder, choice: Random): Promise<void> {
  const { platform, tally } = story
  const {
    orderId,
    shopper,
    merchant: { shopId, owner },
    name,
  } = order
  const { refund } = await platform.call(refundOrder, { orderId, reason: pick(choice, REASONS) }, shopper.who)
  if (chance(choice, 0.12)) return void tally.refunds++ // silence: approved after 48 hours
  const approve = chance(choice, 0.93)
  later(
    story,
    `${name} decided`,
    platform.scenes.clock.now().getTime() + between(choice, 1, 36) * HOUR_MS,
    async (c) => {
      const refusal = approve ? {} : { refusal: pick(c, REFUSALS)[shopper.plan.locale] }
      await platform.call(decideRefund, { shopId, refundId: refund!.refundId, approve, ...refusal }, owner)
      if (approve) tally.refunds++
    },
  )
}

async function review(story: Story, order: PaidOrder, choice: Random): Promise<void> {
  const { platform, tally } = story
  const {
    orderId,
    shopper,
    merchant: { shopId, owner },
    goods,
    name,
  } = order
  const about = pick(choice, goods)
  const stars = starsFor(about.plan.quality, choice)
  const said = pick(choice, verdicts(about, stars))
  const { reviewId } = await platform
    .call(
      reviewOrder,
      { orderId, productId: about.productId, rating: said.stars, text: said.text[shopper.plan.locale] },
      shopper.who,
    )
    .catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'STATE_CONFLICT') return { reviewId: null } // refunded meanwhile
      throw error
    })
  if (reviewId === null) return
  tally.reviews++
  if (!chance(choice, stars <= 3 ? 0.7 : 0.3)) return
  later(
    story,
    `${name} answered`,
    platform.scenes.clock.now().getTime() + between(choice, 2, 40) * HOUR_MS,
    async (c) => {
      await platform.call(
        replyReview,
        { shopId, reviewId, text: pick(c, SHOP_REPLIES)[shopper.plan.locale] },
        owner,
      )
    },
  )
}

function starsFor(quality: number, choice: Random): Verdict['stars'] {
  const mood = quality + between(choice, -0.35, 0.3)
  return mood > 0.62 ? 5 : mood > 0.45 ? 4 : mood > 0.3 ? 3 : 2
}

/** Half of what people say is about this kind of thing, half would fit anything. */
function verdicts({ archetype }: Goods, stars: number): readonly Verdict[] {
  const own = BY_CATEGORY[archetype.categoryId].filter((v) => v.stars === stars)
  const any = ANY.filter((v) => v.stars === stars)
  return own.length === 0 ? any : [...own, ...own, ...any]
}
