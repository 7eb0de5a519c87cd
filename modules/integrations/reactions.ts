// What others decided, told to the shop's own programs: the shape of every webhook is here, cut out of the event it is made of. Left out is
// who the buyer is and what the recommender knew; of a settlement, what others were paid.
import { z } from 'zod'
import type { Localized } from '#kernel/text'
import type { Id } from '#kernel/ids'
import type { DomainEvent, EventType } from '#kernel/event'
import { minorOut, idOf, instant, localized } from '#kernel/contract'
import { orderSettled } from '#modules/ledger/events'
import { productChanged } from '#modules/shop/events'
import {
  orderCancelled,
  orderPaid,
  orderPlaced,
  orderReceived,
  orderShipped,
  refundSucceeded,
} from '#modules/trade/events'
import type { Tx } from '#platform/database'
import { reaction, type Consumer, type Reaction } from '#platform/outbox'
import type { WebhookType } from './domain/webhook-types.ts'
import { noteOrderChange } from './repository/orders.ts'
import type { Webhooks } from './service/webhooks.ts'

export type WebhookShape = { type: WebhookType; says: Localized; data: z.ZodType }

const noInsight = { slateId: true, position: true } as const
const order = orderPaid.schema
  .omit({ buyerId: true })
  .extend({ lines: z.array(orderPaid.schema.shape.lines.element.omit(noInsight)) })
const refund = refundSucceeded.schema
  .omit({ buyerId: true })
  .extend({ lines: z.array(refundSucceeded.schema.shape.lines.element.omit(noInsight)) })
const settled = orderSettled.schema.omit({ parties: true }).extend({
  /** What the shop receives. */
  netMinor: minorOut,
})
export const lowStock = z.object({
  shopId: idOf('shp'),
  productId: idOf('prd'),
  skuId: idOf('sku'),
  title: localized,
  skuName: localized,
  available: z.number().int(),
})
const tried = z.object({ shopId: idOf('shp'), sentAt: instant })

const shape = (type: WebhookType, zh: string, en: string, data: z.ZodType): WebhookShape => ({
  type,
  says: { zh, en },
  data,
})

/** Every webhook there is: what the documentation is made of. */
export const WEBHOOK_SHAPES: readonly WebhookShape[] = [
  shape('order.placed', '下单，等待付款', 'An order was placed and waits for payment', order),
  shape('order.paid', '已付款，可以发货', 'An order was paid; it can be shipped', order),
  shape('order.cancelled', '未付款关闭', 'An order was closed unpaid', order),
  shape('order.shipped', '全部发出', 'Everything of an order was sent', order),
  shape('order.received', '确认收货', 'An order was received', order),
  shape('order.settled', '货款已结算', 'An order’s money was settled', settled),
  shape('refund.succeeded', '退款已退回买家', 'A refund reached the buyer', refund),
  shape(
    'product.changed',
    '商品有变化（完整快照）',
    'A product changed; a full snapshot',
    productChanged.schema,
  ),
  shape('stock.low', '规格库存告急', 'A variant runs short', lowStock),
  shape('webhook.test', '测试按钮发出', 'Sent by the test button', tried),
]
const dataOf = new Map(WEBHOOK_SHAPES.map((s) => [s.type, s.data]))
export const shapedAs = (type: WebhookType, data: unknown): unknown => dataOf.get(type)!.parse(data)

export function integrationsConsumer({ tell }: Pick<Webhooks, 'tell'>): Consumer {
  const told = async (tx: Tx, type: WebhookType, e: DomainEvent, shopId: Id<'shp'>, payload: unknown) =>
    tell(tx, { shopId, id: e.id, type, at: e.occurredAt, data: shapedAs(type, payload) })

  const ofOrder = <T extends typeof orderPaid | typeof refundSucceeded>(event: T): Reaction =>
    reaction(event as EventType, async (tx, e) => {
      const payload = e.payload as z.output<typeof orderPaid.schema>
      const { orderId, shopId } = payload
      await noteOrderChange(tx, { orderId, shopId, change: e.name, at: e.occurredAt })
      await told(tx, e.name as WebhookType, e, shopId, payload)
    })

  return {
    name: 'integrations',
    reactions: [
      ofOrder(orderPlaced as unknown as typeof orderPaid),
      ofOrder(orderPaid),
      ofOrder(orderCancelled as unknown as typeof orderPaid),
      ofOrder(orderShipped as unknown as typeof orderPaid),
      ofOrder(orderReceived as unknown as typeof orderPaid),
      ofOrder(refundSucceeded),
      reaction(orderSettled, async (tx, e) => {
        const { orderId, shopId, parties } = e.payload
        const netMinor = parties.find((p) => p.role === 'merchant')?.netMinor ?? '0'
        await noteOrderChange(tx, { orderId, shopId, change: e.name, at: e.occurredAt })
        await told(tx, 'order.settled', e, shopId, { ...e.payload, netMinor })
      }),
      reaction(productChanged, (tx, e) => told(tx, 'product.changed', e, e.payload.shopId, e.payload)),
    ],
  }
}
