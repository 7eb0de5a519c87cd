// The feed as a list that grows: slates are appended, the next one is asked for while three items are left, and what was
// seen long ago is let go. It outlives the page (a payment leaves the site and comes back to the same frame). Pure: loading
// and storage are handed in.
import type { ApiProblem } from '#app/client'
import type { OutputOf } from '#kernel/contract'
import type { getFeed } from '#modules/interest/contract'

export type Slate = OutputOf<typeof getFeed>
export type FeedItem = Slate['items'][number]
/** One place of one slate; `slateId` null for an item that was opened by a link. */
export type FeedEntry = FeedItem & { key: string; slateId: Slate['slateId'] | null }

export type FeedState = {
  entries: readonly FeedEntry[]
  index: number
  status: 'idle' | 'loading' | 'ready' | 'end' | 'error'
  problem: ApiProblem | null
  personalised: boolean
  /** Counts the wishes to move on that did not come from a finger; the view follows. */
  nudges: number
}

export const PREFETCH_AT = 3
const KEEP_MAX = 120
const LET_GO = 60
const KEPT_FOR_MS = 30 * 60_000

export type FeedStoreParts = {
  load: () => Promise<Slate>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  storageKey: string
  now: () => number
}

export type FeedStore = ReturnType<typeof createFeedStore>

const EMPTY: FeedState = {
  entries: [],
  index: 0,
  status: 'idle',
  problem: null,
  personalised: true,
  nudges: 0,
}

export function createFeedStore({ load, storage, storageKey, now }: FeedStoreParts) {
  let state: FeedState = restore() ?? EMPTY
  let generation = 0
  let loading: Promise<void> | null = null
  const listeners = new Set<() => void>()

  const set = (change: Partial<FeedState>) => {
    state = { ...state, ...change }
    for (const l of listeners) l()
  }

  /** Asks for the next slate unless one is under way. */
  function loadMore(): Promise<void> {
    loading ??= loadSlate().finally(() => {
      loading = null
    })
    return loading
  }

  async function loadSlate(): Promise<void> {
    const asked = generation
    set({ status: 'loading', problem: null })
    try {
      const slate = await load()
      if (asked !== generation) return
      append(slate)
    } catch (error) {
      if (asked === generation) set({ status: 'error', problem: error as ApiProblem })
    }
  }

  function append(slate: Slate): void {
    const fresh = slate.items.map((item) => ({
      ...item,
      slateId: slate.slateId,
      key: `${slate.slateId}/${item.position}`,
    }))
    const drop = state.entries.length + fresh.length > KEEP_MAX ? Math.min(LET_GO, state.index) : 0
    set({
      entries: [...state.entries.slice(drop), ...fresh],
      index: state.index - drop,
      status: fresh.length > 0 ? 'ready' : 'end',
      personalised: slate.personalised,
    })
  }

  function restore(): FeedState | null {
    const text = storage.getItem(storageKey)
    if (!text) return null
    storage.removeItem(storageKey)
    try {
      const kept = JSON.parse(text) as { at: number; state: FeedState }
      return now() - kept.at < KEPT_FOR_MS && kept.state.entries.length > 0
        ? { ...kept.state, status: 'ready', problem: null }
        : null
    } catch {
      return null
    }
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    get: (): FeedState => state,
    loadMore,
    /** The item now on screen. */
    show(index: number): void {
      if (index !== state.index && index >= 0 && index < state.entries.length) set({ index })
      if (state.entries.length - 1 - state.index <= PREFETCH_AT && state.status === 'ready') void loadMore()
    },
    /** Takes contents away that are still to come ('not interested' acts at once). */
    dropUnseen(contentIds: readonly string[]): void {
      const gone = new Set(contentIds)
      set({ entries: state.entries.filter((e, i) => i <= state.index || !gone.has(e.content.contentId)) })
    },
    moveOn: (): void => set({ nudges: state.nudges + 1 }),
    reset(): void {
      generation += 1
      loading = null
      storage.removeItem(storageKey)
      set(EMPTY)
    },
    /** Called when the page goes away. */
    keep(): void {
      if (state.entries.length === 0) return
      const from = Math.max(0, state.index - 2)
      const kept = {
        ...state,
        entries: state.entries.slice(from, state.index + 12),
        index: state.index - from,
      }
      storage.setItem(storageKey, JSON.stringify({ at: now(), state: kept }))
    },
  }
}
