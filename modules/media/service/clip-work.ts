// The work behind an upload: ladder, pictures, fingerprint, words on the screen; then all of it becomes visible in one
// transaction, together with whatever waits for it (`hooks`). Without ffmpeg an MP4 that browsers play is kept as it was brought.
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Blobs } from '#platform/blobs'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Ffmpeg } from '#platform/ffmpeg'
import type { ScreenReader } from '#platform/read-screen'
import type { WorkHandler, WorkTools } from '#platform/work-loop'
import type { Work, WorkReason } from '#platform/work-queue'
import { CLIP_WORK } from '../contract.ts'
import { fingerprint } from '../domain/fingerprint.ts'
import { nextUploadState } from '../domain/upload-state.ts'
import * as repository from '../repository.ts'
import type { Upload } from '../repository.ts'
import type { ClipMedia, ScreenText } from '../repository.ts'
import { inspectClip } from './clip-file.ts'
import { cutTakes } from './cut.ts'
import { makeLadder, type Ladder } from './ladder.ts'
import { forgetWhere } from './forget-where.ts'
import type { Settle } from './settle.ts'

/** Called in the transaction in which a clip becomes ready. */
export type ClipHooks = {
  ready(tx: Tx, clip: ClipMedia & { uploadId: Id<'upl'> }): Promise<void>
}

export type ClipWorkOptions = {
  tools: Ffmpeg | null
  reader: ScreenReader | null
  hooks: ClipHooks
  threads: number
}

type Result = {
  media: ClipMedia
  blobs: Omit<repository.BlobRow, 'blob_id' | 'owner_id' | 'created_at'>[]
  hashes: Buffer | null
  screenText: ScreenText | null
}

type ClipWorkDeps = Pick<Deps, 'db' | 'clock' | 'ids' | 'config' | 'log'> & {
  blobs: Blobs
  pathOf: (uploadId: string) => string
  discard: (uploadId: string) => Promise<void>
  settle: Settle
}

export function createClipWork(deps: ClipWorkDeps, options: ClipWorkOptions): WorkHandler {
  const { db, clock, ids, config, blobs } = deps
  const { tools, reader, hooks, threads } = options
  /** Of one attempt: a worker that comes back from the dead finds its own folder or none, never another's. */
  const folderOf = ({ subjectId, attempt }: Pick<Work, 'subjectId' | 'attempt'>) =>
    join(config.dataDir, 'work', `${subjectId}-${attempt}`)

  const cutFolderOf = (work: Pick<Work, 'subjectId' | 'attempt'>) => `${folderOf(work)}-cut`
  const clear = async (work: Pick<Work, 'subjectId' | 'attempt'>) => {
    await rm(folderOf(work), { recursive: true, force: true })
    await rm(cutFolderOf(work), { recursive: true, force: true })
  }

  const converted = async (
    row: Upload,
    ffmpeg: Ffmpeg,
    work: Work,
    { signal, report }: WorkTools,
  ): Promise<Result> => {
    const source = row.cut
      ? await cutTakes({
          tools: ffmpeg,
          takes: row.cut.takes,
          recordings: join(config.dataDir, 'recordings'),
          folder: cutFolderOf(work),
          signal,
          threads,
        })
      : deps.pathOf(row.upload_id)
    const ladder = await makeLadder({
      tools: ffmpeg,
      source,
      container: row.container ?? 'mp4',
      folder: folderOf(work),
      signal,
      threads,
      report,
    })
    report(0.88, 'reading')
    const screenText = reader ? await readScreen(ladder, reader, signal).catch(swallow(deps, signal)) : null
    report(0.97, 'storing')
    return keep(ladder, screenText)
  }

  const keep = async (
    { probe, renditions, poster, preview, frames }: Ladder,
    screenText: ScreenText | null,
  ): Promise<Result> => {
    const kept: Result['blobs'] = []
    const sources: NonNullable<ClipMedia['sources']> = []
    for (const r of renditions) {
      const { name, url, bytes } = await blobs.take(r.path, 'video/mp4')
      kept.push({
        name,
        bytes,
        kind: 'video',
        width: r.width,
        height: r.height,
        duration_ms: probe.durationMs,
      })
      sources.push({ url, height: r.height, kbps: r.kbps })
    }
    const best = renditions[0]!
    const picture = async (path: string) => {
      const { name, url, bytes } = await blobs.take(path, 'image/webp')
      kept.push({ name, bytes, kind: 'image', width: best.width, height: best.height, duration_ms: null })
      return url
    }
    const posterUrl = await picture(poster)
    const previewUrl = await picture(preview)
    return {
      media: {
        kind: 'video',
        videoUrl: sources[0]!.url,
        posterUrl,
        durationMs: probe.durationMs,
        width: best.width,
        height: best.height,
        captions: null,
        sources,
        previewUrl,
      },
      blobs: kept,
      hashes: fingerprint(frames),
      screenText,
    }
  }

  /** As it was brought, without what says where it was taken. No checks were possible: findings are `null`. */
  const asBrought = async (row: Upload, work: Work): Promise<Result> => {
    if (row.cut) throw new AppError('CONVERTER_MISSING')
    const source = deps.pathOf(row.upload_id)
    const { mp4 } = await inspectClip(source, false)
    if (!mp4) throw new AppError('CONVERTER_MISSING')
    const copy = join(folderOf(work), 'original.mp4')
    await mkdir(folderOf(work), { recursive: true })
    await copyFile(source, copy)
    await forgetWhere(copy)
    const { name, url, bytes } = await blobs.take(copy, 'video/mp4')
    const { width, height, durationMs } = mp4
    return {
      media: { kind: 'video', videoUrl: url, posterUrl: '', durationMs, width, height, captions: null },
      blobs: [{ name, bytes, kind: 'video', width, height, duration_ms: durationMs }],
      hashes: null,
      screenText: null,
    }
  }

  const commit = (uploadId: Id<'upl'>, result: Result) => async (tx: Tx) => {
    const row = await repository.selectUpload(tx, uploadId, true)
    const state = row && nextUploadState(row.state, 'finish')
    if (!state) return
    const media = { ...result.media, uploadId }
    for (const blob of result.blobs)
      await repository.insertBlob(tx, {
        ...blob,
        blob_id: ids.next('blb'),
        owner_id: row.owner_id,
        created_at: clock.now(),
      })
    if (result.hashes)
      await repository.upsertFingerprint(tx, {
        upload_id: uploadId,
        creator_id: row.creator_id,
        hashes: result.hashes,
      })
    await deps.settle(tx, { ...row, state, reason: null, media, screen_text: result.screenText })
    await hooks.ready(tx, media)
  }

  return {
    kind: CLIP_WORK,
    async run(work, workTools) {
      const uploadId = work.subjectId as Id<'upl'>
      const row = await db.read((tx) => repository.selectUpload(tx, uploadId))
      if (row?.state !== 'processing') return async () => {}
      for (let attempt = 1; attempt < work.attempt; attempt++) await clear({ ...work, attempt })
      try {
        const result = tools ? await converted(row, tools, work, workTools) : await asBrought(row, work)
        return commit(uploadId, result)
      } finally {
        await clear(work)
      }
    },
    async done(uploadId) {
      await deps.discard(uploadId)
    },
    async undo(tx: Tx, uploadId: string, reason: WorkReason) {
      const row = await repository.selectUpload(tx, uploadId, true)
      const state = row && nextUploadState(row.state, 'fail')
      if (!state) return
      await deps.settle(tx, { ...row, state, reason })
    },
  }
}

async function readScreen(
  { stills }: Ladder,
  reader: ScreenReader,
  signal: AbortSignal,
): Promise<ScreenText> {
  const texts = await reader.read(
    stills.map((s) => s.path),
    signal,
  )
  return stills.flatMap(({ second }, i) => (texts[i] ? [{ second, text: texts[i] }] : []))
}

/** A reader that broke is a check that did not run, never one that was passed; a cancelled one is cancelled. */
const swallow =
  ({ log }: Pick<Deps, 'log'>, signal: AbortSignal) =>
  (error: unknown): null => {
    if (signal.aborted) throw error
    log.warn({ error: String(error) }, 'words on the screen were not read')
    return null
  }
