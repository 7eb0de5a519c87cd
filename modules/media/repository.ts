// All SQL of media.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { ClipCut, ClipMedia, MediaTables, ScreenText, Take } from './tables.ts'

export type { ClipCut, ClipMedia, ScreenText, Take }

const q = (tx: Tx) => tables<MediaTables>(tx)

export type BlobRow = Selectable<MediaTables['media.blob']>

export async function insertBlob(tx: Tx, row: BlobRow): Promise<void> {
  await q(tx).insertInto('media.blob').values(row).execute()
}

/** One row a name: uploads of the same bytes measure the same. */
export async function findByNames(tx: Tx, names: readonly string[]): Promise<BlobRow[]> {
  if (names.length === 0) return []
  return q(tx)
    .selectFrom('media.blob')
    .selectAll()
    .distinctOn('name')
    .where('name', 'in', names)
    .orderBy('name')
    .execute()
}

export type Upload = Selectable<MediaTables['media.upload']>
export type NewUpload = Pick<
  Upload,
  'upload_id' | 'creator_id' | 'owner_id' | 'name' | 'bytes' | 'created_at' | 'expires_at'
>

/** One account's uploads are counted one after another until the transaction ends. */
export async function lockOwner(tx: Tx, ownerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 43))`.execute(q(tx))
}

/** What one account has lying in the staging area: not finished, in work, or failed and kept for another try. */
export async function staged(tx: Tx, ownerId: string): Promise<{ bytes: number; uploads: number }> {
  const { rows } = await sql<{ bytes: bigint; uploads: number }>`
    select coalesce(sum(bytes), 0)::bigint as bytes, count(*)::int as uploads from media.upload
    where owner_id = ${ownerId} and state in ('receiving', 'processing', 'failed')`.execute(q(tx))
  return { bytes: Number(rows[0]!.bytes), uploads: rows[0]!.uploads }
}

export async function insertUpload(tx: Tx, row: NewUpload): Promise<void> {
  await q(tx)
    .insertInto('media.upload')
    .values({ ...row, state: 'receiving' } as never)
    .execute()
}

/** Nothing is brought for it: it is in work from its first moment. */
export async function insertCut(tx: Tx, { cut, ...row }: NewUpload & { cut: ClipCut }): Promise<void> {
  await q(tx)
    .insertInto('media.upload')
    .values({ ...row, state: 'processing', container: 'mp4', cut: JSON.stringify(cut) } as never)
    .execute()
}

/** `lock`: kept from changing until the transaction ends. */
export const selectUpload = (tx: Tx, uploadId: string, lock = false): Promise<Upload | undefined> =>
  q(tx)
    .selectFrom('media.upload')
    .selectAll()
    .where('upload_id', '=', uploadId as Id<'upl'>)
    .$if(lock, (s) => s.forUpdate())
    .executeTakeFirst()

export async function selectUploads(tx: Tx, uploadIds: readonly string[]): Promise<Upload[]> {
  if (uploadIds.length === 0) return []
  return q(tx)
    .selectFrom('media.upload')
    .selectAll()
    .where('upload_id', 'in', uploadIds as Id<'upl'>[])
    .execute()
}

/** Saves state and what hangs on it, of an upload that the caller holds locked. */
export async function updateUpload(
  tx: Tx,
  row: Pick<Upload, 'upload_id' | 'state' | 'container' | 'reason' | 'media' | 'screen_text'>,
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await q(tx)
    .updateTable('media.upload')
    .set({
      state: row.state,
      container: row.container,
      reason: json(row.reason),
      media: json(row.media),
      screen_text: json(row.screen_text),
    })
    .where('upload_id', '=', row.upload_id)
    .execute()
}

export const selectUploadsOf = (
  tx: Tx,
  creatorId: Id<'crt'>,
  beforeId: string | null,
  limit: number,
): Promise<Upload[]> =>
  q(tx)
    .selectFrom('media.upload')
    .selectAll()
    .where('creator_id', '=', creatorId)
    .$if(beforeId !== null, (s) => s.where('upload_id', '<', beforeId as Id<'upl'>))
    .orderBy('upload_id', 'desc')
    .limit(limit)
    .execute()

/** Those whose time ran out, locked; those that another process holds are left to it. */
export async function selectExpired(tx: Tx, now: Date, limit: number): Promise<Upload[]> {
  return q(tx)
    .selectFrom('media.upload')
    .selectAll()
    .where('state', 'in', ['receiving', 'failed'])
    .where('expires_at', '<', now)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

/** The upload that a clip's address came from. */
export const selectByVideoUrl = (tx: Tx, videoUrl: string): Promise<Upload | undefined> =>
  q(tx)
    .selectFrom('media.upload')
    .selectAll()
    .where(sql<boolean>`media ->> 'videoUrl' = ${videoUrl}`)
    .orderBy('upload_id')
    .limit(1)
    .executeTakeFirst()

export async function upsertFingerprint(
  tx: Tx,
  row: Selectable<MediaTables['media.fingerprint']>,
): Promise<void> {
  await q(tx)
    .insertInto('media.fingerprint')
    .values(row)
    .onConflict((c) => c.column('upload_id').doUpdateSet({ hashes: row.hashes }))
    .execute()
}

export const selectFingerprint = (tx: Tx, uploadId: string) =>
  q(tx)
    .selectFrom('media.fingerprint')
    .selectAll()
    .where('upload_id', '=', uploadId as Id<'upl'>)
    .executeTakeFirst()

/** Fingerprints of other creators' clips, a page at a time. */
export const selectOthersFingerprints = (tx: Tx, creatorId: Id<'crt'>, afterId: string, limit: number) =>
  q(tx)
    .selectFrom('media.fingerprint')
    .selectAll()
    .where('creator_id', '<>', creatorId)
    .where('upload_id', '>', afterId as Id<'upl'>)
    .orderBy('upload_id')
    .limit(limit)
    .execute()
