// Who waits for news about something, in this process: told at once when it happens here, and asked to look again now and then, because it
// may have happened in another.
export type Waiters<T> = {
  /** The news, or null when there was none within `ms`. Register before looking, so that nothing falls in between. */
  next(key: string, ms: number): Promise<T | null>
  tell(key: string, news: T): void
  size(): number
}

let leaving = false
const everybody = new Set<() => void>()

/** This process is leaving: whoever waits, anywhere in it, is answered at once, and so is everybody who still comes. */
export function letWaitersGo(): void {
  leaving = true
  for (const done of Array.from(everybody)) done()
}

/** Beyond `most` nobody is kept waiting: `next` answers null at once. */
export function createWaiters<T>(most: number): Waiters<T> {
  const waiting = new Map<string, Set<(news: T | null) => void>>()
  let count = 0
  return {
    next(key, ms) {
      if (leaving || count >= most) return Promise.resolve(null)
      return new Promise((resolve) => {
        const group = waiting.get(key) ?? new Set()
        waiting.set(key, group)
        count += 1
        const done = (news: T | null) => {
          clearTimeout(timer)
          everybody.delete(giveUp)
          count -= 1
          group.delete(done)
          if (group.size === 0) waiting.delete(key)
          resolve(news)
        }
        const giveUp = () => done(null)
        const timer = setTimeout(giveUp, ms)
        group.add(done)
        everybody.add(giveUp)
      })
    },
    tell(key, news) {
      for (const done of Array.from(waiting.get(key) ?? [])) done(news)
    },
    size: () => count,
  }
}
