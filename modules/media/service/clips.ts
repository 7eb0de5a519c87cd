// A clip as its creator sees it: how far it is, why it failed, and taking it back or trying again. What a content carries of
// it comes from here too, so that nobody's word is taken for a file.
import { access } from 'node:fs/promises'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { WorkQueue, WorkStatus } from '#platform/work-queue'
import {
  CLIP_WORK,
  MAX_CLIP_BYTES,
  MAX_STAGED_UPLOADS,
  type Clip,
  type cancelClip,
  type clipLimits,
  type getClip,
  type listClips,
} from '../contract.ts'
import { CLIP_LIMITS } from '../domain/clip-limits.ts'
import { hashesOf, likeness, type Likeness } from '../domain/fingerprint.ts'
import { nextUploadState, uploadActionsIn, type UploadAction } from '../domain/upload-state.ts'
import * as repository from '../repository.ts'
import type { Upload } from '../repository.ts'
import type { ClipCut, ClipMedia, ScreenText } from '../repository.ts'
import { EXPIRES_MS, type createReceive } from './receive.ts'
import type { Settle } from './settle.ts'

const PAGE = 500

/** What the machine knows of a clip before anybody reviews it. `null`: that check did not run. */
export type ClipFindings = { screenText: ScreenText | null; alike: Alike[] | null }
export type Alike = Likeness & { uploadId: Id<'upl'> }

/** A clip a content wants to carry: what it is, or why it cannot be carried. */
export type ClipOf =
  | { state: 'ready'; uploadId: Id<'upl'>; media: ClipMedia }
  | { state: 'processing'; uploadId: Id<'upl'> }
  | { state: 'unusable' }

type ClipsOptions = {
  queue: WorkQueue
  settle: Settle
  receive: Pick<ReturnType<typeof createReceive>, 'pathOf' | 'discard'>
  canConvert: () => Promise<boolean>
  canRead: () => Promise<boolean>
}

export function createClips(
  { db, clock, ids }: Pick<Deps, 'db' | 'clock' | 'ids'>,
  { queue, settle, receive, canConvert, canRead }: ClipsOptions,
) {
  const present = async (tx: Tx, rows: readonly Upload[]): Promise<Clip[]> => {
    const work = await queue.latest(
      tx,
      CLIP_WORK,
      rows.map((r) => r.upload_id),
    )
    return rows.map((r) => toClip(r, work.get(r.upload_id)))
  }

  const ownOf = async (tx: Tx, { creatorId, uploadId }: InputOf<typeof getClip>, lock = false) => {
    const row = await repository.selectUpload(tx, uploadId, lock)
    if (!row || row.creator_id !== creatorId) throw new AppError('NOT_FOUND')
    return row
  }

  const step = (row: Upload, action: UploadAction): Upload => {
    const state = nextUploadState(row.state, action)
    if (!state) throw new AppError('STATE_CONFLICT', { state: row.state })
    return { ...row, state, reason: null }
  }

  return {
    listClips: ({
      creatorId,
      cursor,
      limit,
    }: InputOf<typeof listClips>): Promise<OutputOf<typeof listClips>> =>
      db.read(async (tx) => {
        const after = cursor === undefined ? null : decodeCursor(cursor, 1)
        if (cursor !== undefined && !after) throw new AppError('CURSOR_INVALID')
        const rows = await repository.selectUploadsOf(tx, creatorId, after?.[0] ?? null, limit + 1)
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: await present(tx, page),
          nextCursor: rows.length > limit && last ? encodeCursor([last.upload_id]) : null,
        }
      }),

    getClip: (input: InputOf<typeof getClip>): Promise<OutputOf<typeof getClip>> =>
      db.read(async (tx) => (await present(tx, [await ownOf(tx, input)]))[0]!),

    async cancelClip(input: InputOf<typeof cancelClip>): Promise<OutputOf<typeof cancelClip>> {
      const clip = await db.transaction(async (tx) => {
        const row = step(await ownOf(tx, input, true), 'cancel')
        await settle(tx, row)
        await queue.cancel(tx, CLIP_WORK, row.upload_id)
        return (await present(tx, [row]))[0]!
      })
      await receive.discard(input.uploadId)
      return clip
    },

    async retryClip(input: InputOf<typeof cancelClip>): Promise<OutputOf<typeof cancelClip>> {
      const isBrought = await access(receive.pathOf(input.uploadId)).then(
        () => true,
        () => false,
      )
      return db.transaction(async (tx) => {
        const row = step(await ownOf(tx, input, true), 'retry')
        if (!isBrought && !row.cut) throw new AppError('STATE_CONFLICT', { state: 'expired' })
        await settle(tx, row)
        await queue.enqueue(tx, CLIP_WORK, row.upload_id)
        return (await present(tx, [row]))[0]!
      })
    },

    /**
     * A clip that is cut from the recordings instead of being brought; its work is in the queue with the caller's transaction.
     * @throws AppError CONVERTER_MISSING · QUOTA
     */
    async cutClip(
      tx: Tx,
      { creatorId, name, bytes, cut }: { creatorId: Id<'crt'>; name: string; bytes: bigint; cut: ClipCut },
      ctx: Ctx,
    ): Promise<Id<'upl'>> {
      if (!(await canConvert())) throw new AppError('CONVERTER_MISSING')
      const ownerId = personOf(ctx)
      await repository.lockOwner(tx, ownerId)
      const { uploads } = await repository.staged(tx, ownerId)
      if (uploads >= MAX_STAGED_UPLOADS)
        throw new AppError('QUOTA', { uploads, maxUploads: MAX_STAGED_UPLOADS })
      const uploadId = ids.next('upl')
      const now = clock.now()
      await repository.insertCut(tx, {
        upload_id: uploadId,
        creator_id: creatorId,
        owner_id: ownerId,
        name,
        bytes,
        cut,
        created_at: now,
        expires_at: new Date(now.getTime() + EXPIRES_MS),
      })
      await queue.enqueue(tx, CLIP_WORK, uploadId)
      return uploadId
    },

    /** How far these are, by id. */
    async clipsByIds(tx: Tx, uploadIds: readonly Id<'upl'>[]): Promise<Map<string, Clip>> {
      const clips = await present(tx, await repository.selectUploads(tx, uploadIds))
      return new Map(clips.map((c) => [c.uploadId, c]))
    },

    async clipLimits(): Promise<OutputOf<typeof clipLimits>> {
      return {
        maxBytes: MAX_CLIP_BYTES,
        maxSeconds: CLIP_LIMITS.durationMs.max / 1000,
        converts: await canConvert(),
        readsScreen: await canRead(),
      }
    },

    /**
     * The clip a creator wants on a content, by upload or by the address it came to have. Another creator's is not there. An
     * upload is kept from becoming ready until the transaction ends, so that nothing waits for what has come already.
     */
    async clipOf(
      tx: Tx,
      creatorId: Id<'crt'>,
      by: { uploadId: Id<'upl'> } | { videoUrl: string },
    ): Promise<ClipOf | null> {
      const row =
        'uploadId' in by
          ? await repository.selectUpload(tx, by.uploadId, true)
          : await repository.selectByVideoUrl(tx, by.videoUrl)
      if (!row || row.creator_id !== creatorId) return null
      if (row.state === 'ready') return { state: 'ready', uploadId: row.upload_id, media: row.media! }
      if (row.state === 'receiving' || row.state === 'processing')
        return { state: 'processing', uploadId: row.upload_id }
      return { state: 'unusable' }
    },

    /** What machines saw in a clip, and which other creators' clips it is like (published or not: that is not known here). */
    async findings(tx: Tx, uploadId: Id<'upl'>): Promise<ClipFindings> {
      const row = await repository.selectUpload(tx, uploadId)
      const own = await repository.selectFingerprint(tx, uploadId)
      if (!row || !own) return { screenText: row?.screen_text ?? null, alike: null }
      const hashes = hashesOf(own.hashes)
      const alike: Alike[] = []
      for (let after = ''; ;) {
        const page = await repository.selectOthersFingerprints(tx, own.creator_id, after, PAGE)
        for (const other of page) {
          const found = likeness(hashes, hashesOf(other.hashes))
          if (found) alike.push({ ...found, uploadId: other.upload_id })
        }
        if (page.length < PAGE) break
        after = page.at(-1)!.upload_id
      }
      return { screenText: row.screen_text, alike: alike.sort((a, b) => b.share - a.share).slice(0, 20) }
    },
  }
}

function toClip(r: Upload, work: WorkStatus | undefined): Clip {
  const inWork = r.state === 'processing' && work !== undefined
  return {
    uploadId: r.upload_id,
    name: r.name,
    bytes: Number(r.bytes),
    state: r.state,
    actions: uploadActionsIn(r.state),
    progress: r.state === 'ready' ? 1 : inWork && work.state === 'running' ? work.progress : 0,
    stage: inWork
      ? work.state === 'running'
        ? ((work.stage ?? 'probing') as Clip['stage'])
        : 'waiting'
      : null,
    attempts: work?.attempts ?? 0,
    reason: r.reason,
    media: r.media,
    createdAt: r.created_at.toISOString(),
    expiresAt: r.expires_at.toISOString(),
  }
}
