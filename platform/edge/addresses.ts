// Where people reach the edge. Absolute when an address was configured; else `:PORT/path`, which a page resolves against its own host,
// because only the page knows by which name it was reached.
import type { Config } from '../config.ts'
import type { PlayUrls, PublishUrls } from '../live-engine.ts'

export type EdgeAddresses = {
  mediaPort: number
  rtmpPort: number
  mediaUrl: string | null
  rtmpUrl: string | null
  /** Of the installation; its host name stands in for a missing `rtmpUrl`. */
  publicUrl: string
  /** Browsers' cameras are taken too (platform/edge/webrtc). */
  webRtc?: boolean
}

export const edgeAddresses = ({ live, publicUrl }: Pick<Config, 'live' | 'publicUrl'>): EdgeAddresses => ({
  ...live,
  publicUrl,
  webRtc: true,
})

const baseOf = (a: EdgeAddresses) => a.mediaUrl?.replace(/\/$/, '') ?? `:${a.mediaPort}`

export function playUrls(a: EdgeAddresses, stream: string): PlayUrls {
  const base = baseOf(a)
  return {
    flv: `${base}/live/${stream}.flv`,
    wsFlv: `${base.replace(/^http/, 'ws')}/live/${stream}.flv`,
    llHls: `${base}/live/${stream}/index.m3u8`,
    whep: a.webRtc ? `${base}/whep/${stream}` : null,
  }
}

export function publishUrls(a: EdgeAddresses, stream: string, key: string): PublishUrls {
  const host = new URL(a.publicUrl).hostname
  return {
    rtmpUrl: a.rtmpUrl?.replace(/\/$/, '') ?? `rtmp://${host}:${a.rtmpPort}/live`,
    key: `${stream}?key=${encodeURIComponent(key)}`,
    whipUrl: a.webRtc ? `${baseOf(a)}/whip/${stream}` : null,
  }
}
