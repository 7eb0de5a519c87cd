// Sound and captions as the person wants them. Sound is wanted unless it was turned off, and that is remembered on this device;
// but a browser starts a clip by itself only in silence, so it waits for the first gesture.
import { useSyncExternalStore } from 'react'

type Wishes = { sound: boolean; captions: boolean }
type Playback = { muted: boolean; captions: boolean }
const KEY = 'serendip.playback'
const listeners = new Set<() => void>()
let wishes: Wishes = read()
let state: Playback = { muted: true, captions: wishes.captions }

function read(): Wishes {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Wishes>
    return { sound: kept.sound !== false, captions: kept.captions === true }
  } catch {
    return { sound: true, captions: false }
  }
}

function change(next: Playback): void {
  state = next
  for (const l of listeners) l()
}

/** What the person chose. */
export function setPlayback({ muted, captions }: Partial<Playback>): void {
  wishes = { sound: muted === undefined ? wishes.sound : !muted, captions: captions ?? wishes.captions }
  try {
    localStorage.setItem(KEY, JSON.stringify(wishes))
  } catch {
    // Private windows may refuse; then it holds for this page.
  }
  change({ muted: muted ?? state.muted, captions: wishes.captions })
}

/** The browser refused sound: silence for now, the wish stays. */
export const muteForNow = (): void => change({ ...state, muted: true })

/** While the press that let the sound on lasts: one on the speaker itself must not switch it off again. */
let justLetOn = false

export const toggleSound = (): void => setPlayback({ muted: !justLetOn && !state.muted })

const GESTURES = ['pointerup', 'keydown'] as const
const PRESSES = ['pointerdown', 'keydown'] as const

/** Call once at start: the first touch, click or key lets the sound on. A scroll alone is no gesture to a browser. */
export function unmuteOnFirstGesture(): void {
  const onGesture = () => {
    // Not every browser tells; one that minds will refuse, and `muteForNow` follows.
    if ((navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive === false) return
    for (const event of GESTURES) removeEventListener(event, onGesture, true)
    if (!wishes.sound || !state.muted) return
    justLetOn = true
    for (const event of PRESSES) addEventListener(event, onNextPress, true)
    change({ ...state, muted: false })
  }
  for (const event of GESTURES) addEventListener(event, onGesture, true)
}

function onNextPress(): void {
  justLetOn = false
  for (const event of PRESSES) removeEventListener(event, onNextPress, true)
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
