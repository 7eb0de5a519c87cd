// Words a creator does not want in its chat. Full-width letters, case, and what is put between letters hide none.

export const MAX_TERMS = 200

const open = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
const closed = (text: string) => open(text).replace(/[\s\p{P}\p{S}]+/gu, '')

/** One spelling of a term, so that a list has each once. */
export const plainTerm = (term: string): string => open(term)

type Check = { term: string; found: (closedText: string, openText: string) => boolean }

/** Short Latin words are looked for whole (`ass` is not in `glass`); everything else anywhere. */
function checkOf(term: string): Check {
  const bare = closed(term)
  if (bare === '') return { term, found: (_c, o) => o.includes(open(term)) }
  if (/^[a-z0-9]{1,4}$/.test(bare)) {
    const whole = new RegExp(`(?<![a-z0-9])${bare}(?![a-z0-9])`)
    return { term, found: (_c, o) => whole.test(o) }
  }
  return { term, found: (c) => c.includes(bare) }
}

/** The first term a text contains, or null. */
export function createFilter(terms: readonly string[]): (text: string) => string | null {
  const checks = terms.map(checkOf)
  if (checks.length === 0) return () => null
  return (text) => {
    const [c, o] = [closed(text), open(text)]
    return checks.find((check) => check.found(c, o))?.term ?? null
  }
}
