// One clip's way through ffmpeg: two renditions in one pass, a cover, a moving preview, and the frames that the checks look
// at. Everything is made in a folder of its own and becomes visible only when all of it is there.
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel/errors'
import { inputOf, runTool, ToolError, type Container, type Ffmpeg } from '#platform/ffmpeg'
import { FRAME_BYTES } from '../domain/fingerprint.ts'
import { isFileFault, probeClip, type Probe } from './probe.ts'

export type Rendition = { path: string; height: number; width: number; kbps: number }
export type Ladder = {
  probe: Probe
  renditions: Rendition[]
  poster: string
  preview: string
  /** Grey frames, one a second, 32×32. */
  frames: Buffer
  /** Pictures for the reader of words, every two seconds or wider, with their second. */
  stills: { path: string; second: number }[]
}

type Stage = 'probing' | 'encoding' | 'pictures'
export type LadderOptions = {
  tools: Ffmpeg
  source: string
  container: Container
  folder: string
  signal: AbortSignal
  /** Threads of each encoder: one where the machine is small, so that answers stay quick. */
  threads: number
  report: (progress: number, stage: Stage) => void
}

/** Shorter side, rate, and what comes with it; veryfast makes the same size as medium here in two thirds of its time. */
const RUNGS = [
  { side: 720, crf: 23, maxKbps: 2500, audioKbps: 128, profile: 'high' },
  { side: 540, crf: 24, maxKbps: 1300, audioKbps: 96, profile: 'main' },
] as const
const MAX_STILLS = 20
/** A hang; on a starved machine a patient tool is silent for long too, so it is tried again, not held against the file. */
const SILENT_MS = 120_000
const MAX_PREVIEW_BYTES = 300 * 1024
/** Says nothing but what is wrong, and asks nobody. */
const QUIET = ['-nostdin', '-hide_banner', '-v', 'error', '-y']
/** Location, device and names ride along in metadata; none of it is passed on. */
export const BARE = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact']

/**
 * @throws AppError MEDIA_CORRUPT · MEDIA_TYPE · MEDIA_LIMIT for what is the file's fault, also `{limit: 'cpuSeconds'}` when it
 * costs more than a clip of its length may
 */
export async function makeLadder(options: LadderOptions): Promise<Ladder> {
  const { tools, source, container, folder, signal, report } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  report(0, 'probing')
  const probe = await probeClip(tools, source, container, signal)
  const renditions = await encode(options, probe)
  report(0.8, 'pictures')
  const small = renditions.at(-1)!
  const picture = (name: string, args: string[], cpuSeconds: number) =>
    ffmpeg(options, [...inputOf(small.path, 'mp4'), ...args, join(folder, name)], cpuSeconds)
  const at = Math.min(0.6, probe.durationMs / 2000).toFixed(2)
  await ffmpeg(
    options,
    [
      '-ss',
      at,
      ...inputOf(renditions[0]!.path, 'mp4'),
      '-frames:v',
      '1',
      '-c:v',
      'libwebp',
      '-quality',
      '80',
      ...BARE,
      join(folder, 'poster.webp'),
    ],
    20,
  )
  await makePreview(picture, folder)
  const frames = await greyFrames(options, small.path)
  const every = Math.max(2, probe.durationMs / 1000 / MAX_STILLS)
  await mkdir(join(folder, 'stills'))
  await ffmpeg(
    options,
    [
      ...inputOf(renditions[0]!.path, 'mp4'),
      '-vf',
      `fps=1/${every.toFixed(3)}:round=up`,
      '-frames:v',
      String(MAX_STILLS),
      '-q:v',
      '3',
      join(folder, 'stills', '%02d.jpg'),
    ],
    60,
  )
  const names = (await readdir(join(folder, 'stills'))).sort()
  const stills = names.map((name, i) => ({
    path: join(folder, 'stills', name),
    second: Math.round(i * every),
  }))
  return {
    probe,
    renditions,
    poster: join(folder, 'poster.webp'),
    preview: join(folder, 'preview.webp'),
    frames,
    stills,
  }
}

/** 40 s of processor a second of clip is far more than any phone's footage needs, and a hang is stopped all the same. */
const cpuFor = (probe: Probe) => Math.ceil(120 + (probe.durationMs / 1000) * 12)

async function encode(options: LadderOptions, probe: Probe): Promise<Rendition[]> {
  const { folder, source, container, report } = options
  const shorter = Math.min(probe.width, probe.height)
  const rungs = RUNGS.filter((r, i) => i === RUNGS.length - 1 || shorter > RUNGS[i + 1]!.side * 1.1)
  const upright = probe.height >= probe.width
  const flat = probe.hdr ? 'zscale=t=linear:npl=100,tonemap=hable,zscale=p=bt709:t=bt709:m=bt709:r=tv,' : ''
  const splits = rungs.map((_, i) => `[s${i}]`).join('')
  const scaled = rungs.map(({ side }, i) => {
    const target = Math.min(side, shorter - (shorter % 2))
    return `[s${i}]scale=${upright ? `${target}:-2` : `-2:${target}`}:flags=bicubic,setsar=1,format=yuv420p[v${i}]`
  })
  const graph =
    `[0:v:0]${flat}fps='min(30,source_fps)',split=${rungs.length}${splits};${scaled.join(';')}`.replace(
      "fps='min(30,source_fps)'",
      `fps=${Math.min(30, probe.frameRate || 30).toFixed(3)}`,
    )
  const outputs = rungs.flatMap((r, i) => [
    '-map',
    `[v${i}]`,
    ...(probe.hasSound
      ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', `${r.audioKbps}k`, '-ac', '2', '-ar', '44100']
      : ['-an']),
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-threads',
    String(options.threads),
    '-crf',
    String(r.crf),
    '-maxrate',
    `${r.maxKbps}k`,
    '-bufsize',
    `${r.maxKbps * 2}k`,
    '-profile:v',
    r.profile,
    '-g',
    '60',
    '-keyint_min',
    '60',
    '-sc_threshold',
    '0',
    '-pix_fmt',
    'yuv420p',
    ...BARE,
    '-movflags',
    '+faststart',
    join(folder, `${r.side}.mp4`),
  ])
  const seconds = probe.durationMs / 1000
  await ffmpeg(
    options,
    [
      '-progress',
      'pipe:1',
      '-threads',
      String(options.threads),
      ...inputOf(source, container),
      '-filter_complex',
      graph,
      ...outputs,
    ],
    cpuFor(probe),
    (done) => report(0.05 + 0.75 * Math.min(1, done / seconds), 'encoding'),
  )
  return Promise.all(
    rungs.map(async (r): Promise<Rendition> => {
      const path = join(folder, `${r.side}.mp4`)
      const made = await probeClip(options.tools, path, 'mp4', options.signal)
      const { size } = await stat(path)
      return { path, width: made.width, height: made.height, kbps: Math.round((size * 8) / made.durationMs) }
    }),
  )
}

/** Three seconds, a little motion; smaller until it fits. */
async function makePreview(
  picture: (name: string, args: string[], cpuSeconds: number) => Promise<unknown>,
  folder: string,
): Promise<void> {
  for (const [width, quality, rate] of [
    [240, 55, 8],
    [200, 45, 6],
    [160, 35, 5],
  ] as const) {
    await picture(
      'preview.webp',
      [
        '-t',
        '3',
        '-an',
        '-vf',
        `fps=${rate},scale=${width}:-2`,
        '-c:v',
        'libwebp',
        '-loop',
        '0',
        '-quality',
        String(quality),
        '-compression_level',
        '4',
      ],
      40,
    )
    if ((await stat(join(folder, 'preview.webp'))).size <= MAX_PREVIEW_BYTES) return
  }
}

async function greyFrames(options: LadderOptions, path: string): Promise<Buffer> {
  const { bytes } = await ffmpeg(
    options,
    [...inputOf(path, 'mp4'), '-vf', 'fps=1,scale=32:32:flags=area,format=gray', '-f', 'rawvideo', 'pipe:1'],
    60,
  )
  return bytes.subarray(0, bytes.length - (bytes.length % FRAME_BYTES))
}

/** A failure to read the stranger's file is the file's; running out of the time allowed is a named limit. */
export async function ffmpeg(
  { tools, signal }: Pick<LadderOptions, 'tools' | 'signal'>,
  args: readonly string[],
  cpuSeconds: number,
  onProgress?: (seconds: number) => void,
) {
  return runTool(tools.ffmpeg, [...QUIET, ...args], {
    cpuSeconds,
    silentMs: SILENT_MS,
    signal,
    ...(onProgress ? { onProgress } : {}),
  }).catch((error: unknown) => {
    if (error instanceof ToolError && error.why === 'cpu')
      throw new AppError('MEDIA_LIMIT', { limit: 'cpuSeconds', max: cpuSeconds })
    if (isFileFault(error)) throw new AppError('MEDIA_CORRUPT', { why: 'cannot be decoded' })
    throw error
  })
}

export const readPicture = (path: string) => readFile(path)
