// Simulated time and randomness for many at once. A scene (one session, one parcel) has its own clock and its own seeded
// streams, found through the asynchronous context, so that scenes run side by side and each is the same in every run.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createIds, type IdPrefix, type Ids } from '#kernel/ids'
import { seededRandom, type Random } from '#kernel/random'
import type { PlatformClock } from '#platform/demo-clock'

type Scene = { atMs: number; random: Random; ids: Ids }

export type Scenes = {
  clock: PlatformClock
  /** For the platform: exploration and the like. What people choose has a stream of its own. */
  random: Random
  ids: Ids
  /** Runs `fn` at `atMs` in a scene of this name; names are unique in a world. */
  play<R>(name: string, atMs: number, fn: (choice: Random) => Promise<R>): Promise<R>
  /** The running scene's time goes on. */
  wait(ms: number): void
  isInside(): boolean
}

export function createScenes(seed: number): Scenes {
  const current = new AsyncLocalStorage<Scene>()
  const scene = (): Scene => {
    const found = current.getStore()
    if (!found)
      throw new Error('The platform was called outside a scene: time and randomness would be the machine’s.')
    return found
  }
  const random: Random = {
    next: () => scene().random.next(),
    int: (n) => scene().random.int(n),
    bytes: (length) => scene().random.bytes(length),
  }
  return {
    clock: {
      now: () => new Date(scene().atMs),
      offsetMs: () => 0,
      advance: () => Promise.reject(new Error('a scene waits; it does not advance the platform')),
      stop: async () => {},
    },
    random,
    ids: { next: <P extends IdPrefix>(prefix: P) => scene().ids.next(prefix) },
    play(name, atMs, fn) {
      const made: Scene = {
        atMs,
        random: seededRandom(`${seed}/${name}/platform`),
        ids: { next: () => '' as never },
      }
      made.ids = createIds({ now: () => new Date(made.atMs) }, seededRandom(`${seed}/${name}/ids`))
      return current.run(made, () => fn(seededRandom(`${seed}/${name}`)))
    },
    wait(ms) {
      scene().atMs += Math.max(0, Math.round(ms))
    },
    isInside: () => current.getStore() !== undefined,
  }
}
