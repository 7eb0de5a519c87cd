// What is being written, kept in this browser while it is written: a closed tab, a dead battery or an ended session loses at
// most a second of it. It is gone when it was handed in.
import { useEffect, useRef, useState } from 'react'

const SAVE_AFTER_MS = 1000
const keyOf = (creatorId: string) => `serendip.publish.${creatorId}`

/** The kept draft, or null; whatever cannot be read is as if it were not there. */
export function readDraft<T extends object>(creatorId: string): T | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(creatorId)) ?? 'null')
    return kept !== null && typeof kept === 'object' ? (kept as T) : null
  } catch {
    return null
  }
}

export function forgetDraft(creatorId: string): void {
  localStorage.removeItem(keyOf(creatorId))
}

/** Keeps every change a second after the last; answers when it last did. */
export function useKeptDraft<T extends object>(creatorId: string, draft: T): Date | null {
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(() => {
      try {
        localStorage.setItem(keyOf(creatorId), JSON.stringify(draft))
        setSavedAt(new Date())
      } catch {
        setSavedAt(null) // the browser keeps nothing: private mode, or full
      }
    }, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [creatorId, draft])
  return savedAt
}
