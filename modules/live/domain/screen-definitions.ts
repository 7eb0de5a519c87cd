// What each number of the big screen means, with its denominator: sources outside differ (views or viewers), so ours are printed
// beside the numbers. One table, read by the API, the screens and the tests.
import type { Localized } from '#kernel/text'

const says = (zh: string, en: string): Localized => ({ zh, en })

export const SCREEN_DEFINITIONS = {
  exposure: says(
    '曝光人数：推荐流里看到本直播间卡片的不同账号数。',
    'Exposed: distinct accounts that were shown this room’s card in a feed.',
  ),
  entry: says(
    '进入人数：进过直播间的不同账号数。可能大于曝光：分享链接、主页和日历进入的没有曝光记录。',
    'Entered: distinct accounts that joined the room. May exceed exposure: links, profiles and the calendar lead here without a feed.',
  ),
  productExposure: says(
    '商品曝光人数：进入者中看到任一商品卡或购物袋商品的人数。不会大于进入人数。',
    'Saw goods: entrants who saw a product’s card or its line in the bag. Never exceeds entries.',
  ),
  productClick: says(
    '商品点击人数：进入者中点开任一商品的人数。不会大于进入人数；曝光上报丢失时可能大于商品曝光人数。',
    'Clicked goods: entrants who opened a product. Never exceeds entries; may exceed “saw goods” when a report of seeing was lost.',
  ),
  payer: says(
    '支付人数：在本直播间下单并支付成功的不同账号数，退款后仍计。可能大于点击人数：从购物车付款，或游客注册后付款。',
    'Paid: distinct buyers of this room’s paid orders, refunded ones included. May exceed clicks: paid from the cart, or a guest who signed up.',
  ),
  stepRate: says(
    '转化率 = 两步都有的人数 ÷ 上一步人数，故总在 0–100% 之间。',
    'Rate = people in both steps ÷ people in the step before, so always 0–100%.',
  ),
  paid: says(
    'GMV（支付）= 本直播间已支付订单行实付金额之和，含之后退款的，不含运费和未支付、已取消的。',
    'GMV paid = sum paid for this room’s order lines, including those refunded later; without freight, unpaid and cancelled orders.',
  ),
  refunded: says(
    '退款 = 上述订单行已退回金额之和，含部分退款。',
    'Refunded = money sent back for these lines, part refunds included.',
  ),
  net: says('净额 = 支付 − 退款。', 'Net = paid − refunded.'),
  orders: says('支付订单数。', 'Orders that were paid.'),
  units: says('支付订单中的商品件数，退款后仍计。', 'Units in paid orders, refunded ones included.'),
  views: says(
    '观看次数：本版按人计，每个账号一次，再次进入不重复计；因此与进入人数相等。',
    'Views: counted once an account; coming back is not counted again, so views equal entries.',
  ),
  gpm: says('千次观看成交额 GPM = 支付金额 ÷ 观看次数 × 1000。', 'GPM = paid ÷ views × 1000.'),
  valuePerViewer: says('UV 价值 = 支付金额 ÷ 进入人数。', 'Value a viewer = paid ÷ people who entered.'),
  opm: says('OPM = 支付订单数 ÷ 观看次数 × 1000。', 'OPM = paid orders ÷ views × 1000.'),
  acu: says(
    'ACU = 有记录的各分钟在线人数之和 ÷ 分钟数。',
    'ACU = sum of viewers of each recorded minute ÷ minutes.',
  ),
  pcu: says('PCU = 各分钟在线人数的最大值。', 'PCU = the largest viewers of a minute.'),
  dwell: says(
    '人均停留 = 画面播放总时长 ÷ 进入人数。',
    'Dwell = time the picture played ÷ people who entered.',
  ),
  minuteRate: says(
    '1 分钟留存率 = 累计观看满 60 秒的人数 ÷ 进入人数。',
    '1-minute rate = people who watched 60 s or more in all ÷ people who entered.',
  ),
  interactionRate: says(
    '互动率 = 发过言或点过赞的人数 ÷ 进入人数。',
    'Interaction rate = people who wrote or liked ÷ people who entered.',
  ),
  followRate: says(
    '转粉率 = 直播期间新关注的观众 ÷ 开播时未关注的观众。之后取消关注的不计。',
    'Follow rate = viewers who began to follow during the room ÷ viewers who did not follow before. Those who unfollowed since are not counted.',
  ),
  couponUse: says(
    '用券率 = 已支付订单用掉的券 ÷ 已领取的券。',
    'Coupon use = coupons used by paid orders ÷ coupons claimed.',
  ),
  sources: says(
    '流量来源：首次进入的来源。支付占比的分母是进入过的支付者。',
    'Sources: what brought the first entry. Share of payers is of payers who entered.',
  ),
  productRate: says(
    '商品转化率 = 点击过且支付了该商品的人数 ÷ 点击该商品的人数。',
    'Product rate = people who clicked and paid for it ÷ people who clicked it.',
  ),
  previous: says(
    '对比：本账号此前最近 5 场已结束直播的中位数，为整场数值。',
    'Compared with the median of this creator’s last 5 ended rooms before this one, each as a whole.',
  ),
} as const satisfies Record<string, Localized>
export type ScreenTerm = keyof typeof SCREEN_DEFINITIONS
