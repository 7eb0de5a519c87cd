// A recorded HLS playlist in a video element. The library weighs more than a page, so it is loaded when something is played; where the
// browser plays HLS itself and has no Media Source, it does.
const NATIVE = 'application/vnd.apple.mpegurl'

/** Answers what lets go of it. `onFailed`: it cannot go on. @throws when the library cannot be loaded, or nothing here plays HLS */
export async function openHls(
  video: HTMLVideoElement,
  url: string,
  onFailed: () => void,
): Promise<() => void> {
  if (typeof MediaSource === 'undefined' && video.canPlayType(NATIVE)) return openNative(video, url, onFailed)
  const { default: Hls } = await import('hls.js')
  if (!Hls.isSupported()) return openNative(video, url, onFailed)
  // No worker: it would be made out of a blob, which our pages' policy refuses.
  const hls = new Hls({ enableWorker: false, maxBufferLength: 30, backBufferLength: 30 })
  let mended = false
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (!data.fatal) return
    if (data.type !== Hls.ErrorTypes.MEDIA_ERROR || mended) return onFailed()
    mended = true
    hls.recoverMediaError()
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  return () => hls.destroy()
}

function openNative(video: HTMLVideoElement, url: string, onFailed: () => void): () => void {
  video.addEventListener('error', onFailed)
  video.src = url
  return () => {
    video.removeEventListener('error', onFailed)
    video.removeAttribute('src')
    video.load()
  }
}
