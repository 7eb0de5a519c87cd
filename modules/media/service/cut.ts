// Seconds of a recording as one file, exact to the frame: the pieces are put one behind the other and what is not wanted is decoded
// and left out. A recording with a break in it has several takes; they are brought to the first one's size and joined.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#kernel/errors'
import { inputOf, type Ffmpeg } from '#platform/ffmpeg'
import type { Take } from '../repository.ts'
import { BARE, ffmpeg } from './ladder.ts'
import { probeStreams } from './probe.ts'

export type CutOptions = {
  tools: Ffmpeg
  takes: readonly Take[]
  /** The folder of recordings; takes name files in it. */
  recordings: string
  folder: string
  signal: AbortSignal
  threads: number
}

const RATE = 30
const TONE = ['-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=stereo']

/** @throws AppError NO_FOOTAGE {file} where a piece is gone · MEDIA_CORRUPT */
export async function cutTakes(options: CutOptions): Promise<string> {
  const { folder, takes } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const parts: string[] = []
  let size: { width: number; height: number } | null = null
  for (const [i, take] of takes.entries()) {
    const joined = join(folder, `take-${i}.mp4`)
    await joinFiles(options, take.files, joined)
    const { width, height, hasSound } = await probeStreams(options.tools, joined, options.signal)
    size ??= { width: width - (width % 2), height: height - (height % 2) }
    const part = join(folder, `part-${i}.mp4`)
    await cutOne(options, { joined, part, take, size, hasSound })
    await rm(joined)
    parts.push(part)
  }
  return parts.length === 1 ? parts[0]! : joinParts(options, parts)
}

async function cutOne(
  options: CutOptions,
  p: {
    joined: string
    part: string
    take: Take
    size: { width: number; height: number }
    hasSound: boolean
  },
): Promise<void> {
  const { width, height } = p.size
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1,setsar=1,fps=${RATE}`
  await ffmpeg(
    options,
    [
      ...inputOf(p.joined, 'mp4'),
      ...(p.hasSound ? [] : TONE),
      '-ss',
      seconds(p.take.skipMs),
      '-t',
      seconds(p.take.lengthMs),
      '-map',
      '0:v:0',
      '-map',
      p.hasSound ? '0:a:0' : '1:a:0',
      '-vf',
      fit,
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '16',
      '-pix_fmt',
      'yuv420p',
      '-threads',
      String(options.threads),
      '-c:a',
      'aac',
      '-b:a',
      '160k',
      '-ar',
      '44100',
      '-ac',
      '2',
      ...BARE,
      p.part,
    ],
    cpuFor(p.take.lengthMs + p.take.skipMs),
  )
}

async function joinParts(options: CutOptions, parts: readonly string[]): Promise<string> {
  const path = join(options.folder, 'cut.mp4')
  const inputs = parts.map((_, i) => `[${i}:v:0][${i}:a:0]`).join('')
  await ffmpeg(
    options,
    [
      ...parts.flatMap((part) => inputOf(part, 'mp4')),
      '-filter_complex',
      `${inputs}concat=n=${parts.length}:v=1:a=1[v][a]`,
      '-map',
      '[v]',
      '-map',
      '[a]',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '16',
      '-pix_fmt',
      'yuv420p',
      '-threads',
      String(options.threads),
      '-c:a',
      'aac',
      '-b:a',
      '160k',
      ...BARE,
      path,
    ],
    cpuFor(options.takes.reduce((sum, t) => sum + t.lengthMs, 0)),
  )
  for (const part of parts) await rm(part)
  return path
}

/** Pieces of a fragmented MP4 make a file when they follow their description. */
async function joinFiles(
  { recordings, signal }: CutOptions,
  files: readonly string[],
  to: string,
): Promise<void> {
  for (const [i, file] of files.entries()) {
    const path = resolve(recordings, file)
    if (!path.startsWith(resolve(recordings) + sep)) throw new AppError('NO_FOOTAGE', { file })
    await pipeline(createReadStream(path), createWriteStream(to, { flags: i === 0 ? 'w' : 'a' }), {
      signal,
    }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new AppError('NO_FOOTAGE', { file }) : error
    })
  }
}

const seconds = (ms: number) => (ms / 1000).toFixed(3)
const cpuFor = (ms: number) => Math.ceil(60 + (ms / 1000) * 12)
