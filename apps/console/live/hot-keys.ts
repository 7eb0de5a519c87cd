// Keys of the desk: one letter, one act; none while somebody types, holds a modifier, or answers a question.
import { useEffect, useRef } from 'react'
import { isTyping } from '../app/typing.ts'

export type HotKey = { key: string; label: string; run: () => void; off?: boolean }

export function useHotKeys(keys: readonly HotKey[]): void {
  const now = useRef(keys)
  now.current = keys
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.isComposing || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"], [role="menu"]')) return
      const hit = now.current.find((k) => k.key.toLowerCase() === event.key.toLowerCase())
      if (!hit || hit.off) return
      event.preventDefault()
      hit.run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
