// A row of the queue as the contract answers it.
import type { z } from 'zod'
import { MINUTE_MS } from '#kernel/clock'
import type { reviewRow } from '../contract.ts'
import type { ReviewRow } from '../repository.ts'

export type Review = z.output<typeof reviewRow>

export function toReview(row: ReviewRow, now: Date): Review {
  const until = row.decided_at ?? now
  return {
    reviewId: row.review_id,
    kind: row.kind,
    objectId: row.object_id,
    orgId: row.org_id,
    title: row.title,
    coverUrl: row.snapshot.images[0] ?? null,
    state: row.state,
    verdict: row.verdict,
    ruleId: row.rule_id,
    note: row.note,
    reviewer: row.reviewer,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    ageMinutes: Math.floor((until.getTime() - row.opened_at.getTime()) / MINUTE_MS),
    overdue: until > row.due_at,
    version: row.version,
  }
}
