// Writes a stream's recording: pieces of some seconds, each whole on disk under its name before anybody hears of it, with its SHA-256.
// `index.jsonl` remembers what was written and `told` what was heard, so that after a kill -9 the numbering goes on and a piece that was
// written and not yet told is told again (at least once, in order). A full disk costs the recording, never the stream.
import { createHash } from 'node:crypto'
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedSegment } from '../live-engine.ts'
import type { Logger } from '../logger.ts'
import type { Init, Segment } from './packager.ts'

export type RecorderState = 'running' | 'failing'
export type Recorder = {
  add(segment: Segment): void
  /** What is open becomes the last piece; the next one does not continue it. */
  cut(): void
  state(): RecorderState
  /** Resolves when everything so far is on disk and told, or given up. */
  settled(): Promise<void>
}
export type RecorderOptions = {
  folder: string
  stream: string
  onSegment(segment: RecordedSegment): Promise<void>
  log: Logger
  /** Another recorder of the same stream may still be writing: begins after it. */
  after?: Promise<void>
}

const PIECE_MS = 4000
const MAX_PIECE_MS = 6000
/** Pieces that wait for a slow disk; more are left out, and the gap is marked. */
const MAX_WAITING = 6
const MAX_PIECE_BYTES = 48 * 1024 * 1024
const MAX_WAITING_BYTES = 96 * 1024 * 1024
const TELL_TRIES = 5

const number6 = (n: number) => String(n).padStart(6, '0')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Written beside, flushed, then renamed: a name that exists is a whole file. */
async function writeWhole(path: string, bytes: Buffer | string): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w')
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}

type Known = { records: RecordedSegment[]; told: number }

/** What an earlier run left: its records in order (a torn last line is left out), and how many were told. */
async function readKnown(folder: string, stream: string): Promise<Known> {
  const dir = join(folder, stream)
  const text = await readFile(join(dir, 'index.jsonl'), 'utf8').catch(() => '')
  const records: RecordedSegment[] = []
  for (const line of text.split('\n')) {
    try {
      if (line) records.push(JSON.parse(line) as RecordedSegment)
    } catch {
      // torn by the kill; its file will be written again under the same number
    }
  }
  const told = Number(await readFile(join(dir, 'told'), 'utf8').catch(() => '-1'))
  return { records, told: Number.isInteger(told) ? told : -1 }
}

/** `told` is written after the index: years of recordings need not be read to find the one that was being written. */
async function isAllTold(dir: string): Promise<boolean> {
  const changedAt = (name: string) => stat(join(dir, name)).then((s) => s.mtimeMs)
  try {
    return (await changedAt('told')) > (await changedAt('index.jsonl'))
  } catch {
    return false
  }
}

/** At the start of the process: half-written files go, and what was written and not told is told. */
export async function recoverRecordings(
  folder: string,
  onSegment: RecorderOptions['onSegment'],
  log: Logger,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const dir = join(folder, entry.name)
    for (const file of await readdir(dir)) if (file.endsWith('.part')) await rm(join(dir, file))
    if (await isAllTold(dir)) continue
    const { records, told } = await readKnown(folder, entry.name)
    for (const record of records.filter((one) => one.index > told)) {
      try {
        await onSegment(record)
        await writeWhole(join(dir, 'told'), String(record.index))
      } catch (error) {
        log.warn({ stream: entry.name, index: record.index, error: String(error) }, 'recording not told')
        break
      }
    }
  }
}

type Piece = {
  segments: Segment[]
  durationMs: number
  bytes: number
  discontinuity: boolean
  ordinal: number
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { folder, stream, log } = options
  const dir = join(folder, stream)
  let piece: Piece | null = null
  let isBroken = true
  let state: RecorderState = 'running'
  let waiting = 0
  let waitingBytes = 0
  /** Pieces begun, and the last that reached the disk: where one is missing, the next does not continue it. */
  let begun = 0
  let reached = -1
  let index: number | null = null
  let initFiles = 0
  let untold: RecordedSegment[] = []
  const written = new Map<Init, string>()
  let queue: Promise<void> = options.after ?? Promise.resolve()

  function close(): void {
    const closed = piece
    piece = null
    if (!closed) return
    if (waiting >= MAX_WAITING || waitingBytes + closed.bytes > MAX_WAITING_BYTES) {
      fail('the disk does not keep up')
      return
    }
    waiting += 1
    waitingBytes += closed.bytes
    queue = queue
      .then(() => write(closed))
      .catch((error: unknown) => fail(String(error)))
      .finally(() => {
        waiting -= 1
        waitingBytes -= closed.bytes
      })
  }

  function fail(reason: string): void {
    index = null // what lies on disk is read again before the next try
    written.clear()
    if (state === 'running') log.error({ stream, reason }, 'recording fails; the stream goes on')
    state = 'failing'
  }

  async function begin(): Promise<void> {
    await mkdir(dir, { recursive: true })
    const { records, told } = await readKnown(folder, stream)
    untold = records.filter((one) => one.index > told)
    const files = await readdir(dir)
    const inits = files.map((f) => Number(/^init-(\d+)\.mp4$/.exec(f)?.[1] ?? -1))
    initFiles = Math.max(-1, ...inits) + 1
    await writeWhole(join(dir, 'index.jsonl'), records.map((one) => `${JSON.stringify(one)}\n`).join(''))
    // A file that the index does not name was renamed just before a kill and never told: its number is written again.
    index = (records.at(-1)?.index ?? -1) + 1
  }

  async function initFile(init: Init): Promise<string> {
    const known = written.get(init)
    if (known) return known
    const name = `${stream}/init-${number6(initFiles)}.mp4`
    await writeWhole(join(folder, name), init.bytes)
    initFiles += 1
    written.clear()
    written.set(init, name)
    return name
  }

  async function write(closed: Piece): Promise<void> {
    if (index === null) await begin()
    const first = closed.segments[0]!
    const bytes = Buffer.concat(closed.segments.flatMap((s) => s.parts.map((p) => p.bytes)))
    const record: RecordedSegment = {
      stream,
      index: index!,
      startedAtMs: first.startedAtMs,
      durationMs: Math.round(closed.durationMs),
      file: `${stream}/${number6(index!)}.m4s`,
      initFile: await initFile(first.init),
      bytes: bytes.length,
      sha256: sha256(bytes),
      discontinuity: closed.discontinuity || closed.ordinal !== reached + 1,
    }
    await writeWhole(join(folder, record.file), bytes)
    await appendFile(join(dir, 'index.jsonl'), `${JSON.stringify(record)}\n`)
    index = index! + 1
    reached = closed.ordinal
    if (state === 'failing') log.info({ stream }, 'recording goes on')
    state = 'running'
    untold.push(record)
    await tell()
  }

  /** What could not be told stays, and is told before the next. */
  async function tell(): Promise<void> {
    while (untold.length > 0) {
      const record = untold[0]!
      for (let tries = 1; ; tries++) {
        try {
          await options.onSegment(record)
          break
        } catch (error) {
          if (tries < TELL_TRIES) continue
          log.warn({ stream, index: record.index, error: String(error) }, 'recording not told yet')
          return
        }
      }
      untold.shift()
      await writeFile(join(dir, 'told'), String(record.index))
    }
  }

  return {
    add(segment) {
      const first = piece?.segments[0]
      const doesNotFit =
        piece &&
        (segment.discontinuity ||
          segment.init !== first!.init ||
          piece.durationMs + segment.durationMs > MAX_PIECE_MS ||
          (segment.independent && piece.durationMs >= PIECE_MS))
      if (doesNotFit) close()
      piece ??= {
        segments: [],
        durationMs: 0,
        bytes: 0,
        discontinuity: isBroken || segment.discontinuity,
        ordinal: begun++,
      }
      isBroken = false
      piece.segments.push(segment)
      piece.durationMs += segment.durationMs
      piece.bytes += segment.bytes
      if (piece.durationMs >= MAX_PIECE_MS || piece.bytes >= MAX_PIECE_BYTES) close()
    },
    cut() {
      close()
      isBroken = true
    },
    state: () => state,
    settled: () => queue,
  }
}
