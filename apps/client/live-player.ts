// Plays a room's stream in a `<video>`: chooses the way, says what happens, and gets back by itself. Without a framework, so that the
// room's page, the feed's card and the desk's preview use the same. The last picture stays while the anchor is gone: black looks like the end.
import {
  afterHole,
  createRecovery,
  HOLE_MS,
  STALL_RETRY_MS,
  STALL_SAID_MS,
  STEADY_MS,
  waysToPlay,
  type Capabilities,
  type LiveUrls,
  type LiveWay,
  type Recovery,
  type Trouble,
} from './live-playback.ts'
import { openLiveEngine, type LiveEngineHandle } from './live-engines.ts'

export type LivePlayerEvents = {
  /** Pictures move (again). */
  playing: { kind: LiveWay['kind'] }
  /** They do not, though they should: show it after this, not before. */
  stalled: { kind: LiveWay['kind'] }
  /** A try failed and the next follows in `againMs`; `null`: nothing here can play it. */
  failed: { trouble: Trouble | 'unsupported'; detail: string; againMs: number | null }
  switched: { from: LiveWay['kind']; to: LiveWay['kind'] }
  /** The browser plays by itself only without sound: offer it by a touch. */
  muted: Record<string, never>
}
export type LivePlayer = {
  attach(video: HTMLVideoElement, urls: LiveUrls): void
  on<K extends keyof LivePlayerEvents>(event: K, listener: (what: LivePlayerEvents[K]) => void): () => void
  /** To the newest picture there is. */
  toLive(): void
  /** Everything is let go; the element is free. Twice is the same as once. */
  destroy(): void
}
export type LivePlayerOptions = {
  random?: () => number
  now?: () => number
  capabilities?: () => Capabilities
}

const TYPE = 'video/mp4; codecs="avc1.42E01E,mp4a.40.2"'
const WATCH_MS = 250
/** Further behind than this when the page comes back: jump, not catch up. */
const FAR_BEHIND_S = 2
const BEHIND_NEWEST_S = 0.3

type Source = { isTypeSupported(type: string): boolean }
export const capabilitiesHere = (): Capabilities => {
  const page = globalThis as unknown as { MediaSource?: Source; ManagedMediaSource?: Source }
  return {
    mediaSource: page.MediaSource?.isTypeSupported(TYPE) ?? false,
    managedMediaSource: page.ManagedMediaSource?.isTypeSupported(TYPE) ?? false,
    nativeHls: document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '',
  }
}

/** The picture that is shown now becomes the poster, so that it is still there while a source is changed. */
const keepLastPicture = (video: HTMLVideoElement) => {
  if (video.videoWidth === 0 || video.readyState < 2) return
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  try {
    canvas.getContext('2d')?.drawImage(video, 0, 0)
    video.poster = canvas.toDataURL('image/jpeg', 0.7)
  } catch {
    // A picture of another origin may be shown, not read.
  }
}

export const createLivePlayer = (options: LivePlayerOptions = {}): LivePlayer => {
  const { random = Math.random, now = () => performance.now(), capabilities = capabilitiesHere } = options
  const listeners = new Map<string, Set<(what: never) => void>>()
  let video: HTMLVideoElement | null = null
  let ways: LiveWay[] = []
  let recovery: Recovery = createRecovery(1, random)
  let engine: LiveEngineHandle | null = null
  let attempt = 0
  let again: ReturnType<typeof setTimeout> | undefined
  let watch: ReturnType<typeof setInterval> | undefined
  let at = { position: -1, movedMs: 0, since: 0, said: 'nothing' as 'nothing' | 'playing' | 'stalled' }

  const tell = <K extends keyof LivePlayerEvents>(event: K, what: LivePlayerEvents[K]) => {
    for (const listener of listeners.get(event) ?? []) (listener as (what: LivePlayerEvents[K]) => void)(what)
  }
  const current = (): LiveWay['kind'] => ways[recovery.way()]?.kind ?? 'flv'

  const closeEngine = () => {
    attempt++
    clearTimeout(again)
    engine?.destroy()
    engine = null
  }

  const play = async (element: HTMLVideoElement) => {
    try {
      await element.play()
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || element.muted) return
      element.muted = true
      tell('muted', {})
      await element.play().catch(() => {})
    }
  }

  const trouble = (kind: Trouble, detail: string) => {
    if (!video) return
    const from = current()
    keepLastPicture(video)
    closeEngine()
    const next = recovery.trouble(kind)
    tell('failed', { trouble: kind, detail, againMs: next.afterMs })
    if (next.switched) tell('switched', { from, to: current() })
    again = setTimeout(() => void open(), next.afterMs)
  }

  const open = async () => {
    const element = video
    const way = ways[recovery.way()]
    if (!element || !way) return
    const mine = ++attempt
    at = { ...at, position: -1, movedMs: now(), since: now() }
    const onTrouble = (kind: Trouble, detail: string) => mine === attempt && trouble(kind, detail)
    try {
      const opened = await openLiveEngine(element, way, onTrouble)
      if (mine !== attempt) return opened.destroy()
      engine = opened
      await play(element)
    } catch (error) {
      onTrouble('network', String(error))
    }
  }

  /** Moves it or not? The element's own `waiting` comes late, or never when nothing more arrives. */
  const look = () => {
    if (!video || video.paused || !engine) return
    const time = now()
    if (video.currentTime !== at.position) {
      const first = at.position < 0
      at.position = video.currentTime
      if (first) return
      at.movedMs = time
      if (at.said !== 'playing') {
        at.said = 'playing'
        at.since = time
        tell('playing', { kind: current() })
      } else if (time - at.since > STEADY_MS) recovery.steady()
      return
    }
    const stoodMs = time - at.movedMs
    if (stoodMs > STALL_SAID_MS && at.said === 'playing') {
      at.said = 'stalled'
      tell('stalled', { kind: current() })
    }
    const next = stoodMs > HOLE_MS ? afterHole(video.buffered, video.currentTime) : null
    if (next !== null) video.currentTime = next
    if (stoodMs > STALL_RETRY_MS) trouble('stalled', `${Math.round(stoodMs)} ms`)
  }

  const toLive = () => {
    if (!video || video.buffered.length === 0) return
    const newest = video.buffered.end(video.buffered.length - 1)
    if (newest - video.currentTime > FAR_BEHIND_S) video.currentTime = newest - BEHIND_NEWEST_S
    if (video.paused) void play(video)
  }
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return
    at.movedMs = now()
    toLive()
  }

  const destroy = () => {
    closeEngine()
    clearInterval(watch)
    document.removeEventListener('visibilitychange', onVisible)
    video = null
    listeners.clear()
  }

  return {
    attach(element, urls) {
      closeEngine()
      clearInterval(watch)
      video = element
      element.playsInline = true
      // mpegts.js wants it where there is only ManagedMediaSource.
      element.disableRemotePlayback = true
      ways = waysToPlay(urls, capabilities(), location)
      recovery = createRecovery(Math.max(1, ways.length), random)
      at = { position: -1, movedMs: now(), since: now(), said: 'nothing' }
      if (ways.length === 0) return tell('failed', { trouble: 'unsupported', detail: '', againMs: null })
      document.addEventListener('visibilitychange', onVisible)
      watch = setInterval(look, WATCH_MS)
      void open()
    },
    on(event, listener) {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all)
      all.add(listener as (what: never) => void)
      return () => void all.delete(listener as (what: never) => void)
    },
    toLive,
    destroy,
  }
}
