// The one live picture of this device: a single element that goes from the feed's card into the room and back without starting
// again, because a stream begins anew with every connection and a phone decodes only so many. Whoever shows it last has it.
import type { LivePlayer } from './live-player.ts'
import type { Room } from './room-events.ts'

export type PictureState = 'idle' | 'loading' | 'playing' | 'waiting' | 'failed' | 'unsupported'

type Shown = {
  roomId: string
  video: HTMLVideoElement
  player: LivePlayer | null
  host: HTMLElement | null
  /** In its room, not on a card: only then it counts as watched. */
  entered: boolean
  toldAt: number
  leaving: number | undefined
}

/** A card that goes and a room that comes are in one frame of the screen, or nearly. */
const HAND_OVER_MS = 600

let shown: Shown | null = null
let state: PictureState = 'idle'
let muted = true
let onForcedMute: () => void = () => {}
const listeners = new Set<() => void>()

function become(next: PictureState): void {
  if (state === next) return
  state = next
  for (const l of listeners) l()
}

export const subscribeToPicture = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const pictureState = (roomId: string): PictureState => (shown?.roomId === roomId ? state : 'idle')

/** Seconds of a picture that moved since this was last asked; null otherwise. */
export function mediaTimeOf(roomId: string): number | null {
  if (shown?.roomId !== roomId || !shown.entered) return null
  const at = shown.video.currentTime
  if (at === shown.toldAt || document.hidden) return null
  shown.toldAt = at
  return Math.max(0, at)
}

export type PicturePlace = {
  roomId: string
  play: Room['play']
  host: HTMLElement
  entered: boolean
  onForcedMute: () => void
}

/** @returns how to leave; the picture waits a moment for whoever shows it next. */
export function showPicture({ roomId, play, host, entered, onForcedMute: onMute }: PicturePlace): () => void {
  onForcedMute = onMute
  if (shown?.roomId !== roomId) {
    end()
    shown = start(roomId, play)
  }
  const mine = shown
  clearTimeout(mine.leaving)
  mine.host = host
  mine.entered = entered
  if (mine.video.parentElement !== host) {
    host.append(mine.video)
    run(mine)
  }
  return () => {
    const now = shown
    if (now?.roomId !== roomId || now.host !== host) return // somebody else has it
    now.host = null
    now.entered = false
    now.leaving = window.setTimeout(() => shown === now && now.host === null && end(), HAND_OVER_MS)
  }
}

/** Again, after it failed. */
export function restartPicture(play: Room['play']): void {
  if (!shown) return
  const { roomId, host, entered } = shown
  end()
  if (host) showPicture({ roomId, play, host, entered, onForcedMute })
}

export function mutePicture(next: boolean): void {
  muted = next
  if (shown) shown.video.muted = next
}

function start(roomId: string, play: Room['play']): Shown {
  const video = document.createElement('video')
  video.playsInline = true
  video.muted = muted
  video.disablePictureInPicture = true
  video.tabIndex = -1
  video.setAttribute('aria-hidden', 'true') // what it shows is said by the page around it
  video.addEventListener('loadeddata', () => (video.dataset.ready = ''))
  const mine: Shown = {
    roomId,
    video,
    player: null,
    host: null,
    entered: false,
    toldAt: -1,
    leaving: undefined,
  }
  state = 'idle'
  become('loading')
  void load(mine, play)
  return mine
}

async function load(mine: Shown, play: Room['play']): Promise<void> {
  const here = () => shown === mine
  try {
    const { createLivePlayer } = await import('./live-player.ts')
    if (!here()) return
    const player = createLivePlayer()
    mine.player = player
    player.on('playing', () => here() && become('playing'))
    player.on('stalled', () => here() && become('waiting'))
    player.on('failed', ({ againMs }) => here() && become(againMs === null ? 'unsupported' : 'waiting'))
    player.on('muted', () => here() && onForcedMute())
    player.attach(mine.video, play)
  } catch {
    if (here()) become('failed') // its code did not load
  }
}

/** An element that was moved stands still; what it missed meanwhile is let go. */
function run({ video, player }: Shown): void {
  player?.toLive()
  video.play().catch((error: unknown) => {
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || video.muted) return
    // Sound needs a touch first; the picture does not wait for it.
    mutePicture(true)
    onForcedMute()
    void video.play().catch(() => {})
  })
}

function end(): void {
  if (!shown) return
  clearTimeout(shown.leaving)
  shown.player?.destroy()
  shown.video.remove()
  shown = null
  become('idle')
}
