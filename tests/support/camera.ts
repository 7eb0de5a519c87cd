// A camera for tests and benches: ffmpeg with a test picture and a tone, sent by RTMP. Which ffmpeg: FFMPEG_PATH, else the one on PATH;
// tests that need one say so and are left out where there is none.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'

export const ffmpegPath = (): string | null => usable(process.env.FFMPEG_PATH ?? 'ffmpeg')
export const ffprobePath = (): string | null => usable(process.env.FFPROBE_PATH ?? 'ffprobe')
const usable = (path: string) => (spawnSync(path, ['-version']).status === 0 ? path : null)

/** Arguments without spaces in them. */
export const words = (text: string) => text.split(' ')

export type CameraOptions = {
  size?: string
  fps?: number
  /** Frames between key frames. */
  gop?: number
  bFrames?: number
  video?: boolean
  audio?: boolean
  kbps?: number
  /** Replaces the encoder's speed. */
  preset?: string
  /** Moves the picture's and sound's clock. */
  offsetSeconds?: number
  /** Faster than life, for short tests. */
  speed?: number
}
export type Camera = {
  process: ChildProcess
  /** Everything it complained about. */
  complaints(): string
  freeze(): void
  thaw(): void
  kill(): void
  gone: Promise<void>
}

export function openCamera(url: string, options: CameraOptions = {}): Camera {
  const { size = '320x180', fps = 25, gop = 25, bFrames = 0, kbps = 400 } = options
  const hasVideo = options.video ?? true
  const hasAudio = options.audio ?? true
  const speed = words(`-readrate ${options.speed ?? 1}`)
  const picture = words(`-f lavfi -i testsrc2=s=${size}:r=${fps}`)
  const encoder = words(
    `-c:v libx264 -preset ${options.preset ?? 'ultrafast'} -pix_fmt yuv420p -g ${gop} -keyint_min ${gop} -sc_threshold 0`,
  )
  const rate = words(`-b:v ${kbps}k -maxrate ${kbps}k -bufsize ${kbps}k`)
  const order = words(bFrames > 0 ? `-bf ${bFrames}` : '-tune zerolatency')
  const child = spawn(
    ffmpegPath() ?? 'ffmpeg',
    [
      ...words('-v error -nostdin'),
      ...(hasVideo ? [...speed, ...picture] : []),
      ...(hasAudio ? [...speed, ...words('-f lavfi -i sine=frequency=440:r=44100')] : []),
      ...(hasVideo ? [...encoder, ...rate, ...order] : []),
      ...(hasAudio ? words('-c:a aac -b:a 64k') : []),
      ...(options.offsetSeconds ? ['-output_ts_offset', String(options.offsetSeconds)] : []),
      ...words('-f flv'),
      url,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaints = ''
  child.stderr!.on('data', (text: Buffer) => (complaints += text.toString()))
  return {
    process: child,
    complaints: () => complaints,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => void child.kill('SIGKILL'),
    gone: new Promise((resolve) => child.once('close', () => resolve())),
  }
}
