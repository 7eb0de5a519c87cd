// Settings in memory, bounded: nearly nobody has any, so a miss after everything was loaded means the defaults.
import { createBoundedMap } from '#engine'
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts'

const MAX_REMEMBERED = 500_000

export type SettingsStore = ReturnType<typeof createSettingsStore>

export function createSettingsStore() {
  const known = createBoundedMap<Settings>(MAX_REMEMBERED)
  let overflowed = false
  return {
    /** As far as memory goes. */
    of: (accountId: string): Settings => known.peek(accountId) ?? DEFAULT_SETTINGS,
    /** What was read before a decision and comes after it changes nothing. */
    put(accountId: string, settings: Settings): void {
      if (settings.revision < (known.peek(accountId)?.revision ?? 0)) return
      known.set(accountId, settings)
      overflowed ||= known.size >= MAX_REMEMBERED
    },
    /** Everybody who decided anything, as far as memory goes. */
    all: (): Iterable<[accountId: string, settings: Settings]> => known.entries(),
    /** Whether the database may know more than memory about this person. */
    mayBeMissing: (accountId: string): boolean => overflowed && known.peek(accountId) === undefined,
  }
}
