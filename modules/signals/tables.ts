// The signal log's tables as types.

export type SignalsTables = {
  'signals.slate': {
    id: string
    account_id: string
    surface: string
    personalised: boolean
    policy: string
    served_at: Date
    features: unknown
    items: unknown
    stages: unknown
  }
  'signals.signal': {
    day: string
    id: string
    seq: bigint
    xid: string
    account_id: string
    kind: string
    at: Date
    received_at: Date
    slate_id: string | null
    position: number | null
    content_id: string | null
    product_id: string | null
    line_id: string | null
    dwell_ms: number | null
    duration_ms: number | null
    forecast: number | null
    clip_at_ms: number | null
    /** Pairs in one row: from, to, from, to. */
    watched: number[] | null
  }
}
