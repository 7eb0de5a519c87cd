// What the demo's live room shows: for each product it can explain, twelve seconds of it turning in the studio light, that end
// where they began. All are encoded alike (no reordered frames, a key frame a second), so a camera can cut from one to the next.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { archetypes } from './catalogue.ts'
import { ffmpeg } from './clips.ts'
import { mediaFolder } from './manifest.ts'
import { musicBed } from './music.ts'
import { openStudio, type Studio, type View } from './shoot.ts'

const width = 720,
  height = 1280,
  fps = 24,
  drawnFps = 12
/** There and back again. */
const seconds = 12
/** Chat and cards stand below. */
const centreY = 0.42

export const SCENES = [
  'portable-kettle',
  'teapot',
  'tea-tin',
  'thermos',
  'chopping-board',
  'chocolate',
] as const

/** t runs from 0 to 1 on the way there. */
function viewAt(t: number): View {
  const ease = (1 - Math.cos(Math.PI * t)) / 2
  return {
    yaw: -0.75 + ease * 1.5,
    pitch: 0.14 + 0.2 * Math.sin(Math.PI * t) ** 2,
    zoom: 0.98 + 0.3 * Math.sin(Math.PI * t) ** 2,
  }
}

async function feedThereAndBack(studio: Studio, stdin: Writable): Promise<void> {
  const half = (seconds * drawnFps) / 2
  const frames: Buffer[] = []
  for (let i = 0; i <= half; i++) frames.push(await (await studio.take(viewAt(i / half), 1)).raw().toBuffer())
  for (const frame of [...frames, ...frames.slice(1, -1).toReversed()])
    if (!stdin.write(frame)) await new Promise<void>((next) => stdin.once('drain', () => next()))
}

const encode = [
  ...[
    '-c:v',
    'libx264',
    '-preset',
    'slow',
    '-tune',
    'stillimage',
    '-crf',
    '25',
    '-maxrate',
    '900k',
    '-bufsize',
    '900k',
  ],
  ...['-profile:v', 'main', '-level', '3.1', '-bf', '0', '-g', String(fps), '-keyint_min', String(fps)],
  ...['-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-ac', '1', '-ar', '44100'],
  ...['-map_metadata', '-1', '-fflags', '+bitexact', '-t', String(seconds), '-f', 'flv'],
]

export async function renderLive(only: string[], out?: string): Promise<void> {
  const media = mediaFolder(out)
  mkdirSync(join(media, 'live'), { recursive: true })
  const studio = await openStudio({ msaa: true })
  const wanted = archetypes(only).filter((a) => (SCENES as readonly string[]).includes(a.archetype))
  for (const [i, subject] of wanted.entries()) {
    const folder = mkdtempSync(join(tmpdir(), 'serendip-live-'))
    try {
      await studio.open({ ...subject, variant: 1 }, { width, height, centreY, ignoreZoom: true })
      const music = join(folder, 'bed.wav')
      writeFileSync(music, musicBed(i, seconds))
      const file = join(media, 'live', `${subject.archetype}.flv`)
      const film = [
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-s',
        `${width}x${height}`,
        '-r',
        String(drawnFps),
        '-i',
        'pipe:0',
      ]
      const smooth = `[0:v]minterpolate=fps=${fps}:mi_mode=blend,tpad=stop_mode=clone:stop_duration=1,format=yuv420p[out]`
      await ffmpeg(
        [...film, '-i', music, '-filter_complex', smooth, '-map', '[out]', '-map', '1:a', ...encode, file],
        (stdin) => feedThereAndBack(studio, stdin),
      )
      console.log(subject.archetype, `${Math.round(statSync(file).size / 1024)}k`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await studio.close()
}
