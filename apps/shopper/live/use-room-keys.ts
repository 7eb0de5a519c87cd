// The room by keyboard: C to write, B for the bag, L to like, M for sound. Silent while a sheet is open or something is being written.
import { useEffect, useRef } from 'react'

export type RoomKeys = { say: () => void; bag: () => void; like: () => void; mute: () => void }

const KEYS: Record<string, keyof RoomKeys> = { c: 'say', '/': 'say', b: 'bag', l: 'like', m: 'mute' }

export function useRoomKeys(keys: RoomKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return
      const target = event.target instanceof Element ? event.target : document.body
      if (
        target.closest('input, textarea, select, [contenteditable]') ||
        document.querySelector('[role="dialog"]')
      )
        return
      const action = KEYS[event.key.toLowerCase()]
      if (!action) return
      event.preventDefault()
      latest.current[action]()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
