// How one thread changes what others read without a lock: a version in the first shared word, odd while a change is under way. A reader
// takes what it needs and looks whether the version is still the one it began with; if not, it takes it again (a seqlock).

const VERSION = 0
/** About a second: a change takes some microseconds, so a writer that is still at it has died. */
const TRIES = 1e8

/** The writer's: whoever reads meanwhile will read again. */
export function changing(header: Uint32Array, change: () => void): void {
  Atomics.add(header, VERSION, 1)
  try {
    change()
  } finally {
    Atomics.add(header, VERSION, 1)
  }
}

/** A reader's: what `read` answered when nothing changed meanwhile. It must bear half-changed numbers, and keep no hold of them. */
export function readWhole<T>(header: Uint32Array, read: () => T): T {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = Atomics.load(header, VERSION)
    if (before & 1) continue
    const answer = read()
    if (Atomics.load(header, VERSION) === before) return answer
  }
  throw new Error('the writer of this table stopped in the middle of a change')
}
