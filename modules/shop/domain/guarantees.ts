// The promises a product can carry, as the buyer reads them.
import type { Localized } from '#kernel/text'

export const GUARANTEES = {
  sevenDayReturn: {
    name: { zh: '7天无理由', en: '7-day returns' },
    note: {
      zh: '签收后 7 天内，商品完好可无理由退货',
      en: 'Return it unused within 7 days of receipt, no reason asked',
    },
  },
  freeShipping: {
    name: { zh: '包邮', en: 'Free shipping' },
    note: { zh: '商家承担运费', en: 'The shop pays the freight' },
  },
  freightInsurance: {
    name: { zh: '运费险', en: 'Return freight covered' },
    note: { zh: '退货运费由保险赔付', en: 'Insurance pays the freight of a return' },
  },
  authentic: {
    name: { zh: '正品保障', en: 'Authentic' },
    note: { zh: '如为假货，退一赔三', en: 'If it is not genuine: your money back and three times its price' },
  },
  damageCover: {
    name: { zh: '坏损包赔', en: 'Damage covered' },
    note: {
      zh: '签收 48 小时内发现坏损，拍照即赔',
      en: 'Damaged on arrival: send a picture within 48 hours and be paid',
    },
  },
  priceProtection: {
    name: { zh: '价保 7 天', en: 'Price kept for 7 days' },
    note: {
      zh: '付款后 7 天内降价，退还差价',
      en: 'If the price falls within 7 days, the difference comes back',
    },
  },
  fastRefund: {
    name: { zh: '极速退款', en: 'Fast refund' },
    note: { zh: '未发货申请退款，立即到账', en: 'Not shipped yet? A refund is made at once' },
  },
} as const satisfies Record<string, { name: Localized; note: Localized }>

export type GuaranteeId = keyof typeof GUARANTEES
export const GUARANTEE_IDS = Object.keys(GUARANTEES) as [GuaranteeId, ...GuaranteeId[]]
