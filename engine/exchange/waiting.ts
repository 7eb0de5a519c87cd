// Lessons about items that are not here yet: between several learners a lesson may come before the word of what it is about, which took
// another way. They wait for it, so many in all; the oldest give up.
import type { Told } from './outbox.ts'

/** Whose lesson it is, with the sitting as the peer numbers it. */
export type WaitingLesson = Told & { peer: string }

const MOST = 2_000

export function createWaiting() {
  let all: WaitingLesson[] = []
  const ids = new Map<string, number>()
  const count = (id: string, by: number) => {
    const left = (ids.get(id) ?? 0) + by
    if (left > 0) ids.set(id, left)
    else ids.delete(id)
  }
  return {
    get size() {
      return all.length
    },
    /** Answers how many gave up for it. */
    add(lesson: WaitingLesson): 0 | 1 {
      all.push(lesson)
      count(lesson.id, 1)
      if (all.length <= MOST) return 0
      count(all.shift()!.id, -1)
      return 1
    },
    /** Those about an item that has come; they wait no longer. */
    take(id: string): WaitingLesson[] {
      if (!ids.delete(id)) return []
      const those = all.filter((lesson) => lesson.id === id)
      all = all.filter((lesson) => lesson.id !== id)
      return those
    },
    dump: (): WaitingLesson[] => [...all],
    restore(lessons: readonly WaitingLesson[]): void {
      all = []
      ids.clear()
      for (const lesson of lessons) {
        all.push(lesson)
        count(lesson.id, 1)
      }
    },
  }
}
