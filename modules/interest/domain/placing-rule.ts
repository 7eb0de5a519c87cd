// What may stand next to what, by name: the slate's log names a rule where it gave way.

export const PLACING_RULES = [
  'product-cap',
  'shop-cap',
  'author-cap',
  'commerce-density',
  'own-cap',
  'run',
] as const
export type PlacingRule = (typeof PLACING_RULES)[number]

/** Why something may come back to a person: put in the cart and not bought, looked at closely, or due to be bought again. */
export type OwnReason = 'carted' | 'viewed' | 'again'
