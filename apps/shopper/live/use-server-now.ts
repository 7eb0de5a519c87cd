// The server's time, told every second at the very turn of its second, so that a countdown changes on every screen in one moment.
import { useEffect, useState } from 'react'
import type { RoomStore } from './room-store.ts'

const guess = () => Date.now()

/** Milliseconds; stands still while `running` is false. */
export function useServerNow(store: RoomStore | null, running: boolean): number {
  const read = () => store?.serverNow() ?? guess()
  const [now, setNow] = useState(read)
  useEffect(() => {
    if (!running) return
    let timer = 0
    const turn = () => {
      const ms = read()
      setNow(ms)
      timer = window.setTimeout(turn, 1_000 - (ms % 1_000) + 4)
    }
    turn()
    return () => clearTimeout(timer)
  }, [store, running])
  return now
}
