// Three video elements for any number of clips: the one on screen, the one before and the one after. A browser decodes only so many
// at once, and an element that a finger has once unmuted stays unmuted. The line belongs to the clip on screen: the next one is
// attached when that has enough or has been watched a while, and only then come the beginnings of the two after it
// (first frame after a swipe: 58 ms out of the cache, 259 ms cold).
import type { Ahead, FetchAhead } from './fetch-ahead.ts'
import { createVideoSlot, type Clip, type VideoSlot } from './video-slot.ts'

export type { Clip } from './video-slot.ts'

/** What the screen shows and what may come. A place without a clip (an image post) is null. */
export type Around = {
  previous: Clip | null
  current: Clip | null
  next: Clip | null
  /** What is behind the next, the nearest first: posters whole, clips by their beginning. */
  ahead: readonly Ahead[]
}

export type VideoPool = {
  /** Where a clip's element goes while it is in the pool; null when the slide is gone. */
  setHost(key: string, host: HTMLElement | null): void
  hold(around: Around): void
  setMuted(muted: boolean): void
  setCaptions(on: boolean): void
  setPaused(paused: boolean): void
  /** Tries a clip again that failed. */
  retry(key: string): void
  release(): void
}

export type VideoPoolParts = {
  fetchAhead: FetchAhead
  /** Nothing is loaded that may not be watched. */
  saveData: () => boolean
  onTime: (key: string, host: HTMLElement | null, ms: number, durationMs: number) => void
  onError: (key: string) => void
  onForcedMute: () => void
}

const POOL = 3
const ENOUGH_BUFFERED_S = 4
const ENOUGH_WATCHED_S = 2
/** After the glide: the clip that went rests at its beginning. */
const REWIND_AFTER_MS = 400

const NOTHING: Around = { previous: null, current: null, next: null, ahead: [] }

export function createVideoPool(parts: VideoPoolParts): VideoPool {
  const hosts = new Map<string, HTMLElement>()
  const rewinds = new Set<ReturnType<typeof setTimeout>>()
  let around = NOTHING
  let paused = false
  let captions = false
  const slots = Array.from({ length: POOL }, () =>
    createVideoSlot({
      onTime(slot) {
        const { currentTime, duration } = slot.el
        if (!(duration > 0) || !slot.clip) return
        parts.onTime(slot.clip.key, slot.el.parentElement, currentTime * 1000, duration * 1000)
        loadMore()
      },
      onProgress: loadMore,
      onError: parts.onError,
      onForcedMute: parts.onForcedMute,
    }),
  )
  const slotOf = (clip: Clip | null) => (clip ? slots.find((s) => s.clip?.key === clip.key) : undefined)

  function attach(clip: Clip): void {
    const slot = slotOf(clip) ?? slots.find((s) => s.clip === null)
    if (!slot) return
    if (slot.clip === null) slot.assign(clip)
    slot.showCaptions(captions)
    place(slot)
  }

  function place(slot: VideoSlot): void {
    const host = slot.clip ? hosts.get(slot.clip.key) : undefined
    if (host && slot.el.parentElement !== host) host.append(slot.el)
  }

  /** Brings what may come, as far as the clip on screen can spare the line. */
  function loadMore(): void {
    if (parts.saveData()) return
    const current = slotOf(around.current)
    const spared = !around.current || (current !== undefined && hasEnough(current.el))
    for (const clip of [around.next, around.previous])
      if (clip && !slotOf(clip) && (spared || parts.fetchAhead.has(clip.src))) attach(clip)
    const next = slotOf(around.next)
    const nextReady =
      !around.next || (next !== undefined && next.el.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA)
    parts.fetchAhead.want(spared && nextReady ? around.ahead : [])
  }

  function runCurrent(): void {
    const slot = slotOf(around.current)
    if (!slot) return
    if (paused) slot.pause()
    else slot.play()
  }

  function rest(slot: VideoSlot): void {
    slot.pause()
    const { clip } = slot
    const timer = setTimeout(() => {
      rewinds.delete(timer)
      if (slot.clip === clip && clip?.key !== around.current?.key && slot.el.currentTime > 0)
        slot.el.currentTime = 0
    }, REWIND_AFTER_MS)
    rewinds.add(timer)
  }

  return {
    setHost(key, host) {
      if (host) hosts.set(key, host)
      else hosts.delete(key)
      for (const slot of slots) if (slot.clip?.key === key) place(slot)
    },
    hold(next) {
      around = next
      const kept = new Set([next.previous?.key, next.current?.key, next.next?.key])
      for (const slot of slots) if (slot.clip && !kept.has(slot.clip.key)) slot.free()
      if (next.current) attach(next.current)
      for (const slot of slots) if (slot.clip && slot.clip.key !== next.current?.key) rest(slot)
      runCurrent()
      loadMore()
    },
    setMuted(muted) {
      for (const slot of slots) slot.el.muted = muted
    },
    setCaptions(on) {
      captions = on
      for (const slot of slots) slot.showCaptions(on)
    },
    setPaused(next) {
      paused = next
      runCurrent()
    },
    retry(key) {
      const slot = slots.find((s) => s.clip?.key === key)
      slot?.reload()
      if (key === around.current?.key) runCurrent()
    },
    release() {
      around = NOTHING
      parts.fetchAhead.want([])
      for (const timer of rewinds) clearTimeout(timer)
      for (const slot of slots) slot.free()
      hosts.clear()
    },
  }
}

/** More than four seconds ahead, or all there is; or watched for two. */
function hasEnough({ buffered, currentTime, duration, played }: HTMLVideoElement): boolean {
  let watched = 0
  for (let i = 0; i < played.length; i++) watched += played.end(i) - played.start(i)
  if (watched >= ENOUGH_WATCHED_S) return true
  for (let i = 0; i < buffered.length; i++)
    if (buffered.start(i) <= currentTime + 0.1 && buffered.end(i) >= currentTime)
      return buffered.end(i) - currentTime > ENOUGH_BUFFERED_S || buffered.end(i) >= duration - 0.1
  return false
}
