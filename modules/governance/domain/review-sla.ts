// How long the platform lets a review wait: our promise, shown beside every task. A clip loses its moment sooner than goods do.
import { HOUR_MS } from '#kernel/clock'

const HOURS = { product: 24, content: 4 } as const

export const dueAt = (kind: keyof typeof HOURS, openedAt: Date): Date =>
  new Date(openedAt.getTime() + HOURS[kind] * HOUR_MS)
