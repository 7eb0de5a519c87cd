// Sessions that were authenticated a moment ago, so that a busy client costs no query per call. A revocation acts at once:
// `forget` drops what is remembered and, for as long as an entry could live, keeps the subject out, because a read that
// began before the change was committed may still be on its way back.
import type { Clock } from '#kernel/clock'
import type { Actor } from '#platform/context'

type Person = Extract<Actor, { kind: 'person' }>
type Entry = { actor: Person; expiresAt: number; until: number }

const KEEP_MS = 3_000
const MAX_ENTRIES = 20_000

export type SessionCache = ReturnType<typeof createSessionCache>

export function createSessionCache(clock: Clock) {
  const entries = new Map<string, Entry>()
  const changed = new Map<string, number>()
  const now = () => clock.now().getTime()
  const isAbout = (actor: Person, subject: string) =>
    actor.accountId === subject || actor.memberships.some((m) => m.orgId === subject)

  return {
    get(key: string): Person | null {
      const entry = entries.get(key)
      if (!entry) return null
      if (now() < entry.until && now() < entry.expiresAt) return entry.actor
      entries.delete(key)
      return null
    },
    put(key: string, actor: Person, expiresAt: Date): void {
      for (const subject of [actor.accountId, ...actor.memberships.map((m) => m.orgId)]) {
        if ((changed.get(subject) ?? 0) > now()) return
      }
      if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value!)
      entries.set(key, { actor, expiresAt: expiresAt.getTime(), until: now() + KEEP_MS })
    },
    /** `subject` is the account or the organisation that changed. */
    forget(subject: string): void {
      for (const [key, entry] of entries) if (isAbout(entry.actor, subject)) entries.delete(key)
      for (const [old, until] of changed) if (until <= now()) changed.delete(old)
      changed.set(subject, now() + KEEP_MS)
    },
  }
}
