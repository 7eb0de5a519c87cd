// Whether one signal may enter the log. Refused one by one: a poisoned value (a dwell of 10^300, a clock a year off, another
// person's slate) must not move anyone's feed, and must not cost the good signals beside it.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/clock'
import type { ErrorCode } from '#kernel/errors'
import { isId, type Id } from '#kernel/ids'
import type { NewSignal, WatchedRange } from './signal.ts'
import { MAX_WATCHED, type ClientKind } from './signal-kinds.ts'

/** What of a slate a signal is checked against. */
export type SlateFacts = {
  accountId: string
  items: readonly { contentId: string; productIds: readonly string[]; forecast: number | null }[]
}

export type SignalDraft = {
  id: string
  kind: ClientKind
  at: string
  slateId: string
  position: number
  contentId: string
  productId?: string | null | undefined
  dwellMs?: number | undefined
  durationMs?: number | undefined
  clipAtMs?: number | undefined
  watched?: readonly WatchedRange[] | undefined
}

export const MAX_AGE_MS = DAY_MS
export const MAX_AHEAD_MS = MINUTE_MS
/** Longer than anyone leaves a clip on: taken, but as this much. */
export const DWELL_CAP_MS = 10 * MINUTE_MS
/** Longer than this is not a dwell but a broken (or hostile) client. */
const DWELL_LIMIT_MS = HOUR_MS

/** A timer that fires late: what played may exceed the time on screen by this much, never more. */
const WATCHED_SLACK_MS = 2_000

const NEEDS_PRODUCT: readonly ClientKind[] = ['click', 'sheet', 'cart']

export type Checked = { ok: true; signal: NewSignal } | { ok: false; code: ErrorCode }
const refuse = (code: ErrorCode): Checked => ({ ok: false, code })

/** `sentAt` is the client's clock at sending: its distance to `now` is taken out of `at`. */
export function checkSignal(
  draft: SignalDraft,
  slate: SlateFacts | null,
  accountId: Id<'usr'>,
  sentAt: Date,
  now: Date,
): Checked {
  const { id, kind, slateId, contentId } = draft
  if (!isId('sig', id)) return refuse('INPUT_INVALID')
  const ageMs = sentAt.getTime() - Date.parse(draft.at)
  if (!(ageMs <= MAX_AGE_MS && ageMs >= -MAX_AHEAD_MS)) return refuse('CLOCK_SKEW')
  if (!duration(draft.dwellMs, 0) || !duration(draft.durationMs, 1)) return refuse('INPUT_INVALID')
  if (kind === 'dwell' && draft.dwellMs === undefined) return refuse('INPUT_INVALID')
  if (!place(draft.clipAtMs) || !watchedFits(draft)) return refuse('INPUT_INVALID')
  const productId = draft.productId ?? null
  if (NEEDS_PRODUCT.includes(kind) && productId === null) return refuse('INPUT_INVALID')
  // Another person's slate answers like a missing one.
  if (!slate || slate.accountId !== accountId || !isId('slt', slateId)) return refuse('NOT_FOUND')
  const item = slate.items[draft.position]
  if (!item || item.contentId !== contentId || !isId('cnt', contentId)) return refuse('NOT_FOUND')
  if (productId !== null && !item.productIds.includes(productId)) return refuse('NOT_FOUND')
  return {
    ok: true,
    signal: {
      id,
      kind,
      accountId,
      at: new Date(now.getTime() - Math.max(0, ageMs)),
      slateId,
      position: draft.position,
      contentId,
      productId: productId as Id<'prd'> | null,
      dwellMs: capped(draft.dwellMs),
      durationMs: capped(draft.durationMs),
      forecast: item.forecast,
      ...(draft.clipAtMs === undefined ? {} : { clipAtMs: Math.round(draft.clipAtMs) }),
      ...(draft.watched?.length
        ? { watched: draft.watched.map(([from, to]) => [Math.round(from), Math.round(to)] as const) }
        : {}),
    },
  }
}

const duration = (ms: number | undefined, min: number) =>
  ms === undefined || (Number.isFinite(ms) && ms >= min && ms <= DWELL_LIMIT_MS)
const capped = (ms: number | undefined) => (ms === undefined ? null : Math.min(Math.round(ms), DWELL_CAP_MS))

const place = (ms: number | undefined) =>
  ms === undefined || (Number.isFinite(ms) && ms >= 0 && ms <= DWELL_CAP_MS)

/** Parts of one clip, forwards, and together no longer than it was on screen: nobody plays ten minutes in a second. */
function watchedFits({ kind, dwellMs, watched }: SignalDraft): boolean {
  if (watched === undefined || watched.length === 0) return true
  if (kind !== 'dwell' || watched.length > MAX_WATCHED) return false
  if (!watched.every(([from, to]) => place(from) && place(to) && from < to)) return false
  const playedMs = watched.reduce((sum, [from, to]) => sum + (to - from), 0)
  return playedMs <= (dwellMs ?? 0) + WATCHED_SLACK_MS
}
