// The two libraries that play live streams by script, loaded when a room is opened and not before (they weigh more than the app), each
// behind the same three words. No worker: they make theirs out of a blob, which our pages' policy refuses.
import type { LiveWay, Trouble } from './live-playback.ts'

export type LiveEngineHandle = { destroy(): void }
export type OnTrouble = (kind: Trouble, detail: string) => void

const FLV_OPTIONS = {
  enableWorker: false,
  // Nothing is held back, and what is behind is caught up by playing faster, which nobody hears, instead of by jumps.
  enableStashBuffer: false,
  liveSync: true,
  liveSyncTargetLatency: 0.3,
  liveSyncMaxLatency: 0.6,
  liveSyncPlaybackRate: 1.2,
  lazyLoad: false,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 30,
  autoCleanupMinBackwardDuration: 15,
}

type Mpegts = (typeof import('mpegts.js'))['default']
/** The package is CommonJS: where its one export ends up is the bundler's to decide. */
const loadMpegts = async (): Promise<Mpegts> => {
  const { default: loaded } = (await import('mpegts.js')) as unknown as {
    default: Mpegts & { default?: Mpegts }
  }
  return loaded.default ?? loaded
}

const openFlv = async (
  video: HTMLVideoElement,
  url: string,
  onTrouble: OnTrouble,
): Promise<LiveEngineHandle> => {
  const mpegts = await loadMpegts()
  mpegts.LoggingControl.enableAll = false
  const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, FLV_OPTIONS)
  const { ErrorTypes, ErrorDetails, Events } = mpegts
  player.on(Events.ERROR, (type: string, detail: string, info: { code?: number } | undefined) => {
    if (detail === ErrorDetails.NETWORK_STATUS_CODE_INVALID && info?.code === 404)
      onTrouble('offline', detail)
    else onTrouble(type === ErrorTypes.MEDIA_ERROR ? 'media' : 'network', detail)
  })
  player.on(Events.LOADING_COMPLETE, () => onTrouble('ended', 'LOADING_COMPLETE'))
  player.attachMediaElement(video)
  player.load()
  return { destroy: () => player.destroy() }
}

const openHls = async (
  video: HTMLVideoElement,
  url: string,
  onTrouble: OnTrouble,
): Promise<LiveEngineHandle> => {
  const { default: Hls } = await import('hls.js')
  const hls = new Hls({
    enableWorker: false,
    lowLatencyMode: true,
    maxLiveSyncPlaybackRate: 1.1,
    backBufferLength: 15,
    manifestLoadPolicy: {
      default: { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 15_000, timeoutRetry: null, errorRetry: null },
    },
  })
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (!data.fatal) return
    if (data.response?.code === 404) onTrouble('offline', data.details)
    else onTrouble(data.type === Hls.ErrorTypes.MEDIA_ERROR ? 'media' : 'network', data.details)
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  return { destroy: () => hls.destroy() }
}

const openNative = (video: HTMLVideoElement, url: string, onTrouble: OnTrouble): LiveEngineHandle => {
  const onError = () =>
    onTrouble(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'media' : 'network', 'native')
  const onEnded = () => onTrouble('ended', 'native')
  video.addEventListener('error', onError)
  video.addEventListener('ended', onEnded)
  video.src = url
  return {
    destroy() {
      video.removeEventListener('error', onError)
      video.removeEventListener('ended', onEnded)
      video.removeAttribute('src')
      video.load()
    },
  }
}

/** @throws when the library cannot be loaded (network) or does not start here (media). */
export const openLiveEngine = (
  video: HTMLVideoElement,
  way: LiveWay,
  onTrouble: OnTrouble,
): Promise<LiveEngineHandle> => {
  if (way.kind === 'nativeHls') return Promise.resolve(openNative(video, way.url, onTrouble))
  return way.kind === 'llHls' ? openHls(video, way.url, onTrouble) : openFlv(video, way.url, onTrouble)
}
