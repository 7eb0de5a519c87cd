// One of the pool's three video elements: what it plays, that it waits, that it failed. A clip that breaks is tried once more by
// itself; one that brings nothing for a quarter of a minute has failed too, though no browser says so.
export type Clip = { key: string; src: string; captions: string | null; language: string }

export type SlotEvents = {
  onTime: (slot: VideoSlot) => void
  onProgress: (slot: VideoSlot) => void
  onError: (key: string) => void
  /** The browser refuses sound before a touch. */
  onForcedMute: () => void
}

export type VideoSlot = {
  readonly el: HTMLVideoElement
  readonly clip: Clip | null
  assign(clip: Clip): void
  free(): void
  /** Plays (again after an error); without effect while it plays. */
  play(): void
  pause(): void
  reload(): void
  showCaptions(on: boolean): void
}

const AGAIN_AFTER_MS = 400
const GIVE_UP_AFTER_MS = 15_000

export function createVideoSlot(events: SlotEvents): VideoSlot {
  const el = createElement()
  let clip: Clip | null = null
  let triedAgain = false
  let again: ReturnType<typeof setTimeout> | undefined
  let giveUp: ReturnType<typeof setTimeout> | undefined
  let wantsToPlay = false

  const waits = (yes: boolean) => {
    clearTimeout(giveUp)
    if (!yes) return void delete el.dataset.waiting
    el.dataset.waiting = ''
    giveUp = setTimeout(fail, GIVE_UP_AFTER_MS)
  }
  function fail(): void {
    waits(false)
    if (clip) events.onError(clip.key)
  }
  const load = () => {
    if (!clip) return
    el.src = clip.src
    if (wantsToPlay) play()
  }
  function play(): void {
    wantsToPlay = true
    if (el.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) waits(true)
    el.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || el.muted) return
      events.onForcedMute()
    })
  }

  // Styles show the element once it has a frame, and a spinner when it waits long enough; until then the poster stands.
  el.addEventListener('loadeddata', () => (el.dataset.ready = ''))
  el.addEventListener('waiting', () => waits(true))
  el.addEventListener('playing', () => waits(false))
  el.addEventListener('pause', () => waits(false))
  el.addEventListener('timeupdate', () => clip && events.onTime(api))
  for (const name of ['progress', 'canplay', 'canplaythrough'] as const)
    el.addEventListener(name, () => clip && events.onProgress(api))
  el.addEventListener('error', () => {
    if (!clip || !el.getAttribute('src')) return
    if (triedAgain) return fail()
    triedAgain = true
    again = setTimeout(load, AGAIN_AFTER_MS)
  })

  const reset = () => {
    clearTimeout(again)
    waits(false)
    delete el.dataset.ready
    triedAgain = false
    wantsToPlay = false
    el.replaceChildren()
  }

  const api: VideoSlot = {
    el,
    get clip() {
      return clip
    },
    assign(next) {
      reset()
      clip = next
      if (next.captions) el.append(captionTrack(next.captions, next.language))
      load()
    },
    free() {
      clip = null
      reset()
      el.pause()
      el.removeAttribute('src')
      el.load() // else Chromium goes on downloading
      el.remove()
    },
    play,
    pause() {
      wantsToPlay = false
      el.pause()
      waits(false)
    },
    reload() {
      triedAgain = false
      load()
    },
    showCaptions(on) {
      for (const track of el.textTracks) track.mode = on ? 'showing' : 'disabled'
    },
  }
  return api
}

function createElement(): HTMLVideoElement {
  const el = document.createElement('video')
  el.playsInline = true
  el.loop = true
  el.muted = true
  el.preload = 'auto'
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
