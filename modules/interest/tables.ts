// The feed's tables as types.
import type { ContentFacts, ProductFacts } from './catalogue/entries.ts'
import type { Settings } from './domain/settings.ts'

export type InterestTables = {
  'interest.catalogue_content': {
    id: string
    facts: ContentFacts | null
    verdict: string | null
    xid: string
  }
  'interest.catalogue_product': {
    id: string
    facts: ProductFacts | null
    verdict: string | null
    rate_bps: number | null
    sold_lines: number
    refunded_lines: number
    xid: string
  }
  'interest.person': { account_id: string; settings: Settings; xid: string }
  'interest.snapshot': {
    id: bigint
    made_at: Date
    policy: string
    cursor_xid: string
    cursor_seq: bigint
    body: Buffer
  }
}
