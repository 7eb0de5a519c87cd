// The six archetypes of each of the twelve categories: what the demo world sells, by id.
// The world's data refers to pictures by these ids, so they are a contract and not a style choice.

export const catalogue: Record<string, readonly string[]> = {
  clothing: ['dress', 'tshirt', 'denim-jacket', 'sneakers', 'wool-scarf', 'tote-bag'],
  beauty: ['lipstick', 'serum', 'face-cream', 'cushion', 'perfume', 'shampoo'],
  snacks: ['nut-mix', 'biscuits', 'chocolate', 'tea-tin', 'noodle-bowl', 'dried-mango'],
  fresh: ['oranges', 'apples', 'eggs', 'rice-bag', 'honey-jar', 'strawberries'],
  home: ['table-lamp', 'pillow', 'storage-box', 'scented-candle', 'vase', 'bath-towels'],
  kitchen: ['portable-kettle', 'teapot', 'frying-pan', 'thermos', 'chopping-board', 'air-fryer'],
  baby: ['feeding-bottle', 'stacking-rings', 'plush-bear', 'building-blocks', 'sippy-cup', 'diaper-pack'],
  pets: ['pet-food-bag', 'cat-bowl', 'ball-toy', 'cat-tree', 'pet-bed', 'pet-fountain'],
  outdoor: ['tent', 'lantern', 'backpack', 'folding-chair', 'trekking-poles', 'sports-bottle'],
  digital: ['headphones', 'earbuds', 'power-bank', 'keyboard', 'smart-watch', 'speaker'],
  books: ['novel', 'picture-book', 'cookbook', 'box-set', 'notebook', 'desk-calendar'],
  crafts: [
    'ceramic-cup',
    'bamboo-basket',
    'wooden-comb',
    'silver-ring',
    'oil-paper-umbrella',
    'embroidery-hoop',
  ],
}

export const variants = [1, 2, 3, 4, 5] as const

export type Archetype = { category: string; archetype: string }

/** Every archetype, or only those named (by archetype or by category). */
export function archetypes(only: readonly string[] = []): Archetype[] {
  return Object.entries(catalogue).flatMap(([category, ids]) =>
    ids
      .filter((id) => only.length === 0 || only.includes(id) || only.includes(category))
      .map((archetype) => ({ category, archetype })),
  )
}
