// Which lines of a tick are shown. In a crowd not everybody can be read: equal lines are folded into one with a count, and what is
// still too much gives way by role, host last. Pure, so that every promise of it is a test.
import { CHAT_ROLES, type ChatLine, type ChatRole } from '#kernel/room-frames'
import type { ChatFate } from './room-store.ts'

export type WaitingLine = { id: string; by: string; name: string; role: ChatRole; text: string; atMs: number }
export type TickChat = {
  /** In the order they were written. */
  shown: ChatLine[]
  dropped: number
  /** One a waiting line, in its order. */
  fates: ChatFate[]
}

const RANK = Object.fromEntries(CHAT_ROLES.map((role, rank) => [role, rank])) as Record<ChatRole, number>

/**
 * What two lines have in common when one says no more than the other: width, case, spaces, punctuation and how often something is
 * repeated (`哈哈哈`, `666`) do not count. `100` and `1000` stay different.
 */
export function foldKey(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  const letters = plain.replace(/[\s\p{P}]+/gu, '')
  const said = letters === '' ? plain.replace(/\s+/g, '') : letters
  return said.replace(/^(.{1,4}?)\1+$/u, '$1')
}

/** `room`: how many lines may be shown. Host and moderators are never folded. */
export function chooseLines(waiting: readonly WaitingLine[], room: number): TickChat {
  const fates: ChatFate[] = waiting.map(() => 'dropped')
  const order = waiting
    .map((_, i) => i)
    .sort((a, b) => RANK[waiting[a]!.role] - RANK[waiting[b]!.role] || a - b)
  const chosen = new Map<number, ChatLine>()
  const byKey = new Map<string, ChatLine>()
  for (const i of order) {
    const { id, by, name, role, text } = waiting[i]!
    const folds = role === 'buyer' || role === 'viewer'
    const key = folds ? foldKey(text) : ''
    const same = folds ? byKey.get(key) : undefined
    if (same) {
      same.more = (same.more ?? 0) + 1
      fates[i] = 'folded'
    } else if (chosen.size < room) {
      const line: ChatLine = { id, by, name, role, text }
      chosen.set(i, line)
      if (folds) byKey.set(key, line)
      fates[i] = 'shown'
    }
  }
  const shown = [...chosen].sort(([a], [b]) => a - b).map(([, line]) => line)
  return { shown, dropped: fates.filter((f) => f === 'dropped').length, fates }
}
