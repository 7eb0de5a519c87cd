// The demo's two shoppers, with tastes that hardly meet, so that switching between them shows what the feed has learned.
import { tasteOf, type ShopperPlan } from './shoppers.ts'

export const opposites = (): ShopperPlan[] => [
  {
    nickname: '窗边的小满',
    locale: 'zh',
    activity: 14,
    taste: tasteOf(
      new Map([
        ['tea', 1],
        ['reading', 0.9],
        ['cosy', 0.9],
        ['handmade', 0.7],
      ]),
      { favourite: 'kitchen', purse: 1.1, chatty: 0.6, patience: 0.9 },
    ),
  },
  {
    nickname: 'Leo 在路上',
    locale: 'zh',
    activity: 14,
    taste: tasteOf(
      new Map([
        ['camping', 1],
        ['hiking', 1],
        ['music', 0.8],
        ['gym', 0.8],
      ]),
      { favourite: 'outdoor', purse: 1.2, chatty: 0.5, patience: 0.9 },
    ),
  },
]
