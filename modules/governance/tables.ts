// The schema `governance` as types.
import type { ColumnType, Generated } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { ReviewSnapshot } from './contract.ts'

export type ReviewTaskTable = {
  review_id: Id<'rvt'>
  kind: 'product' | 'content'
  object_id: string
  org_id: string
  title: ColumnType<Localized, string, string>
  snapshot: ColumnType<ReviewSnapshot, string, string>
  state: Generated<'queued' | 'decided' | 'withdrawn'>
  verdict: 'passed' | 'rejected' | null
  rule_id: string | null
  note: string | null
  reviewer: string | null
  version: Generated<number>
  opened_at: Date
  due_at: Date
  decided_at: Date | null
}

export type GovernanceTables = {
  'governance.review_task': ReviewTaskTable
  'governance.standing': { kind: 'product' | 'content'; object_id: string; passed: boolean }
}
