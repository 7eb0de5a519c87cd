// A product's review as a table: what each step leads to, and which steps there are. The shelf is another axis and has no
// table: it is on or off whenever the merchant says so. Sellable = passed, on the shelf, in a trading shop.
import type { Localized } from '#kernel/text'

export type ReviewState = 'draft' | 'pending' | 'passed' | 'rejected'

/** `reword`: title, description, pictures, category, tags, attributes or a SKU's name changed. */
export type ReviewStep = 'submit' | 'reword' | 'pass' | 'reject'

export const REVIEW_STEPS: Readonly<Record<ReviewState, Partial<Record<ReviewStep, ReviewState>>>> = {
  draft: { submit: 'pending', reword: 'draft' },
  // Edited while it waits: it goes on waiting, and the reviewer sees the new words.
  pending: { reword: 'pending', pass: 'passed', reject: 'rejected' },
  // What was passed is not what is shown any more.
  passed: { reword: 'pending' },
  rejected: { submit: 'pending', reword: 'rejected' },
}

/** The next state, or null when the step is not possible in this one. */
export const nextReviewState = (state: ReviewState, step: ReviewStep): ReviewState | null =>
  REVIEW_STEPS[state][step] ?? null

type Worded = {
  title: Localized
  description: Localized
  images: readonly string[]
  categoryId: string
  tags: readonly string[]
  attributes: readonly { name: Localized; value: Localized }[]
  skus: readonly { name: Localized }[]
}

const both = ({ zh, en }: Localized) => [zh, en]
const words = (p: Worded) =>
  JSON.stringify([
    both(p.title),
    both(p.description),
    p.images,
    p.categoryId,
    p.tags,
    p.attributes.map((a) => [both(a.name), both(a.value)]),
  ])

/** True when a reviewer has something new to look at: words and pictures, not price, stock, shelf or delivery. */
export function isReworded(before: Worded, after: Worded): boolean {
  const known = new Set(before.skus.map((s) => both(s.name).join('\n')))
  return words(before) !== words(after) || after.skus.some((s) => !known.has(both(s.name).join('\n')))
}
