// What is going to happen, in order of time, played by a few hands side by side. Things put on the agenda meanwhile (a parcel
// to send tomorrow) take their place in it. Ties go to what was put on first.
export type Event = { atMs: number; play: () => Promise<void> }

export type Agenda = {
  put(event: Event): void
  /** Plays everything before `untilMs`; resolves when all of it is done. */
  playUntil(untilMs: number, hands: number): Promise<void>
  readonly size: number
}

type Entry = Event & { order: number }
const before = (a: Entry, b: Entry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

export function createAgenda(): Agenda {
  const heap: Entry[] = []
  let order = 0

  function push(entry: Entry): void {
    let i = heap.push(entry) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!before(entry, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  function pop(): Entry {
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (child >= heap.length || !before(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return top
  }

  return {
    get size() {
      return heap.length
    },
    put: (event) => push({ ...event, order: order++ }),

    async playUntil(untilMs, hands) {
      const isDue = () => heap.length > 0 && heap[0]!.atMs < untilMs
      const idle: (() => void)[] = []
      const failures: unknown[] = []
      let busy = 0
      const wakeAll = () => {
        for (const wake of idle.splice(0)) wake()
      }
      const hand = async (): Promise<void> => {
        while (failures.length === 0) {
          if (isDue()) {
            busy++
            await pop()
              .play()
              .catch((error: unknown) => failures.push(error))
            busy--
            wakeAll() // what was just played may have put something on the agenda that is due
          } else if (busy > 0) {
            await new Promise<void>((resolve) => idle.push(resolve))
          } else {
            break
          }
        }
        wakeAll()
      }
      await Promise.all(Array.from({ length: hands }, hand))
      if (failures.length > 0) throw failures[0]
    },
  }
}
