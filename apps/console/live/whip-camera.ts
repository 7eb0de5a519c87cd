// Sends a camera, a screen or a test picture from this browser into the room by WHIP (RFC 9725). The test picture moves, counts and
// hums, so that what arrives can be told from what stands still.
import { ApiProblem, resolveAddress } from '#app/client'
import type { Publish } from './fresh-keys.ts'

export type CameraKind = 'camera' | 'screen' | 'test'
export type Sending = { stream: MediaStream; stop: () => Promise<void> }

const WIDTH = 720
const HEIGHT = 1280
const FPS = 30
const MAX_BITRATE = 2_500_000

/** @throws ApiProblem when the engine refuses; a DOMException when the person or the device does */
export async function sendCamera(kind: CameraKind, publish: Publish, onLost: () => void): Promise<Sending> {
  if (publish.whipUrl === null) throw new Error('no WHIP')
  const source = await sourceOf(kind)
  const peer = new RTCPeerConnection()
  const address = resolveAddress(publish.whipUrl, 'http')
  let place: string | null = null
  const stop = async () => {
    source.stop()
    peer.close()
    if (place) await fetch(new URL(place, address), { method: 'DELETE' }).catch(() => {})
  }
  try {
    for (const track of source.stream.getTracks()) {
      const { sender } = peer.addTransceiver(track, { direction: 'sendonly' })
      if (track.kind === 'video') preferH264(peer, sender)
    }
    await peer.setLocalDescription(await peer.createOffer())
    await gathered(peer)
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${publish.key}` },
      body: peer.localDescription!.sdp,
    })
    const body = await response.text()
    if (response.status !== 201) throw refusal(response.status, body)
    place = response.headers.get('location')
    await peer.setRemoteDescription({ type: 'answer', sdp: body })
    await limitBitrate(peer)
    peer.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'failed' || peer.connectionState === 'disconnected') onLost()
    })
    return { stream: source.stream, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Source = { stream: MediaStream; stop: () => void }

async function sourceOf(kind: CameraKind): Promise<Source> {
  if (kind === 'test') return testPicture()
  const stream =
    kind === 'screen'
      ? await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: FPS }, audio: true })
      : await navigator.mediaDevices.getUserMedia({
          video: { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, frameRate: { ideal: FPS } },
          audio: true,
        })
  return { stream, stop: () => stream.getTracks().forEach((t) => t.stop()) }
}

/** Bars, a clock with hundredths and a bar that runs; a soft tone that beats once a second. */
function testPicture(): Source {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d')!
  const bars = ['#f4f4f4', '#e8d44d', '#53c6d9', '#5bbf5b', '#c85bb8', '#d64b4b', '#4b5bd6']
  const draw = () => {
    bars.forEach((colour, i) => {
      pen.fillStyle = colour
      pen.fillRect((i * WIDTH) / bars.length, 0, WIDTH / bars.length + 1, HEIGHT)
    })
    const now = new Date()
    const run = ((now.getTime() % 2_000) / 2_000) * WIDTH
    pen.fillStyle = '#15131a'
    pen.fillRect(0, HEIGHT * 0.4, WIDTH, 260)
    pen.fillStyle = '#ffffff'
    pen.fillRect(run, HEIGHT * 0.4 + 236, 90, 16)
    pen.font = '600 108px system-ui, sans-serif'
    pen.textAlign = 'center'
    pen.fillText(now.toTimeString().slice(0, 8), WIDTH / 2, HEIGHT * 0.4 + 130)
    pen.font = '400 56px system-ui, sans-serif'
    pen.fillText(
      `.${String(Math.floor(now.getMilliseconds() / 10)).padStart(2, '0')}`,
      WIDTH / 2,
      HEIGHT * 0.4 + 206,
    )
  }
  draw()
  const timer = setInterval(draw, 1_000 / FPS)
  const audio = new AudioContext()
  const out = audio.createMediaStreamDestination()
  const tone = audio.createOscillator()
  const beat = audio.createGain()
  tone.frequency.value = 440
  beat.gain.value = 0.15
  const pulse = audio.createOscillator()
  const depth = audio.createGain()
  pulse.frequency.value = 1
  depth.gain.value = 0.12
  pulse.connect(depth).connect(beat.gain)
  tone.connect(beat).connect(out)
  tone.start()
  pulse.start()
  void audio.resume()
  const stream = new MediaStream([...canvas.captureStream(FPS).getTracks(), ...out.stream.getTracks()])
  return {
    stream,
    stop: () => {
      clearInterval(timer)
      stream.getTracks().forEach((t) => t.stop())
      void audio.close()
    },
  }
}

/** What the whole crowd can play without being encoded again. */
function preferH264(peer: RTCPeerConnection, sender: RTCRtpSender): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
  const h264 = codecs.filter((c) => c.mimeType === 'video/H264')
  if (h264.length === 0) return
  const rest = codecs.filter((c) => c.mimeType !== 'video/H264')
  peer
    .getTransceivers()
    .find((t) => t.sender === sender)
    ?.setCodecPreferences([...h264, ...rest])
}

async function limitBitrate(peer: RTCPeerConnection): Promise<void> {
  for (const sender of peer.getSenders().filter((s) => s.track?.kind === 'video')) {
    const parameters = sender.getParameters()
    for (const e of parameters.encodings) e.maxBitrate = MAX_BITRATE
    await sender.setParameters(parameters).catch(() => {})
  }
}

const GATHER_MS = 1_500
const gathered = (peer: RTCPeerConnection) =>
  new Promise<void>((done) => {
    if (peer.iceGatheringState === 'complete') return done()
    const timer = setTimeout(done, GATHER_MS)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      done()
    })
  })

function refusal(status: number, body: string): ApiProblem {
  const code = /^[A-Z_]{3,40}$/.test(body.trim()) ? body.trim() : 'NO_ANSWER'
  return new ApiProblem({
    code: code as ApiProblem['code'],
    title: code,
    detail: '',
    requestId: null,
    status,
    errors: [],
    data: {},
  })
}
