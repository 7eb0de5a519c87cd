// The feed by keyboard: ↑↓ or J/K, space, L, M. Silent while a sheet is open or something is being written.
import { useEffect, useRef } from 'react'

export type FeedKeys = {
  next: () => void
  previous: () => void
  toggle: () => void
  like: () => void
  mute: () => void
}

const KEYS: Record<string, keyof FeedKeys> = {
  ArrowDown: 'next',
  j: 'next',
  PageDown: 'next',
  ArrowUp: 'previous',
  k: 'previous',
  PageUp: 'previous',
  ' ': 'toggle',
  l: 'like',
  m: 'mute',
}
const WRITING = 'input, textarea, select, [contenteditable]'

export function useFeedKeys(keys: FeedKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : document.body
      if (target.closest(WRITING) || document.querySelector('[role="dialog"]')) return
      const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!action || (action === 'toggle' && target.closest('button, a'))) return
      event.preventDefault()
      if (!event.repeat || action === 'next' || action === 'previous') latest.current[action]()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
