// Who waits for news about something, in this process: told at once when it happens here. What happened in another process is asked for
// every now and then, for everybody who waits in one question.
export type Waiting<T> = {
  /** Null when there was none in time. */
  news: Promise<T | null>
  /** Waits no longer: `news` is null. */
  leave(): void
}

export type Waiters<T> = {
  /** Wait before looking, so that nothing falls in between. */
  wait(key: string, ms: number): Waiting<T>
  tell(key: string, news: T): void
  size(): number
}

/** `look` is given all that is waited for and tells by `found` of what has happened; when it fails it is asked again the next time. */
type Looking<T> = {
  everyMs: number
  look: (keys: readonly string[], found: (key: string, news: T) => void) => Promise<void>
}

let leaving = false
const everybody = new Set<() => void>()

/** This process is leaving: whoever waits, anywhere in it, is answered at once, and so is everybody who still comes. */
export function letWaitersGo(): void {
  leaving = true
  for (const done of Array.from(everybody)) done()
}

/** Beyond `most` nobody is kept waiting: the answer is null at once. */
export function createWaiters<T>(most: number, { everyMs, look }: Looking<T>): Waiters<T> {
  const waiting = new Map<string, Set<(news: T | null) => void>>()
  let count = 0
  let looking = false

  const tell = (key: string, news: T) => {
    for (const done of Array.from(waiting.get(key) ?? [])) done(news)
  }
  /** As long as anybody waits. */
  const lookAround = () => {
    looking = waiting.size > 0
    if (!looking) return
    setTimeout(() => {
      void look([...waiting.keys()], tell)
        .catch(() => {})
        .then(lookAround)
    }, everyMs).unref()
  }

  return {
    wait(key, ms) {
      if (leaving || count >= most) return { news: Promise.resolve(null), leave: () => {} }
      const { promise: news, resolve } = Promise.withResolvers<T | null>()
      const group = waiting.get(key) ?? new Set()
      waiting.set(key, group)
      count += 1
      const done = (told: T | null) => {
        if (!group.delete(done)) return
        clearTimeout(timer)
        everybody.delete(leave)
        count -= 1
        if (group.size === 0) waiting.delete(key)
        resolve(told)
      }
      const leave = () => done(null)
      const timer = setTimeout(leave, ms)
      group.add(done)
      everybody.add(leave)
      if (!looking) lookAround()
      return { news, leave }
    },
    tell,
    size: () => count,
  }
}
