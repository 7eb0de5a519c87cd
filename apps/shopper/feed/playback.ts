// Sound and captions as the person set them in this tab. Silence first: that is the only way a browser starts a clip by itself.
import { useSyncExternalStore } from 'react'

type Playback = { muted: boolean; captions: boolean }
const KEY = 'serendip.playback'
const listeners = new Set<() => void>()
let state: Playback = read()

function read(): Playback {
  try {
    return {
      muted: true,
      captions: false,
      ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Playback>),
    }
  } catch {
    return { muted: true, captions: false }
  }
}

export function setPlayback(change: Partial<Playback>): void {
  state = { ...state, ...change }
  sessionStorage.setItem(KEY, JSON.stringify(state))
  for (const l of listeners) l()
}

export const usePlayback = (): Playback =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )

export const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
