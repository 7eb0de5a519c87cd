// One who watches by WebRTC, a tenth of a second behind: for those who talk with the anchor. Why it is bounded in time: a viewer that
// vanished sends nothing that says so, so silence of its reports does.
import { MediaStreamTrack, type RTCPeerConnection, type RtpPacket } from 'werift'

export type ViewerLimits = {
  connectMs: number
  /** No report (RTCP) for so long: it is gone. */
  silentMs: number
}
export const VIEWER_LIMITS: ViewerLimits = { connectMs: 10_000, silentMs: 12_000 }

export type WhepViewer = {
  send(kind: 'video' | 'audio', packet: RtpPacket): void
  /** Another publisher's packets follow: numbers and times go on from the last. */
  sourceChanged(): void
  close(): void
}
export type WhepViewerOptions = {
  peer: RTCPeerConnection
  now: () => number
  limits: ViewerLimits
  onKeyFrameWanted: () => void
  onGone: () => void
}

/** Adds both tracks to `peer`: call it before the viewer's offer is set. */
export const createWhepViewer = ({
  peer,
  now,
  limits,
  onKeyFrameWanted,
  onGone,
}: WhepViewerOptions): WhepViewer => {
  const tracks = {
    video: new MediaStreamTrack({ kind: 'video' }),
    audio: new MediaStreamTrack({ kind: 'audio' }),
  }
  const changed = { video: false, audio: false }
  const startedMs = now()
  let heardAtMs: number | null = null
  let closed = false

  for (const track of [tracks.video, tracks.audio]) {
    const { sender } = peer.addTransceiver(track, { direction: 'sendonly' })
    sender.onRtcp.subscribe(() => (heardAtMs = now()))
    sender.onPictureLossIndication.subscribe(onKeyFrameWanted)
  }

  const close = () => {
    if (closed) return
    closed = true
    clearInterval(watch)
    peer.close().catch(() => {})
    onGone()
  }
  const watch = setInterval(() => {
    const at = now()
    const limit = heardAtMs === null ? limits.connectMs : limits.silentMs
    if (at - (heardAtMs ?? startedMs) > limit) close()
  }, 500)
  watch.unref()
  peer.connectionStateChange.subscribe((state) => {
    if (state === 'connected') {
      heardAtMs ??= now()
      onKeyFrameWanted()
    } else if (state === 'failed' || state === 'closed') close()
  })

  return {
    send(kind, packet) {
      if (closed) return
      const track = tracks[kind]
      if (changed[kind]) {
        changed[kind] = false
        track.notifySourceChanged(packet.header)
      }
      track.writeRtp(packet)
    },
    sourceChanged() {
      changed.video = true
      changed.audio = true
    },
    close,
  }
}
