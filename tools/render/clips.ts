// The clips: three portrait shots of a product (or one slow camera move), words over them, a quiet bed under them.
// One ffmpeg call each. Motion is a perspective filter because zoompan snaps to whole pixels and trembles.
import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import sharp from 'sharp'
import { findOnPath, openPage, type Darkroom } from './browser.ts'
import { archetypes, type Archetype } from './catalogue.ts'
import { scripts, type Script } from './copy.ts'
import { keepInManifest, mediaFolder } from './manifest.ts'
import { musicBed } from './music.ts'
import { openStudio, type ShotInfo, type Studio, type View } from './shoot.ts'

const width = 540,
  height = 960,
  fps = 24
const shotS = 2.6,
  crossS = 0.4,
  seconds = 7
const over = 1.1
const centreY = 0.595
/** When each caption is on screen; the first is there from the first frame, because that frame is the poster. */
const cues = [
  [0, 2.2],
  [2.45, 4.55],
  [4.8, 6.9],
] as const

const ffmpegPath = (): string => {
  const found = process.env['FFMPEG_PATH'] ?? findOnPath(['ffmpeg'])
  if (!found) throw new Error('ffmpeg not found: set FFMPEG_PATH')
  return found
}

/** One run of ffmpeg; `feed` writes its standard input. */
export function ffmpeg(args: string[], feed?: (stdin: Writable) => Promise<void>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(ffmpegPath(), ['-v', 'error', '-y', ...args], {
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`ffmpeg ended with ${code}`))))
    if (feed) feed(child.stdin).then(() => child.stdin.end(), fail)
    else child.stdin.end()
  })
}

type CaptionWindow = {
  captions: {
    line(o: object): Promise<{ png: string; height: number }>
    veil(o: object): string
  }
}

const dim = (hex: string, k: number): string => {
  const n = Number.parseInt(hex.slice(1), 16)
  return [n >> 16, (n >> 8) & 255, n & 255].map((v) => Math.round(v * k)).join(',')
}

type Overlay = { file: string; y: number; from: number; to: number; delay: number }

/** The veil and six caption pictures, with where and when they appear. */
async function drawCaptions(
  room: Darkroom,
  folder: string,
  script: Script,
  info: ShotInfo,
): Promise<{ veil: string; overlays: Overlay[] }> {
  const veil = join(folder, 'veil.png')
  const call = <T>(name: 'line' | 'veil', o: object): Promise<T> =>
    room.page.evaluate(([n, p]) => (globalThis as unknown as CaptionWindow).captions[n](p) as T, [
      name,
      o,
    ] as const)
  writeFileSync(
    veil,
    Buffer.from(
      await call<string>('veil', { width, height, rgb: dim(info.palette.backdrop, 0.36) }),
      'base64',
    ),
  )
  const overlays: Overlay[] = []
  for (const [i, [zh, en]] of script.lines.entries()) {
    const shade = `rgba(${dim(info.palette.backdrop, 0.25)},.62)`
    const [from, to] = cues[i] as readonly [number, number]
    const first = await call<{ png: string; height: number }>('line', {
      text: zh,
      width: 430,
      size: 45,
      weight: 800,
      shade,
    })
    const second = await call<{ png: string; height: number }>('line', {
      text: en,
      width: 420,
      size: 21,
      weight: 500,
      shade,
      latin: true,
    })
    const top = 132
    for (const [part, y, delay] of [
      [first, top, 0],
      [second, top + first.height - 14, 0.16],
    ] as const) {
      const file = join(folder, `c${i}-${delay ? 'en' : 'zh'}.png`)
      writeFileSync(file, Buffer.from(part.png, 'base64'))
      overlays.push({ file, y, from, to, delay })
    }
  }
  return { veil, overlays }
}

/** One decoded picture, repeated: a looping input would decode its PNG again for every frame. */
const hold = (s: number): string =>
  `loop=loop=${Math.ceil(s * fps)}:size=1:start=0,setpts=N/${fps}/TB,trim=duration=${s}`

/** Inputs and filters that lay the words over the stream [film] → [out]. First input index is `first`. */
function wordFilters(veil: string, overlays: Overlay[], first: number): { inputs: string[]; filter: string } {
  const inputs = ['-framerate', String(fps), '-i', veil]
  const steps = [`[${first}:v]${hold(seconds)}[veil];[film][veil]overlay=0:0:format=auto[v0]`]
  overlays.forEach((o, i) => {
    inputs.push('-framerate', String(fps), '-i', o.file)
    const at = o.from === 0 ? 0 : o.from + o.delay
    const fadeIn = at > 0 ? `fade=in:st=${at.toFixed(2)}:d=0.3:alpha=1,` : ''
    steps.push(
      `[${first + 1 + i}:v]format=rgba,${hold(seconds)},${fadeIn}fade=out:st=${(o.to - 0.25).toFixed(2)}:d=0.25:alpha=1[w${i}]`,
    )
    const rise = at > 0 ? `${o.y}+22*pow(1-min(1\\,max(0\\,(t-${at.toFixed(2)})/0.45))\\,3)` : String(o.y)
    steps.push(
      `[v${i}][w${i}]overlay=x=(W-w)/2:y='${rise}':enable='between(t,${at.toFixed(2)},${o.to})':format=auto[v${i + 1}]`,
    )
  })
  return { inputs, filter: `${steps.join(';')};[v${overlays.length}]format=yuv420p[out]` }
}

const encode = [
  '-c:v',
  'libx264',
  '-preset',
  'fast',
  '-crf',
  '24',
  '-maxrate',
  '330k',
  '-bufsize',
  '700k',
  '-profile:v',
  'high',
  '-g',
  '48',
  '-x264-params',
  'aq-mode=3',
  '-c:a',
  'aac',
  '-b:a',
  '48k',
  '-ac',
  '1',
  '-movflags',
  '+faststart',
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-t',
  String(seconds),
]

/** Three stills with slow, differing camera drift and soft cuts between them. */
async function filmOfStills(studio: Studio, folder: string): Promise<{ inputs: string[]; filter: string }> {
  const views: View[] = [
    { yaw: 0, zoom: 1 },
    { yaw: 0.7, zoom: 1.24, lift: 0.05 },
    { yaw: -0.55, zoom: 0.94, pitch: 0.34 },
  ]
  const inputs: string[] = []
  const filters: string[] = []
  const frames = shotS * fps
  for (const [i, view] of views.entries()) {
    const file = join(folder, `shot${i}.png`)
    await (await studio.take(view, 3)).png({ compressionLevel: 1 }).toFile(file)
    inputs.push('-framerate', String(fps), '-i', file)
    const p = `min(1,on/${frames})`,
      z = [`0.055*${p}`, `0.06*(1-${p})`, `0.05*${p}`][i] as string,
      pan = ['0', `0.02*(${p}-0.5)`, '0'][i] as string
    const corner = (x: 0 | 1, y: 0 | 1): string =>
      `'W*(${x ? `1-(${z})` : z}+${pan})':'H*(${y ? `1-(${z})` : z})'`
    const q = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]
      .map((pair, k) => pair.replace(/^('[^']*'):/, `x${k}=$1:y${k}=`))
      .join(':')
    filters.push(
      `[${i}:v]format=gbrp,${hold(shotS)},perspective=${q}:interpolation=linear:eval=frame,scale=${width}:${height}:flags=bicubic,setsar=1,fps=${fps},format=yuv444p[s${i}]`,
    )
  }
  const cut = shotS - crossS
  filters.push(
    `[s0][s1]xfade=transition=fade:duration=${crossS}:offset=${cut.toFixed(2)}[x1]`,
    `[x1][s2]xfade=transition=fade:duration=${crossS}:offset=${(cut * 2).toFixed(2)}[film]`,
  )
  return { inputs, filter: filters.join(';') }
}

/** A hero's film: one continuous move, drawn frame by frame and piped in. */
async function feedTurntable(studio: Studio, stdin: Writable): Promise<void> {
  const count = seconds * (fps / 2)
  for (let i = 0; i < count; i++) {
    const t = i / (count - 1),
      ease = t * t * (3 - 2 * t)
    const view: View = {
      yaw: -0.5 + ease * 1.25,
      pitch: 0.16 + 0.14 * Math.sin(t * Math.PI),
      zoom: 0.96 + 0.24 * Math.sin(Math.PI * Math.min(1, t * 1.1)) ** 2,
    }
    const frame = await (await studio.take(view, 1)).raw().toBuffer()
    if (!stdin.write(frame)) await new Promise<void>((next) => stdin.once('drain', () => next()))
  }
}

const stamp = (s: number): string => `00:00:${s.toFixed(3).padStart(6, '0')}`
const vtt = (script: Script, language: 0 | 1): string =>
  `WEBVTT\n\n${script.lines.map((line, i) => `${stamp(cues[i]?.[0] ?? 0)} --> ${stamp(cues[i]?.[1] ?? 0)}\n${line[language]}`).join('\n\n')}\n`

type Job = { subject: Archetype; script: Script; folder: string; args: string[] }

/** Everything the studio has to do for a clip; what is left is ffmpeg's work. */
async function shootClip(
  subject: Archetype,
  script: Script,
  studio: Studio,
  room: Darkroom,
  media: string,
): Promise<Job> {
  const folder = mkdtempSync(join(tmpdir(), 'serendip-clip-'))
  const k = script.hero ? 1 : over
  const info = await studio.open(
    { ...subject, variant: script.variant },
    { width: width * k, height: height * k, centreY, ignoreZoom: true },
  )
  const { veil, overlays } = await drawCaptions(room, folder, script, info)
  const music = join(folder, 'bed.wav')
  writeFileSync(music, musicBed(script.mood, seconds))
  const film = script.hero
    ? {
        inputs: [
          '-f',
          'rawvideo',
          '-pix_fmt',
          'rgb24',
          '-s',
          `${width}x${height}`,
          '-r',
          String(fps / 2),
          '-i',
          'pipe:0',
        ],
        filter: `[0:v]minterpolate=fps=${fps}:mi_mode=blend,tpad=stop_mode=clone:stop_duration=1[film]`,
      }
    : await filmOfStills(studio, folder)
  const videos = script.hero ? 1 : 3
  const words = wordFilters(veil, overlays, videos)
  const args = [
    ...film.inputs,
    ...words.inputs,
    '-i',
    music,
    '-filter_complex',
    `${film.filter};${words.filter}`,
    '-map',
    '[out]',
    '-map',
    `${videos + 1 + overlays.length}:a`,
    ...encode,
    join(media, `clips/${subject.archetype}.mp4`),
  ]
  return { subject, script, folder, args }
}

async function encodeClip(
  { subject, script, folder, args }: Job,
  studio: Studio,
  media: string,
): Promise<void> {
  const base = `clips/${subject.archetype}`
  try {
    await ffmpeg(args, script.hero ? (stdin) => feedTurntable(studio, stdin) : undefined)
    const first = join(folder, 'first.png')
    await ffmpeg(['-i', join(media, `${base}.mp4`), '-frames:v', '1', first])
    await sharp(first)
      .webp({ quality: 82, effort: 5 })
      .toFile(join(media, `${base}.webp`))
    writeFileSync(join(media, `${base}.zh.vtt`), vtt(script, 0))
    writeFileSync(join(media, `${base}.en.vtt`), vtt(script, 1))
    const { size } = statSync(join(media, `${base}.mp4`))
    keepInManifest(media, {
      clips: [
        {
          archetype: subject.archetype,
          category: subject.category,
          variant: script.variant,
          file: `${base}.mp4`,
          poster: `${base}.webp`,
          captions: { zh: `${base}.zh.vtt`, en: `${base}.en.vtt` },
          durationMs: seconds * 1000,
          width,
          height,
          bytes: size,
          hook: { zh: script.lines[0][0], en: script.lines[0][1] },
        },
      ],
    })
    console.log(subject.archetype, `${Math.round(size / 1024)}k`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** While ffmpeg encodes one clip the studio shoots the next; the heroes, which need both at once, come last. */
export async function renderClips(only: string[], out?: string): Promise<void> {
  const media = mediaFolder(out)
  mkdirSync(join(media, 'clips'), { recursive: true })
  const stills = await openStudio()
  let hero: Studio | undefined
  const room = await openPage('caption.html', 'window.captions')
  const queue = archetypes(only).sort(
    (a, b) => Number(scripts[a.archetype]?.hero ?? false) - Number(scripts[b.archetype]?.hero ?? false),
  )
  let encoding = Promise.resolve()
  for (const subject of queue) {
    const script = scripts[subject.archetype]
    if (!script) continue
    const report = (error: unknown): void =>
      console.error(subject.archetype, error instanceof Error ? error.message.split('\n')[0] : error)
    try {
      // One exposure a frame cannot average its edges, so the heroes' page asks for multisampling.
      const studio = script.hero ? (hero ??= await openStudio({ msaa: true })) : stills
      const job = await shootClip(subject, script, studio, room, media)
      await encoding
      encoding = encodeClip(job, studio, media).catch(report)
      if (script.hero) await encoding
    } catch (error) {
      report(error)
    }
  }
  await encoding
  await room.close()
  await stills.close()
  await hero?.close()
}
