// ffmpeg and ffprobe as bounded children: a stranger's file is opened by no other process of ours. Each child has a limit of
// processor time and of memory, low priority, its own process group (so that a kill leaves nobody behind), may open nothing
// but the one file it was given, and is killed when it says nothing for long.
import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export type Ffmpeg = { ffmpeg: string; ffprobe: string; version: string }
export const MIN_FFMPEG = 5

/** `FFMPEG_PATH` (the binary, or its folder), then PATH. Null: none of version 5 or newer with its ffprobe. */
export async function findFfmpeg(
  env: Record<string, string | undefined> = process.env,
): Promise<Ffmpeg | null> {
  const named = env.FFMPEG_PATH
  const folders = named
    ? [named.endsWith('ffmpeg') ? dirname(named) : named]
    : (env.PATH ?? '').split(delimiter).filter(Boolean)
  for (const folder of folders) {
    const [ffmpeg, ffprobe] = [join(folder, 'ffmpeg'), join(folder, 'ffprobe')]
    if (!(await isProgram(ffmpeg)) || !(await isProgram(ffprobe))) continue
    const version = await versionOf(ffmpeg)
    if (version) return { ffmpeg, ffprobe, version }
  }
  return null
}

const isProgram = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

async function versionOf(program: string): Promise<string | null> {
  const { text } = await runTool(program, ['-version'], {
    cpuSeconds: 10,
    silentMs: 10_000,
    memoryMb: 2048,
  }).catch(() => ({ text: '' }))
  const version = /^ffmpeg version n?(\d+(?:\.\d+)*)/.exec(text)?.[1]
  return version && Number(version.split('.')[0]) >= MIN_FFMPEG ? version : null
}

/** Containers a clip may come in, each opened by its own demuxer and no other: a playlist never chooses what is read. */
export const DEMUXERS = { mp4: 'mov', webm: 'matroska' } as const
export type Container = keyof typeof DEMUXERS

/** Input arguments for one file: this demuxer, this file, no network, no references to other files. */
export const inputOf = (path: string, container: Container): string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm',
  ...(container === 'mp4' ? ['-enable_drefs', '0', '-use_absolute_path', '0'] : []),
  '-f',
  DEMUXERS[container],
  '-i',
  `file:${path}`,
]

export type ToolLimits = {
  cpuSeconds: number
  /** Killed after this long without a word of progress (or of output). */
  silentMs: number
  /** Of address space; null for a program that reserves far more than it uses. */
  memoryMb?: number | null
  signal?: AbortSignal
  /** Seconds of media written so far, from `-progress pipe:1`. */
  onProgress?: (seconds: number) => void
  maxOutputBytes?: number
}
export type ToolOutput = { bytes: Buffer; text: string; complaint: string }

/** Why a tool did not finish. `killed`: by somebody else (a person, the kernel short of memory); of all but `cpu` and `exit` the file is innocent. */
export class ToolError extends Error {
  override name = 'ToolError'
  readonly why: 'cpu' | 'silent' | 'aborted' | 'output' | 'exit' | 'killed'
  readonly complaint: string
  constructor(why: ToolError['why'], complaint: string) {
    super(`${why}: ${complaint.slice(-600)}`)
    this.why = why
    this.complaint = complaint
  }
}

const MAX_COMPLAINT = 16_384
/**
 * Whatever a shopper waits for comes first. A detached child is a session of its own, and where Linux shares the processor between
 * sessions (`sched_autogroup_enabled`) niceness counts only inside one: so the session itself stands back, to a thirtieth of what another
 * one gets. The kernel takes one such change every 0.1 s from whoever is not root. Who wakes beside idle work does not queue behind it.
 */
const NICE = 15
const STAND_BACK = `own=/proc/self/autogroup; if [ -w $own ]; then { echo ${NICE} > $own || { sleep 0.2; echo ${NICE} > $own; }; } 2>/dev/null; fi; command -v chrt >/dev/null && chrt --idle --pid 0 $$ 2>/dev/null;`
/** Where the system can, a child dies with its parent, also when that was killed. */
const ORPHANS =
  'command -v setpriv >/dev/null && set -- --pdeathsig KILL "$0" "$@" && set -- setpriv "$@" || set -- "$0" "$@";'

/** Groups of the tools that run; a process may have many. */
const running = new Set<number>()
let resting = false

/** Lets all tools of this process, and those that begin meanwhile, stand still until told otherwise. */
export function restTools(on: boolean): void {
  if (on === resting) return
  resting = on
  for (const pid of running) signalGroup(pid, on ? 'SIGSTOP' : 'SIGCONT')
}

/** Runs one tool under its limits; answers what it wrote. @throws ToolError */
export function runTool(program: string, args: readonly string[], limits: ToolLimits): Promise<ToolOutput> {
  const { cpuSeconds, silentMs, memoryMb = 3072, signal, onProgress, maxOutputBytes = 32 << 20 } = limits
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new ToolError('aborted', ''))
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        `ulimit -t ${cpuSeconds}; ${memoryMb === null ? '' : `ulimit -v ${memoryMb * 1024};`} ulimit -c 0; ${STAND_BACK} ${ORPHANS} exec nice -n ${NICE} "$@"`,
        program,
        ...args,
      ],
      {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      },
    )
    if (child.pid !== undefined) {
      running.add(child.pid)
      if (resting) signalGroup(child.pid, 'SIGSTOP')
    }
    const startedAt = performance.now()
    /** The limit ends it by SIGKILL, like anybody: but not before so much processor time can have passed. */
    const mayBeCpu = () => ((performance.now() - startedAt) / 1_000) * availableParallelism() >= cpuSeconds
    let killed: ToolError['why'] | null = null
    const kill = (why: ToolError['why']) => {
      killed ??= why
      signalGroup(child.pid, 'SIGKILL')
    }
    let silence = setTimeout(() => kill('silent'), silentMs)
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(() => kill('silent'), silentMs)
    }
    const abort = () => kill('aborted')
    signal?.addEventListener('abort', abort, { once: true })
    const chunks: Buffer[] = []
    let size = 0
    let written = -1
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (onProgress) {
        const seconds = secondsIn(chunk.toString())
        if (seconds !== null && seconds > written) {
          written = seconds
          heard()
          onProgress(seconds)
        }
        return
      }
      heard()
      size += chunk.length
      if (size > maxOutputBytes) kill('output')
      else chunks.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-MAX_COMPLAINT)
    })
    child.on('error', (error) => {
      clearTimeout(silence)
      reject(error)
    })
    child.on('close', (code, by) => {
      clearTimeout(silence)
      running.delete(child.pid!)
      signal?.removeEventListener('abort', abort)
      const bytes = Buffer.concat(chunks)
      if (killed) reject(new ToolError(killed, complaint))
      else if (by === 'SIGXCPU' || by === 'SIGKILL' || code === 128 + 24 || code === 137)
        reject(new ToolError(by === 'SIGXCPU' || mayBeCpu() ? 'cpu' : 'killed', complaint))
      else if (code !== 0) reject(new ToolError('exit', complaint))
      else resolve({ bytes, text: bytes.toString(), complaint })
    })
  })
}

/** The whole group, so that a shell's child does not outlive it. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // it is gone already
  }
}

/** The last `out_time_us` of a piece of progress report. */
function secondsIn(text: string): number | null {
  const all = [...text.matchAll(/^out_time_us=(\d+)$/gm)]
  const last = all.at(-1)?.[1]
  return last === undefined ? null : Number(last) / 1e6
}
