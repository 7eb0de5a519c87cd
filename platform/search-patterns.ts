// Search words as LIKE patterns: every word must occur; what a person types is never a wildcard.

const MAX_WORDS = 5

/** `'Folding 壶 100%'` → `['%folding%', '%壶%', '%100\\%%']`; nothing typed matches everything. */
export const searchPatterns = (typed: string | undefined): string[] =>
  (typed ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
