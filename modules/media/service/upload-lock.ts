// One writer an upload. Whoever comes while another writes asks that one to stop and waits for its turn; only so many wait. Why our own:
// the protocol's library lets those who wait ask again in every turn of the event loop, so that one stalled piece and a few more
// requests for it, of one person, took a whole processor from everybody.
import { AppError } from '#kernel/errors'

/** As the library wants it. */
export type UploadLock = {
  /** @throws AppError REQUEST_IN_PROGRESS when too many wait, or for too long */
  lock(stopSignal: AbortSignal, requestRelease: () => Promise<void> | void): Promise<void>
  unlock(): Promise<void>
}
type Held = { release: () => Promise<void> | void; waiting: (() => void)[] }

const MAX_WAITING = 3
/** Longer than the library gives a writer to stop. */
const WAIT_MS = 10_000

export function createUploadLocks(limits = { waiting: MAX_WAITING, waitMs: WAIT_MS }) {
  const locks = new Map<string, Held>()

  /** Resolves when it is this one's turn. */
  function turn(held: Held, stopSignal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        stopSignal.removeEventListener('abort', giveUp)
      }
      const next = () => {
        done()
        resolve()
      }
      const giveUp = () => {
        done()
        held.waiting.splice(held.waiting.indexOf(next), 1)
        reject(new AppError('REQUEST_IN_PROGRESS'))
      }
      const timer = setTimeout(giveUp, limits.waitMs)
      stopSignal.addEventListener('abort', giveUp, { once: true })
      held.waiting.push(next)
    })
  }

  return {
    newLock(uploadId: string): UploadLock {
      return {
        async lock(stopSignal, requestRelease) {
          const held = locks.get(uploadId)
          if (!held) return void locks.set(uploadId, { release: requestRelease, waiting: [] })
          if (stopSignal.aborted || held.waiting.length >= limits.waiting)
            throw new AppError('REQUEST_IN_PROGRESS')
          const ours = turn(held, stopSignal)
          await held.release()
          await ours
          held.release = requestRelease
          if (held.waiting.length > 0) await requestRelease()
        },
        async unlock() {
          const held = locks.get(uploadId)
          const next = held?.waiting.shift()
          if (next) next()
          else locks.delete(uploadId)
        },
      }
    },
    held: () => locks.size,
  }
}
