// A still of a clip, as its cover: drawn from the file itself, at the moment its creator chose.

const QUALITY = 0.86

/** @throws when the browser cannot play or draw the clip. */
export async function drawPoster(video: HTMLVideoElement, atSeconds: number): Promise<Blob> {
  await seek(video, Math.min(atSeconds, Math.max(0, video.duration - 0.1)))
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
