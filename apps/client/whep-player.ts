// Hears and sees one who talks along, by WHEP: half a second instead of two. What cannot be played so (the other sends from OBS, no seat is
// free) is told, so that the page takes the slower way; what drops is begun anew.
export type WhepState = 'connecting' | 'playing' | 'refused' | 'retrying'
export type WhepOptions = {
  video: HTMLVideoElement
  /** Resolved: see `resolveLiveUrl`. */
  whepUrl: string
  /** Read at each try: it is short-lived. */
  token: () => string
  onState: (state: WhepState) => void
}

const GATHER_MS = 1500
const AGAIN_MS = 1500

export const playWhep = ({ video, whepUrl, token, onState }: WhepOptions): (() => void) => {
  let peer: RTCPeerConnection | null = null
  let session: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const letGo = () => {
    peer?.close()
    peer = null
    if (session) void fetch(session, { method: 'DELETE', keepalive: true }).catch(() => {})
    session = null
  }
  const again = () => {
    if (stopped) return
    letGo()
    onState('retrying')
    clearTimeout(timer)
    timer = setTimeout(() => void start(), AGAIN_MS)
  }
  const start = async () => {
    const mine = new RTCPeerConnection()
    peer = mine
    onState('connecting')
    const media = new MediaStream()
    mine.addEventListener('track', ({ track }) => {
      media.addTrack(track)
      if (mine === peer) video.srcObject = media
    })
    mine.addEventListener('connectionstatechange', () => {
      if (mine !== peer) return
      if (mine.connectionState === 'connected') {
        onState('playing')
        void video.play().catch(() => {})
      } else if (['failed', 'disconnected'].includes(mine.connectionState)) again()
    })
    try {
      mine.addTransceiver('video', { direction: 'recvonly' })
      mine.addTransceiver('audio', { direction: 'recvonly' })
      await mine.setLocalDescription(await mine.createOffer())
      await new Promise<void>((done) => {
        if (mine.iceGatheringState === 'complete') return done()
        setTimeout(done, GATHER_MS)
        mine.addEventListener(
          'icegatheringstatechange',
          () => mine.iceGatheringState === 'complete' && done(),
        )
      })
      const response = await fetch(whepUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token()}` },
        body: mine.localDescription?.sdp ?? '',
      })
      const body = await response.text()
      if (stopped || mine !== peer) return
      if (!response.ok) {
        letGo()
        return onState('refused')
      }
      const location = response.headers.get('location')
      session = location ? new URL(location, whepUrl).href : null
      await mine.setRemoteDescription({ type: 'answer', sdp: body })
    } catch {
      if (mine === peer) again()
    }
  }
  void start()
  return () => {
    stopped = true
    clearTimeout(timer)
    letGo()
    video.srcObject = null
  }
}
