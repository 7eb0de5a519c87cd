// A still of a clip, as its cover: drawn from the file itself, a moment after its start, where most clips show something.

const AT_SECONDS = 0.6
const QUALITY = 0.86

/** @throws when the browser cannot play or draw the clip. */
export async function drawPoster(video: HTMLVideoElement): Promise<Blob> {
  await seek(video, Math.min(AT_SECONDS, video.duration / 2))
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return new Promise((done, fail) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error('the clip could not be drawn'))),
      'image/jpeg',
      QUALITY,
    ),
  )
}

/** The clip of a URL, with a first frame ready to be drawn. */
export function loadClip(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.preload = 'auto'
  return new Promise((done, fail) => {
    video.addEventListener('loadeddata', () => done(video), { once: true })
    video.addEventListener('error', () => fail(new Error('the clip could not be played')), { once: true })
    video.src = url
    video.load()
  })
}

function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  return new Promise((done) => {
    video.addEventListener('seeked', () => done(), { once: true })
    video.currentTime = seconds
  })
}
