// Checks a picture, keeps it, remembers what was measured. The blob is stored first: a row without its file would be a lie, a
// file without a row is only space.
import type { OutputOf } from '#kernel/contract'
import { blobUrl, type Blobs } from '#platform/blobs'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { uploadImage } from '../contract.ts'
import { findByNames, insertBlob, type BlobRow } from '../repository.ts'
import { remakeImage } from './images.ts'

/** What was measured in a file, whoever uploaded it. */
export type Measured = { kind: 'image' | 'video'; width: number; height: number; durationMs: number | null }

export function createUploads({ db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>, blobs: Blobs) {
  const keep = async (
    ctx: Ctx,
    bytes: Uint8Array,
    measured: Pick<BlobRow, 'kind' | 'width' | 'height' | 'duration_ms'>,
  ) => {
    const { name, url } = await blobs.put(bytes, 'image/webp')
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
        ...(await keep(ctx, bytes, { kind: 'image', width, height, duration_ms: null })),
        width,
        height,
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
