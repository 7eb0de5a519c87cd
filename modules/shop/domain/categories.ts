// The twelve shelves of the mall. A static table: a category decides the commission rate (fresh is the 2 % one, in the
// ledger's rate card) and the demo's pictures, so a new one is a release, not a form.
import type { Localized } from '#kernel/text'

export const CATEGORIES = {
  clothing: { zh: '服饰鞋包', en: 'Clothing' },
  beauty: { zh: '美妆个护', en: 'Beauty' },
  snacks: { zh: '零食饮品', en: 'Snacks & drinks' },
  fresh: { zh: '生鲜', en: 'Fresh food' },
  home: { zh: '家居', en: 'Home' },
  kitchen: { zh: '厨房', en: 'Kitchen' },
  baby: { zh: '母婴', en: 'Baby' },
  pets: { zh: '宠物', en: 'Pets' },
  outdoor: { zh: '户外', en: 'Outdoor' },
  digital: { zh: '数码', en: 'Digital' },
  books: { zh: '图书文具', en: 'Books & stationery' },
  crafts: { zh: '手作工艺', en: 'Crafts' },
} as const satisfies Record<string, Localized>

export type CategoryId = keyof typeof CATEGORIES
export const CATEGORY_IDS = Object.keys(CATEGORIES) as [CategoryId, ...CategoryId[]]
