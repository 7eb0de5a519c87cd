// A room's picture in a `<video>`, as the desk needs it: started, told about, let go.
import { createLivePlayer } from '#app/client'
import type { Room } from './room-patch.ts'

export type PictureState = 'loading' | 'playing' | 'stalled' | 'failed'

export function startPicture(
  video: HTMLVideoElement,
  play: Room['play'],
  onState: (state: PictureState) => void,
): () => void {
  const player = createLivePlayer()
  onState('loading')
  player.on('playing', () => onState('playing'))
  player.on('stalled', () => onState('stalled'))
  player.on('failed', () => onState('failed'))
  player.attach(video, play)
  return player.destroy
}
