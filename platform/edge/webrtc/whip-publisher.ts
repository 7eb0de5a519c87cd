// One camera over WebRTC: its packets into pictures and sound for the edge, and on to those who talk with it. Why it asks for a key
// frame every two seconds: a browser sends one only when told, and everything behind (first picture, segments, drops) hangs on them.
import {
  ntpTime2Sec,
  RtcpSrPacket,
  type MediaStreamTrack,
  type RTCPeerConnection,
  type RtpPacket,
} from 'werift'
import { AAC_CONFIG, createAacTranscoder, type AacTranscoder } from './aac-transcoder.ts'
import { createH264Units } from './h264-units.ts'
import { createMediaClock, type TrackClock } from './media-clock.ts'
import type { MediaSink } from './media-sink.ts'
import { createRtpOrder } from './rtp-order.ts'

export type PublisherLimits = {
  /** From the answer to the first picture. */
  connectMs: number
  /** Without a picture for so long it counts as gone (covers a dead network, a closed tab, a camera switched off). */
  silentMs: number
  keyFrameEveryMs: number
  /** While a key frame is needed at once: no oftener than this. */
  keyFrameAgainMs: number
}
export const PUBLISHER_LIMITS: PublisherLimits = {
  connectMs: 10_000,
  silentMs: 5000,
  keyFrameEveryMs: 2000,
  keyFrameAgainMs: 300,
}

export type WhipPublisher = {
  /** A viewer cannot go on without a key frame. */
  askForKeyFrame(): void
  close(reason: string): void
}
export type WhipPublisherOptions = {
  peer: RTCPeerConnection
  sink: MediaSink
  /** Null: none is installed, the picture goes out without sound. */
  ffmpegPath: string | null
  now: () => number
  limits: PublisherLimits
  /** Every packet as it came, for the viewers by WebRTC. */
  onPacket: (kind: 'video' | 'audio', packet: RtpPacket) => void
  onSoundLost: (reason: string) => void
  onGone: (reason: string) => void
}

const listenToReports = (track: MediaStreamTrack, clock: TrackClock) => {
  track.onReceiveRtcp.subscribe((packet) => {
    if (!(packet instanceof RtcpSrPacket)) return
    clock.report(packet.senderInfo.rtpTimestamp, ntpTime2Sec(packet.senderInfo.ntpTimestamp) * 1000)
  })
}

export const createWhipPublisher = (options: WhipPublisherOptions): WhipPublisher => {
  const { peer, sink, now, limits } = options
  const startedMs = now()
  const clock = createMediaClock()
  const videoClock = clock.track(90_000)
  const audioClock = clock.track(48_000)
  let video: MediaStreamTrack | null = null
  let sound: AacTranscoder | null = null
  let closed = false
  let pictureAtMs: number | null = null
  let keyAtMs = -Infinity
  let askedAtMs = -Infinity

  const ask = () => {
    const receiver = video && peer.getTransceivers().find((one) => one.kind === 'video')?.receiver
    if (closed || !video?.ssrc || !receiver || now() - askedAtMs < limits.keyFrameAgainMs) return
    askedAtMs = now()
    receiver.sendRtcpPLI(video.ssrc).catch(() => {})
  }

  const takeVideo = (track: MediaStreamTrack) => {
    video = track
    const order = createRtpOrder<RtpPacket>()
    const units = createH264Units()
    listenToReports(track, videoClock)
    track.onReceiveRtp.subscribe((packet) => {
      if (closed || packet.payload.length === 0) return
      options.onPacket('video', packet)
      const arrivedMs = now()
      for (const ordered of order.push(packet, arrivedMs)) {
        const picture = units.push(ordered)
        if (!picture) continue
        pictureAtMs = arrivedMs
        if (picture.keyFrame) keyAtMs = arrivedMs
        const timestampMs = videoClock.toMs(picture.rtpTimestamp, arrivedMs - startedMs)
        sink.video({ nalUnits: picture.nalUnits, keyFrame: picture.keyFrame, timestampMs })
      }
      if (units.wantsKeyFrame()) ask()
    })
  }

  const takeAudio = (track: MediaStreamTrack) => {
    const { ffmpegPath } = options
    listenToReports(track, audioClock)
    if (ffmpegPath === null) options.onSoundLost('no ffmpeg')
    else {
      sink.audioConfig(AAC_CONFIG)
      sound = createAacTranscoder({
        ffmpegPath,
        onFrame: (frame) => !closed && sink.audio(frame),
        onGivenUp: options.onSoundLost,
      })
    }
    const order = createRtpOrder<RtpPacket>({ holdMs: 80, holdPackets: 64 })
    track.onReceiveRtp.subscribe((packet) => {
      if (closed || packet.payload.length === 0) return
      options.onPacket('audio', packet)
      const arrivedMs = now()
      for (const { packet: next } of order.push(packet, arrivedMs))
        sound?.push(next.payload, audioClock.toMs(next.header.timestamp, arrivedMs - startedMs))
    })
  }

  const close = (reason: string) => {
    if (closed) return
    closed = true
    clearInterval(watch)
    sound?.close()
    sink.gone(reason)
    peer.close().catch(() => {})
    options.onGone(reason)
  }

  const watch = setInterval(() => {
    const at = now()
    if (pictureAtMs === null && at - startedMs > limits.connectMs) close('NO_PICTURE')
    else if (pictureAtMs !== null && at - pictureAtMs > limits.silentMs) close('SILENT')
    else if (at - keyAtMs >= limits.keyFrameEveryMs && at - askedAtMs >= limits.keyFrameEveryMs / 2) ask()
  }, 250)
  watch.unref()

  peer.onTrack.subscribe((track) => {
    if (track.kind === 'video' && !video) takeVideo(track)
    else if (track.kind === 'audio' && !sound) takeAudio(track)
  })
  peer.connectionStateChange.subscribe((state) => {
    if (state === 'failed' || state === 'closed') close(`PEER_${state.toUpperCase()}`)
  })
  return { askForKeyFrame: ask, close }
}
