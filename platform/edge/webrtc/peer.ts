// Makes WebRTC peers that speak what live needs and nothing else: H.264 with packetization 1, Opus, ICE over UDP with this host's
// addresses. Why werift: pure TypeScript, so a stranger's packet throws here and does not abort the process with everybody's stream.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift'

export type PeerAddresses = {
  /** Where people reach this machine when it does not know that address itself (behind NAT, in a container). */
  publicAddress: string | null
  /** UDP ports to use, e.g. [40000, 40100]; null: any. */
  udpPorts: readonly [number, number] | null
}

const PROFILES = ['42e01f', '42001f', '4d001f', '64001f']

const h264 = (profile: string) =>
  new RTCRtpCodecParameters({
    mimeType: 'video/H264',
    clockRate: 90_000,
    rtcpFeedback: [
      { type: 'transport-cc' },
      { type: 'ccm', parameter: 'fir' },
      { type: 'nack' },
      { type: 'nack', parameter: 'pli' },
      { type: 'goog-remb' },
    ],
    parameters: `level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${profile}`,
  })

const opus = () =>
  new RTCRtpCodecParameters({
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    rtcpFeedback: [{ type: 'transport-cc' }],
    parameters: 'minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1',
  })

export const createPeer = ({ publicAddress, udpPorts }: PeerAddresses): RTCPeerConnection =>
  new RTCPeerConnection({
    codecs: { video: PROFILES.map(h264), audio: [opus()] },
    iceServers: [],
    iceUseIpv6: false,
    iceUseTcp: false,
    bundlePolicy: 'max-bundle',
    ...(udpPorts && { icePortRange: [...udpPorts] as [number, number] }),
    ...(publicAddress && { iceAdditionalHostAddresses: [publicAddress] }),
  })

/** Waits for every candidate of our own: WHIP and WHEP answer once. @throws Error after `limitMs` */
export const gathered = async (peer: RTCPeerConnection, limitMs: number): Promise<void> => {
  if (peer.iceGatheringState === 'complete') return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error('no address was found in time')), limitMs)
  const { unSubscribe } = peer.iceGatheringStateChange.subscribe((state) => {
    if (state === 'complete') resolve()
  })
  try {
    if ((peer.iceGatheringState as string) !== 'complete') await promise
  } finally {
    clearTimeout(timer)
    unSubscribe()
  }
}
