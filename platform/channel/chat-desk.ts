// What is being written in a room between two ticks: who may write now, how many lines wait, and what is kept of them. Bounded: when
// the room writes faster than can be read, viewers are asked to wait before host, moderators and buyers are.
import type { ErrorCode } from '#kernel/errors'
import { MAX_CHAT_CHARACTERS, type ChatLine } from '#kernel/room-frames'
import { isCleanText } from '#kernel/text'
import { refill, takeToken, type Bucket } from './bucket.ts'
import { chooseLines, type WaitingLine } from './chat-tick.ts'
import { CHATS_PER_SECOND, type Viewer } from './presence.ts'
import type { ChatPolicy, KeptLine } from './room-store.ts'

/** What can be read in a second by somebody who also watches. */
export const LINES_PER_SECOND = 20
/** Lines that wait for a tick; the last third is for those who have bought or run the room. */
export const INBOX = 600
const INBOX_OF_VIEWERS = 400
/** Lines that wait for the database; beyond it they are shown and not kept, and counted. */
const MAX_UNSAVED = 20_000
/** What somebody who comes in is shown. */
const RECENT = 30

export type Writer = { accountId: string; name: string; role: ChatLine['role']; guest: boolean }
export type Verdict = { ok: true; id: string } | { ok: false; code: ErrorCode; retryAfterMs?: number }

export type ChatDeskOptions = {
  roomId: string
  policy: ChatPolicy
  recent: readonly ChatLine[]
  newId: () => string
  nowMs: number
}
export type ChatDesk = ReturnType<typeof createChatDesk>

export function createChatDesk({ roomId, policy: first, recent: known, newId, nowMs }: ChatDeskOptions) {
  let policy = first
  let waiting: WaitingLine[] = []
  let recent: ChatLine[] = [...known]
  let unsaved: KeptLine[] = []
  let lost = 0
  const room: Bucket = { tokens: LINES_PER_SECOND, atMs: nowMs }

  const keep = (line: KeptLine) => {
    if (unsaved.length < MAX_UNSAVED) unsaved.push(line)
    else lost += 1
  }

  /** Null: nothing is in the way. */
  function refusal(
    w: Writer,
    viewer: Viewer,
    now: number,
  ): { code: ErrorCode; retryAfterMs?: number } | null {
    if (w.guest) return { code: 'UNAUTHENTICATED' }
    const mutedUntil = policy.mutedUntilMs.get(w.accountId) ?? 0
    if (mutedUntil > now)
      return { code: 'MUTED', ...(Number.isFinite(mutedUntil) ? { retryAfterMs: mutedUntil - now } : {}) }
    const runs = w.role === 'host' || w.role === 'moderator'
    if (policy.paused && !runs) return { code: 'CHAT_PAUSED' }
    const slowMs = runs ? 0 : viewer.lastChatMs + policy.slowSeconds * 1_000 - now
    if (slowMs > 0) return { code: 'CHAT_TOO_FAST', retryAfterMs: slowMs }
    if (!takeToken(viewer.chat, CHATS_PER_SECOND, CHATS_PER_SECOND, now))
      return { code: 'CHAT_TOO_FAST', retryAfterMs: (1 - viewer.chat.tokens) * (1_000 / CHATS_PER_SECOND) }
    if (waiting.length >= (w.role === 'viewer' ? INBOX_OF_VIEWERS : INBOX))
      return { code: 'CHAT_TOO_FAST', retryAfterMs: 1_000 }
    return null
  }

  return {
    policy: () => policy,
    setPolicy: (next: ChatPolicy) => void (policy = next),
    recent: (): readonly ChatLine[] => recent,
    /** Lines that were not kept because the database was away for long. */
    lost: () => lost,

    write(w: Writer, viewer: Viewer, typed: string, now: number): Verdict {
      const refused = refusal(w, viewer, now)
      if (refused) return { ok: false, ...refused }
      const text = typed.trim()
      if (text === '' || [...text].length > MAX_CHAT_CHARACTERS || !isCleanText(text))
        return { ok: false, code: 'TEXT_INVALID' }
      const id = newId()
      const { accountId, name, role } = w
      const ruleId = policy.screen(text)
      if (ruleId !== null) {
        keep({ chatId: id, roomId, accountId, name, role, text, atMs: now, fate: 'filtered', ruleId })
        return { ok: false, code: 'CHAT_FILTERED' }
      }
      waiting.push({ id, by: accountId, name, role, text, atMs: now })
      return { ok: true, id }
    },

    /** What everybody is shown now; null when nobody wrote. */
    takeTick(now: number): { shown: ChatLine[]; dropped: number } | null {
      refill(room, LINES_PER_SECOND, LINES_PER_SECOND, now)
      if (waiting.length === 0) return null
      const lines = waiting
      waiting = []
      const { shown, dropped, fates } = chooseLines(lines, Math.floor(room.tokens))
      room.tokens -= shown.length
      lines.forEach(({ id, by, name, role, text, atMs }, i) =>
        keep({ chatId: id, roomId, accountId: by, name, role, text, atMs, fate: fates[i]!, ruleId: null }),
      )
      recent = [...recent, ...shown].slice(-RECENT)
      return { shown, dropped }
    },

    forget(chatIds: readonly string[]): void {
      recent = recent.filter((l) => !chatIds.includes(l.id))
      waiting = waiting.filter((l) => !chatIds.includes(l.id))
    },
    /** A blocked person's lines go at once. */
    forgetBy(accountId: string): void {
      recent = recent.filter((l) => l.by !== accountId)
      waiting = waiting.filter((l) => l.by !== accountId)
    },

    takeUnsaved(): KeptLine[] {
      const lines = unsaved
      unsaved = []
      return lines
    },
    hasUnsaved: (): boolean => unsaved.length > 0 || waiting.length > 0,
    giveBack(lines: KeptLine[]): void {
      unsaved = [...lines, ...unsaved]
    },
    waiting: () => waiting.length,
  }
}
