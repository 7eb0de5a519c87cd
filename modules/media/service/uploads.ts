// Checks a file, keeps it, remembers what was measured. The blob is stored first: a row without its file would be a lie, a
// file without a row is only space.
import type { OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { blobUrl, type Blobs } from '#platform/blobs'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { MAX_VIDEO_BYTES, type uploadImage, type uploadVideo } from '../contract.ts'
import { readMp4, type Mp4 } from '../domain/mp4.ts'
import { findByNames, insertBlob, type BlobRow } from '../repository.ts'
import { remakeImage } from './images.ts'

const LIMITS = { durationMs: 180_000, longerSide: 4096, tracks: 8 } as const

/** What was measured in a file, whoever uploaded it. */
export type Measured = { kind: 'image' | 'video'; width: number; height: number; durationMs: number | null }

export function createUploads({ db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>, blobs: Blobs) {
  const keep = async (
    ctx: Ctx,
    bytes: Uint8Array,
    type: 'image/webp' | 'video/mp4',
    measured: Pick<BlobRow, 'kind' | 'width' | 'height' | 'duration_ms'>,
  ) => {
    const { name, url } = await blobs.put(bytes, type)
    const blobId = ids.next('blb')
    await db.transaction((tx) =>
      insertBlob(tx, {
        blob_id: blobId,
        name,
        bytes: bytes.length,
        owner_id: personOf(ctx),
        created_at: clock.now(),
        ...measured,
      }),
    )
    return { blobId, url }
  }

  return {
    async uploadImage(_: unknown, ctx: Ctx): Promise<OutputOf<typeof uploadImage>> {
      const { bytes, width, height } = await remakeImage(bodyOf(ctx))
      return {
        ...(await keep(ctx, bytes, 'image/webp', { kind: 'image', width, height, duration_ms: null })),
        width,
        height,
      }
    },

    async uploadVideo(_: unknown, ctx: Ctx): Promise<OutputOf<typeof uploadVideo>> {
      const bytes = bodyOf(ctx)
      const { width, height, durationMs } = checkVideo(bytes)
      return {
        ...(await keep(ctx, bytes, 'video/mp4', { kind: 'video', width, height, duration_ms: durationMs })),
        width,
        height,
        durationMs,
      }
    },

    /** By url, for those that were uploaded here: what a publisher says about a file is checked against this. */
    async measured(tx: Tx, urls: readonly string[]): Promise<Map<string, Measured>> {
      const names = urls.map((url) => url.slice(url.lastIndexOf('/') + 1))
      const rows = await findByNames(tx, names)
      return new Map(
        rows.map((r) => [
          blobUrl(r.name),
          { kind: r.kind, width: r.width, height: r.height, durationMs: r.duration_ms },
        ]),
      )
    },
  }
}

const bodyOf = (ctx: Ctx): Uint8Array => ctx.raw?.body ?? new Uint8Array()

/** @throws AppError FILE_TOO_LARGE · MEDIA_TYPE · MEDIA_CORRUPT {why} · MEDIA_LIMIT {limit, max, given} */
function checkVideo(bytes: Uint8Array): Mp4 {
  if (bytes.length > MAX_VIDEO_BYTES) throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_VIDEO_BYTES })
  if (bytes.length === 0) throw new AppError('MEDIA_CORRUPT')
  const clip = readMp4(bytes)
  if ('refused' in clip)
    throw new AppError(clip.refused === 'corrupt' ? 'MEDIA_CORRUPT' : 'MEDIA_TYPE', { why: clip.why })
  const given = {
    durationMs: clip.durationMs,
    longerSide: Math.max(clip.width, clip.height),
    tracks: clip.tracks,
  }
  for (const limit of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    if (given[limit] > LIMITS[limit])
      throw new AppError('MEDIA_LIMIT', { limit, max: LIMITS[limit], given: given[limit] })
  }
  return clip
}
