// What a browser can send into a room: a camera, a screen, or a test picture that moves, counts and hums, so that what arrives can be told
// from what stands still.
export type CameraKind = 'camera' | 'screen' | 'test'

const WIDTH = 720
const HEIGHT = 1280
const FPS = 30

export type Source = { stream: MediaStream; stop: () => void }

/** @throws DOMException when the person or the device refuses */
export async function sourceOf(kind: CameraKind): Promise<Source> {
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
