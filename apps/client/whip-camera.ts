// Sends a camera to a room by WHIP and keeps sending: what drops is begun anew. H.264 first, because the crowd's players want it; the
// picture may lose frames before it loses sharpness, because goods are shown.
import { createRecovery } from './live-playback.ts'

export type CameraState = 'connecting' | 'live' | 'retrying' | 'refused' | 'stopped'
export type WhipCamera = { stop(): Promise<void> }
export type WhipCameraOptions = {
  media: MediaStream
  /** Resolved: see `resolveLiveUrl`. */
  whipUrl: string
  key: string
  /** `code` of a refusal (WRONG_KEY, SDP_INVALID …) or of what failed. */
  onState: (state: CameraState, code: string | null) => void
  maxKbps?: number
  random?: () => number
}

const GATHER_MS = 1500
/** A connection that is not heard for so long is begun anew; waiting for the browser to give up takes a quarter of a minute. */
const UNHEARD_MS = 2500

const gathered = (peer: RTCPeerConnection): Promise<void> =>
  new Promise((done) => {
    if (peer.iceGatheringState === 'complete') return done()
    setTimeout(done, GATHER_MS)
    peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && done())
  })

/** Only H.264 is offered: a browser without it is told so before it is on air. */
const preferH264 = (transceiver: RTCRtpTransceiver) => {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
  const h264 = codecs.filter((codec) => codec.mimeType.toLowerCase() === 'video/h264')
  if (h264.length > 0) transceiver.setCodecPreferences(h264)
}

const refusalOf = (text: string, status: number): string => {
  try {
    const { reason, code } = JSON.parse(text) as { reason?: string; code?: string }
    return reason ?? code ?? String(status)
  } catch {
    return String(status)
  }
}

export const sendCamera = (options: WhipCameraOptions): WhipCamera => {
  const { media, whipUrl, key, onState, maxKbps = 2500, random = Math.random } = options
  const recovery = createRecovery(1, random)
  let peer: RTCPeerConnection | null = null
  let session: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const letGo = async () => {
    peer?.close()
    peer = null
    const ended = session
    session = null
    if (ended) await fetch(ended, { method: 'DELETE', keepalive: true }).catch(() => {})
  }
  const retry = (code: string) => {
    if (stopped) return
    onState('retrying', code)
    void letGo()
    clearTimeout(timer)
    timer = setTimeout(() => void start(), recovery.trouble('network').afterMs)
  }

  const start = async () => {
    onState('connecting', null)
    const mine = new RTCPeerConnection()
    peer = mine
    try {
      for (const track of media.getTracks()) {
        const sendEncodings = track.kind === 'video' ? [{ maxBitrate: maxKbps * 1000 }] : []
        const transceiver = mine.addTransceiver(track, { direction: 'sendonly', sendEncodings })
        if (track.kind === 'video') preferH264(transceiver)
      }
      mine.addEventListener('connectionstatechange', () => {
        if (mine !== peer) return
        if (mine.connectionState === 'connected') {
          recovery.steady()
          onState('live', null)
        } else if (mine.connectionState === 'failed') retry('PEER_FAILED')
        else if (mine.connectionState === 'disconnected')
          setTimeout(() => {
            if (mine === peer && mine.connectionState === 'disconnected') retry('UNHEARD')
          }, UNHEARD_MS)
      })
      await mine.setLocalDescription(await mine.createOffer())
      await gathered(mine)
      const response = await fetch(whipUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
        body: mine.localDescription?.sdp ?? '',
      })
      const body = await response.text()
      if (stopped || mine !== peer) return
      if (response.status >= 400 && response.status < 500) {
        onState('refused', refusalOf(body, response.status))
        return await letGo()
      }
      if (!response.ok) return retry(refusalOf(body, response.status))
      const location = response.headers.get('location')
      session = location ? new URL(location, whipUrl).href : null
      await mine.setRemoteDescription({ type: 'answer', sdp: body })
    } catch (error) {
      if (mine === peer) retry(String(error))
    }
  }

  void start()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await letGo()
      onState('stopped', null)
    },
  }
}
