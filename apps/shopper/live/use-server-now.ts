// The server's time, told every second at the very turn of its second, so that a countdown changes on every screen in one moment.
import { useEffect, useState } from 'react'
import type { RoomStore } from './room-store.ts'

/** Not before the turn: a clock that is a hair early would show the old second again. */
const AFTER_TURN_MS = 4

/** Milliseconds, as of this drawing; drawn again each second while `running`. Without a room, the device's own. */
export function useServerNow(store: RoomStore | null, running: boolean): number {
  const [, draw] = useState(0)
  useEffect(() => {
    if (!running) return
    let timer = 0
    const wait = () => {
      timer = window.setTimeout(
        () => {
          draw((n) => n + 1)
          wait()
        },
        1_000 - (read(store) % 1_000) + AFTER_TURN_MS,
      )
    }
    wait()
    return () => clearTimeout(timer)
  }, [store, running])
  return read(store)
}

const read = (store: RoomStore | null): number => store?.serverNow() ?? Date.now()
