// What the demo's after-sale desks have in hand: a return on its way, an exchange that came back, and a dispute that waits for a ruling;
// each brought about by its buyer and its shop, at their own hours of the last days.
import { DAY_MS, HOUR_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import {
  applyAfterSale,
  getAfterSaleOptions,
  moveAfterSale,
  moveShopAfterSale,
  type AFTER_SALE_REASONS,
} from '#modules/trade/contract'
import type { PaidOrder, Story } from './cast.ts'

type Reason = (typeof AFTER_SALE_REASONS)[number]
type Ask = { type: 'return-and-refund' | 'exchange' | 'refund-only'; reason: Reason; note: Words }
type Words = { zh: string; en: string }

const RETURN = { zh: '尺寸比想的大，放不下。', en: 'It is larger than I thought and does not fit.' }
const EXCHANGE = {
  zh: '收到时边角有磕碰，想换一个新的。',
  en: 'A corner was dented when it came; I would like a new one.',
}
const DISPUTE = {
  zh: '颜色和视频里差很多，图里可以看出来。',
  en: 'The colour is nothing like in the clip; the picture shows it.',
}
const REFUSAL = {
  zh: '实物与详情页图片一致，拍摄光线不同会有色差。',
  en: 'It is as on the product page; light changes how colours look.',
}
const PROOF = {
  zh: '附上详情页的色卡图，下单前可以看到。',
  en: 'The colour card of the product page, which can be seen before ordering.',
}
const ANSWER = { zh: '自然光下拍的，差别很明显。', en: 'Taken in daylight; the difference is plain.' }

/** Of what arrived in the last days, apart from what is asked back already. */
export async function arrangeDisputes(story: Story, taken: number): Promise<void> {
  const { demo, untilMs, platform } = story
  const arrived = demo.received
    .filter((o) => untilMs - o.atMs < 6 * DAY_MS && untilMs - o.atMs > 40 * HOUR_MS)
    .slice(0, -taken || undefined)
  const [first, second, third] = arrived.slice(-3)
  const at = (hours: number) => Math.floor(untilMs - hours * HOUR_MS)
  const play = (what: string, hours: number, act: () => Promise<unknown>) =>
    platform.scenes.play(what, at(hours), async () => void (await act()))
  if (first) {
    await play('a return is asked for', 30, () =>
      ask(story, first.order, { type: 'return-and-refund', reason: 'changed-mind', note: RETURN }),
    )
  }
  if (second)
    await play('an exchange comes back', 28, async () => {
      const afterSaleId = await ask(story, second.order, {
        type: 'exchange',
        reason: 'damaged',
        note: EXCHANGE,
      })
      await bySeller(story, second.order, { afterSaleId, move: 'approve' })
      await byBuyer(story, second.order, {
        afterSaleId,
        move: 'send-back',
        carrier: '顺丰速运',
        trackingNo: 'SF20261120881',
      })
    })
  if (third) await dispute(story, third.order, play)
}

type Play = (what: string, hours: number, act: () => Promise<unknown>) => Promise<void>

async function dispute(story: Story, order: PaidOrder, play: Play): Promise<void> {
  const media = picturesOf(order)
  const words = (w: Words) => w[order.shopper.plan.locale]
  await play('a dispute', 26, async () => {
    const afterSaleId = await ask(story, order, {
      type: 'refund-only',
      reason: 'not-as-described',
      note: DISPUTE,
    })
    await bySeller(story, order, { afterSaleId, move: 'refuse', note: words(REFUSAL) })
    await byBuyer(story, order, { afterSaleId, move: 'escalate', note: words(DISPUTE) })
    await bySeller(story, order, { afterSaleId, move: 'give-evidence', note: words(PROOF), media })
    await byBuyer(story, order, { afterSaleId, move: 'give-evidence', note: words(ANSWER), media })
  })
}

const picturesOf = ({ goods }: PaidOrder): string[] => goods[0]!.plan.draft.images?.slice(0, 1) ?? []

async function ask({ platform }: Story, order: PaidOrder, a: Ask): Promise<Id<'afs'>> {
  const { orderId, shopper } = order
  const { lines } = await platform.call(getAfterSaleOptions, { orderId }, shopper.who)
  const line = lines.find((l) => l.unitsLeft > 0)
  const { afterSaleId } = await platform.call(
    applyAfterSale,
    {
      orderId,
      type: a.type,
      reason: a.reason,
      note: a.note[shopper.plan.locale],
      media: picturesOf(order),
      lines: [{ lineId: line!.lineId, qty: 1 }],
    },
    shopper.who,
  )
  return afterSaleId
}

type Step = { afterSaleId: Id<'afs'>; note?: string; media?: string[]; carrier?: string; trackingNo?: string }
const byBuyer = (
  { platform }: Story,
  { shopper }: PaidOrder,
  step: Step & { move: 'send-back' | 'escalate' | 'give-evidence' },
) => platform.call(moveAfterSale, step, shopper.who)
const bySeller = (
  { platform }: Story,
  { merchant: { shopId, owner } }: PaidOrder,
  step: Step & { move: 'approve' | 'refuse' | 'give-evidence' },
) => platform.call(moveShopAfterSale, { ...step, shopId }, owner)
