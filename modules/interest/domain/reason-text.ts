// The sentence on a chip, in both languages. It says what is true of this very item, in words people use.
import type { Localized } from '#kernel/text'
import type { PlacingRule } from './placing-rule.ts'

export const REASON_CODES = [
  'recent',
  'longTerm',
  'similar',
  'followed',
  'onAir',
  'stated',
  'trending',
  'fresh',
  'popular',
  'discover',
  'niche',
  'carted',
  'viewed',
  'again',
] as const
export type ReasonCode = (typeof REASON_CODES)[number]

const TEXT: Record<ReasonCode, { plain: Localized; about?: (label: Localized) => Localized }> = {
  recent: {
    plain: { zh: '为你推荐：与你刚才看的相近', en: 'For you: close to what you just watched' },
    about: (l) => ({ zh: `为你推荐：最近常看「${l.zh}」`, en: `For you: lately “${l.en}”` }),
  },
  longTerm: {
    plain: { zh: '为你推荐：一直喜欢的类型', en: 'For you: what you keep coming back to' },
    about: (l) => ({ zh: `为你推荐：一直喜欢「${l.zh}」`, en: `For you: you keep liking “${l.en}”` }),
  },
  stated: {
    plain: { zh: '你选择了多看', en: 'You asked for more of it' },
    about: (l) => ({ zh: `你选择了多看「${l.zh}」`, en: `You asked for more “${l.en}”` }),
  },
  similar: {
    plain: { zh: '喜欢你刚才那条的人也在看', en: 'Liked by those who liked what you just watched' },
  },
  followed: { plain: { zh: '你关注的创作者', en: 'From a creator you follow' } },
  onAir: { plain: { zh: '正在直播，讲的商品合你口味', en: 'Live now, showing what is to your taste' } },
  trending: { plain: { zh: '大家正在看', en: 'Many are watching it now' } },
  fresh: { plain: { zh: '新鲜内容，先给你看看', en: 'New here, shown to you first' } },
  popular: { plain: { zh: '很多人喜欢', en: 'Liked by many' } },
  niche: { plain: { zh: '少有人看到的好内容', en: 'Seldom shown, worth a look' } },
  carted: { plain: { zh: '你加入过购物车', en: 'You put it in your cart' } },
  viewed: { plain: { zh: '你最近仔细看过', en: 'You lately looked at it closely' } },
  again: { plain: { zh: '你常买，差不多该补了', en: 'You buy it regularly; it may be due' } },
  discover: {
    plain: { zh: '换个口味看看', en: 'Something different' },
    about: (l) => ({ zh: `换个口味：${l.zh}`, en: `Something different: ${l.en}` }),
  },
}

export function reasonText(code: ReasonCode, label: Localized | null): Localized {
  const { plain, about } = TEXT[code]
  return label && about ? about(label) : plain
}

export const SOURCE_TEXT: Record<string, Localized> = {
  'live-history': { zh: '与你刚看过的内容相关', en: 'Related to what you just watched' },
  'instant-interest': { zh: '你此刻的兴趣', en: 'Your interest of the moment' },
  'long-term-interest': { zh: '你长期的兴趣', en: 'Your long-term interests' },
  towers: { zh: '少有人看过、描述与你所爱相近', en: 'Hardly met by anybody, described like what you enjoy' },
  trend: { zh: '正在流行', en: 'Trending' },
  followed: { zh: '你关注的创作者', en: 'Creators you follow' },
  fresh: { zh: '新内容', en: 'New content' },
  popular: { zh: '各类目的热门', en: 'Popular in its category' },
  own: { zh: '你加购、细看或常买的', en: 'Carted, looked at closely or bought regularly' },
  'live-rooms': { zh: '正在直播', en: 'Live now' },
  'no-goods': { zh: '不带货的好内容', en: 'Good, and sells nothing' },
}

export const SCORER_TEXT: Record<string, Localized> = {
  own: { zh: '你加购、细看或常买的', en: 'Carted, looked at closely or bought regularly' },
  room: { zh: '直播间正在讲的商品', en: 'What the room explains now' },
  'room-without-person': { zh: '直播间的库存与时间', en: 'Stock and time left in the room' },
  'instant-interest': { zh: '此刻的兴趣', en: 'Interest of the moment' },
  'long-term-interest': { zh: '长期的兴趣', en: 'Long-term interest' },
  taste: { zh: '最近口味的共同点', en: 'What your recent likes share' },
  similarity: { zh: '与刚看过的相似', en: 'Likeness to what you just watched' },
  towers: { zh: '描述与你所爱相近', en: 'Described like what you enjoy' },
  coverage: { zh: '你还没看过的类目', en: 'A category you have not met' },
  followed: { zh: '关注', en: 'Following' },
  trend: { zh: '流行度', en: 'Trend' },
  quality: { zh: '完播与喜欢', en: 'Watched to the end, liked' },
  exposure: { zh: '新内容与长尾曝光保障', en: 'Promised to the new and the long tail' },
  value: { zh: '预计看完、喜欢、购买与退货', en: 'Expected views, likes, purchases, returns' },
  'commerce-value': { zh: '转化与退货', en: 'Bought, and not sent back' },
  freshness: { zh: '新鲜度', en: 'Freshness' },
  repetition: { zh: '之前看过', en: 'Seen before' },
}

/** Rules of placing that gave way, because nothing that could be shown kept them. */
export const RULE_TEXT: Record<PlacingRule, Localized> = {
  'product-cap': { zh: '同一商品的频次上限', en: 'Cap by product' },
  'shop-cap': { zh: '同一店铺的频次上限', en: 'Cap by shop' },
  'author-cap': { zh: '同一创作者的频次上限', en: 'Cap by creator' },
  'commerce-density': { zh: '带货密度', en: 'Density of goods' },
  'own-cap': { zh: '自己加购或看过的占比上限', en: 'Share of one’s own' },
  run: { zh: '连续相似的上限', en: 'Alike in a row' },
}

export type Change = {
  action: 'less' | 'notInterested' | 'personalisationOff' | 'personalisationOn'
  label: Localized
}

export const changeText = {
  less: (l: Localized): Localized => ({ zh: `少看「${l.zh}」`, en: `Less “${l.en}”` }),
  notInterested: { zh: '不感兴趣：下一条起不再出现', en: 'Not interested: gone from the next one on' },
  personalisationOff: {
    zh: '关闭个性化：推荐不再读取你的兴趣',
    en: 'Switch personalisation off: your interests are not read any more',
  },
  personalisationOn: {
    zh: '打开个性化：按你的兴趣推荐',
    en: 'Switch personalisation on: ranked by your interests',
  },
}
