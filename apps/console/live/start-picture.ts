// A room's picture in a `<video>`, as the desk needs it: started, told about, let go.
import type { Room } from './room-patch.ts'

export type PictureState = 'loading' | 'playing' | 'stalled' | 'failed'

export function startPicture(
  video: HTMLVideoElement,
  play: Room['play'],
  onState: (state: PictureState) => void,
): () => void {
  onState('loading')
  const playing = () => onState('playing')
  video.addEventListener('playing', playing)
  if (play.llHls) video.src = play.llHls
  void video.play().catch(() => onState('failed'))
  return () => {
    video.removeEventListener('playing', playing)
    video.removeAttribute('src')
    video.load()
  }
}
