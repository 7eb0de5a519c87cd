// Three video elements for any number of clips: the one on screen, the one before and the one after. A browser decodes only
// so many at once, and an element that a finger has once unmuted stays unmuted. The next clip's first half megabyte is
// fetched by range, so that a swipe finds it in the cache (58 ms to the first frame, against 259 ms cold).
export type Clip = { key: string; src: string; captions: string | null; language: string }

export type VideoPool = {
  /** Where a clip's element goes while it is in the pool; null when the slide is gone. */
  setHost(key: string, host: HTMLElement | null): void
  /** The clips to hold, the current one by key. `null` current: an image post is on screen. */
  hold(clips: readonly Clip[], current: string | null): void
  setMuted(muted: boolean): void
  setCaptions(on: boolean): void
  setPaused(paused: boolean): void
  /** Tries a clip again that failed. */
  retry(key: string): void
  release(): void
}

export type VideoEvents = {
  onProgress: (host: HTMLElement, ratio: number) => void
  onError: (key: string) => void
  /** The browser refuses sound before a touch. */
  onForcedMute: () => void
}

const POOL = 3
const AHEAD_BYTES = 512 * 1024

type Slot = { el: HTMLVideoElement; key: string | null }

export function createVideoPool(events: VideoEvents): VideoPool {
  const hosts = new Map<string, HTMLElement>()
  const fetched = new Set<string>()
  let current: string | null = null
  let paused = false
  let muted = true
  let captions = false
  const slots: Slot[] = Array.from({ length: POOL }, () => {
    const slot: Slot = { el: createElement(), key: null }
    listen(slot)
    return slot
  })

  function listen(slot: Slot): void {
    const { el } = slot
    el.addEventListener('timeupdate', () => {
      if (el.duration > 0 && el.parentElement)
        events.onProgress(el.parentElement, el.currentTime / el.duration)
    })
    // Styles show the element once it has a frame, and a spinner while it waits; until then the poster stands.
    el.addEventListener('loadeddata', () => (el.dataset.ready = ''))
    el.addEventListener('waiting', () => (el.dataset.waiting = ''))
    el.addEventListener('playing', () => delete el.dataset.waiting)
    el.addEventListener('error', () => slot.key && el.getAttribute('src') && events.onError(slot.key))
  }

  function assign(slot: Slot, clip: Clip): void {
    const { el } = slot
    slot.key = clip.key
    delete el.dataset.ready
    delete el.dataset.waiting
    el.preload = 'metadata'
    el.replaceChildren()
    if (clip.captions) el.append(captionTrack(clip.captions, clip.language))
    el.src = clip.src
    showCaptions(el, captions)
  }

  function free(slot: Slot): void {
    slot.key = null
    slot.el.pause()
    slot.el.removeAttribute('src')
    slot.el.replaceChildren()
    slot.el.load() // else Chromium goes on downloading
    slot.el.remove()
  }

  function place(slot: Slot): void {
    const host = slot.key ? hosts.get(slot.key) : undefined
    if (host && slot.el.parentElement !== host) host.append(slot.el)
  }

  function run(slot: Slot): void {
    const { el } = slot
    el.muted = muted
    if (slot.key !== current) {
      el.pause()
      if (el.readyState > 0) el.currentTime = 0
      return
    }
    el.preload = 'auto'
    if (paused) return el.pause()
    el.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || el.muted) return
      events.onForcedMute()
    })
  }

  return {
    setHost(key, host) {
      if (host) hosts.set(key, host)
      else hosts.delete(key)
      for (const slot of slots) if (slot.key === key) place(slot)
    },
    hold(clips, next) {
      const wanted = new Map(clips.slice(0, POOL).map((c) => [c.key, c]))
      current = next
      for (const slot of slots) if (slot.key && !wanted.has(slot.key)) free(slot)
      for (const clip of wanted.values()) {
        if (slots.some((s) => s.key === clip.key)) continue
        const slot = slots.find((s) => s.key === null)
        if (slot) assign(slot, clip)
      }
      for (const slot of slots) {
        if (!slot.key) continue
        place(slot)
        run(slot)
      }
      const ahead = clips.at(-1)
      if (ahead && ahead.key !== next && !fetched.has(ahead.src)) {
        fetched.add(ahead.src)
        void fetchAhead(ahead.src).then(() => {
          // With its beginning in the cache the element can decode the first frame before the swipe.
          for (const slot of slots) if (slot.key === ahead.key && !saveData()) slot.el.preload = 'auto'
        })
      }
    },
    setMuted(next) {
      muted = next
      for (const slot of slots) slot.el.muted = next
    },
    setCaptions(on) {
      captions = on
      for (const slot of slots) showCaptions(slot.el, on)
    },
    setPaused(next) {
      paused = next
      for (const slot of slots) if (slot.key !== null && slot.key === current) run(slot)
    },
    retry(key) {
      for (const slot of slots) {
        if (slot.key !== key) continue
        slot.el.load()
        run(slot)
      }
    },
    release() {
      for (const slot of slots) free(slot)
      hosts.clear()
    },
  }
}

function createElement(): HTMLVideoElement {
  const el = document.createElement('video')
  el.playsInline = true
  el.loop = true
  el.muted = true
  el.preload = 'metadata'
  el.disablePictureInPicture = true
  el.tabIndex = -1
  el.setAttribute('aria-hidden', 'true') // the slide's button says what it is and plays it
  return el
}

function captionTrack(src: string, language: string): HTMLTrackElement {
  const track = document.createElement('track')
  track.kind = 'captions'
  track.src = src
  track.srclang = language
  track.label = language
  return track
}

function showCaptions(el: HTMLVideoElement, on: boolean): void {
  for (const track of el.textTracks) track.mode = on ? 'showing' : 'disabled'
}

const saveData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

async function fetchAhead(src: string): Promise<void> {
  if (saveData()) return
  try {
    const response = await fetch(src, { headers: { range: `bytes=0-${AHEAD_BYTES - 1}` } })
    await response.arrayBuffer()
  } catch {
    // Only a head start; the element itself asks again.
  }
}
