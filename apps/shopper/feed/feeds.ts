// The two feeds of this device and the signals they send, wired to the network once.
import { secureRandom } from '#kernel/random'
import { systemClock } from '#kernel/clock'
import { createIds } from '#kernel/ids'
import { ApiProblem } from '#app/client'
import { getFeed } from '#modules/interest/contract'
import { record, type SignalIn } from '#modules/signals/contract'
import { api } from '../app/api.ts'
import { clipTimeOf } from './clip-place.ts'
import { createFeedStore, type FeedEntry, type FeedStore } from './feed-store.ts'
import { createSignalQueue } from './signal-queue.ts'

export type Surface = 'recommend' | 'following'
export type SignalKind = SignalIn['kind']

const ids = createIds(systemClock, secureRandom())

const signals = createSignalQueue({
  newId: () => ids.next('sig'),
  now: () => new Date(),
  later: (run, ms) => setTimeout(run, ms),
  send: async (items, closing) => {
    try {
      await api.call(record, { sentAt: new Date().toISOString(), items }, { keepalive: closing })
      return 'done'
    } catch (error) {
      // A refused batch would be refused again; only silence and overload are worth repeating.
      return error instanceof ApiProblem && !error.retryable ? 'done' : 'later'
    }
  },
})

/** Cites the slate and place; items opened by a link have none and stay silent. */
export function tell(
  entry: FeedEntry,
  kind: SignalKind,
  more: Partial<Pick<SignalIn, 'dwellMs' | 'durationMs' | 'watched'>> & { productId?: string } = {},
): void {
  if (!entry.slateId) return
  const clipAtMs = clipTimeOf(entry.key)
  signals.add({
    kind,
    slateId: entry.slateId,
    position: entry.position,
    contentId: entry.content.contentId,
    ...(clipAtMs === null ? {} : { clipAtMs: Math.round(clipAtMs) }),
    ...more,
  } as Omit<SignalIn, 'id' | 'at'>)
}

const createFeed = (surface: Surface): FeedStore =>
  createFeedStore({
    storage: sessionStorage,
    storageKey: `serendip.feed.${surface}`,
    now: () => Date.now(),
    load: async () => {
      await signals.flush() // the next slate already knows what was just seen
      return api.call(getFeed, { surface })
    },
  })

export const feeds: Record<Surface, FeedStore> = {
  recommend: createFeed('recommend'),
  following: createFeed('following'),
}

export function forgetFeeds(): void {
  feeds.recommend.reset()
  feeds.following.reset()
}

function keepAll(): void {
  signals.flushClosing()
  feeds.recommend.keep()
  feeds.following.keep()
}

/** Call once at start. Listeners that emit a last signal must be registered before. */
export function flushOnLeave(): void {
  addEventListener('pagehide', keepAll)
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'hidden' && signals.flushClosing(),
  )
  addEventListener('online', () => void signals.flush())
}
