// Resumable uploads by the tus protocol (1.0.0): a clip's bytes arrive in pieces, over any number of connections, and survive
// a crash of the server, because how far it is is the length of the file. Files lie under our own ids; the sender's name is
// kept as a word for its list and never becomes a path.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server as TusServer } from '@tus/server'
import { isId } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { scopesOf } from '#kernel/scopes'
import { isCleanText } from '#kernel/text'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { StreamRoute } from '#platform/http/server'
import type { WorkQueue } from '#platform/work-queue'
import type { Settle } from './settle.ts'
import { CLIP_WORK, MAX_CLIP_BYTES, MAX_STAGED_BYTES, MAX_STAGED_UPLOADS, UPLOAD_PATH } from '../contract.ts'
import { nextUploadState } from '../domain/upload-state.ts'
import * as repository from '../repository.ts'
import type { Upload } from '../repository.ts'
import { inspectClip } from './clip-file.ts'
import { createUploadLocks } from './upload-lock.ts'

export const EXPIRES_MS = 24 * 3_600_000
/** How long a piece may go on when the same person begins another of the same upload: the old line is dead, mostly. */
const STOP_MS = 1_000

export type ReceiveOptions = { queue: WorkQueue; settle: Settle; canConvert: () => Promise<boolean> }

export function createReceive(
  { db, clock, ids, config }: Pick<Deps, 'db' | 'clock' | 'ids' | 'config'>,
  { queue, settle, canConvert }: ReceiveOptions,
) {
  const folder = join(config.dataDir, 'uploads')
  const pathOf = (uploadId: string) => join(folder, uploadId)
  const named = new WeakMap<object, string>()
  const refusals = new WeakMap<object, unknown>()
  let tus: TusServer | null = null

  /** Made at the first upload: a process that receives none makes no folder. */
  const protocol = (): TusServer =>
    (tus ??= new TusServer({
      path: UPLOAD_PATH,
      datastore: new FileStore({ directory: folder }),
      maxSize: MAX_CLIP_BYTES,
      relativeLocation: true,
      allowedOrigins: () => false,
      locker: createUploadLocks(),
      lockDrainTimeout: STOP_MS,
      namingFunction: (request) => named.get(request)!,
      onUploadFinish: async (_request, { id }) => {
        await finish(id)
        return {}
      },
      onResponseError: (request, error) => void refusals.set(request, error),
    }))

  /** Looks at the whole file, then hands it to the ladder; what is none of ours is deleted at once. */
  async function finish(uploadId: string): Promise<void> {
    let container: Upload['container'] = null
    let refusal: unknown = null
    try {
      container = (await inspectClip(pathOf(uploadId), await canConvert())).container
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refusal = error
    }
    await db.transaction(async (tx) => {
      const row = await repository.selectUpload(tx, uploadId, true)
      const state = row && nextUploadState(row.state, refusal ? 'refuse' : 'receive')
      if (!state) return
      await settle(tx, { ...row, state, container })
      if (state === 'processing') await queue.enqueue(tx, CLIP_WORK, uploadId)
    })
    if (refusal) {
      await discard(uploadId)
      throw refusal
    }
  }

  /** Deletes what was brought; the row stays and says what became of it. */
  async function discard(uploadId: string): Promise<void> {
    await rm(pathOf(uploadId), { force: true })
    await rm(`${pathOf(uploadId)}.json`, { force: true })
  }

  /** @throws AppError INPUT_INVALID · NOT_FOUND · SCOPE_MISSING · MEDIA_CORRUPT · FILE_TOO_LARGE · QUOTA {used, max} */
  async function announce(request: Request, ctx: Ctx): Promise<Id<'upl'>> {
    const ownerId = personOf(ctx)
    const bytes = lengthOf(request)
    const { creatorId, name } = metadataOf(request.headers.get('upload-metadata') ?? '')
    assertWrites(ctx, creatorId)
    const uploadId = ids.next('upl')
    const now = clock.now()
    await db.transaction(async (tx) => {
      await repository.lockOwner(tx, ownerId)
      const used = await repository.staged(tx, ownerId)
      if (used.bytes + bytes > MAX_STAGED_BYTES || used.uploads >= MAX_STAGED_UPLOADS)
        throw new AppError('QUOTA', {
          used: used.bytes,
          max: MAX_STAGED_BYTES,
          uploads: used.uploads,
          maxUploads: MAX_STAGED_UPLOADS,
        })
      await repository.insertUpload(tx, {
        upload_id: uploadId,
        creator_id: creatorId as Id<'crt'>,
        owner_id: ownerId,
        name,
        bytes: BigInt(bytes),
        created_at: now,
        expires_at: new Date(now.getTime() + EXPIRES_MS),
      })
    })
    return uploadId
  }

  const ownOf = async (uploadId: string, ctx: Ctx): Promise<Upload> => {
    const row = isId('upl', uploadId)
      ? await db.read((tx) => repository.selectUpload(tx, uploadId))
      : undefined
    if (!row || row.owner_id !== personOf(ctx)) throw new AppError('NOT_FOUND')
    return row
  }

  async function speak(request: Request): Promise<Response> {
    const answer = await protocol().handleWeb(request)
    const refusal = refusals.get(request)
    if (refusal !== undefined) throw asRefusal(refusal)
    // What it refuses before it begins, it answers in plain words of its own.
    if (answer.status >= 400) throw asRefusal({ status_code: answer.status, body: await answer.text() })
    return answer
  }

  async function goOn(request: Request, ctx: Ctx, uploadId: string): Promise<Response> {
    const row = await ownOf(uploadId, ctx)
    if (request.method === 'DELETE') {
      await cancelUpload(row)
      return new Response(null, { status: 204, headers: TUS })
    }
    if (row.state === 'processing' || row.state === 'ready') {
      if (request.method === 'PATCH') throw new AppError('STATE_CONFLICT', { state: row.state })
      return new Response(null, {
        status: 200,
        headers: { ...TUS, ...standing(Number(row.bytes), row.bytes) },
      })
    }
    if (row.state !== 'receiving') throw new AppError('NOT_FOUND')
    const { offset } = await protocol()
      .datastore.getUpload(uploadId)
      .catch(() => {
        throw new AppError('NOT_FOUND')
      })
    if (request.method === 'PATCH' && request.headers.get('upload-offset') !== String(offset))
      throw new AppError('OFFSET', { offset })
    if (offset < Number(row.bytes)) return speak(request)
    // All bytes had come when the server died.
    await finish(uploadId)
    return new Response(null, {
      status: request.method === 'HEAD' ? 200 : 204,
      headers: { ...TUS, ...standing(offset, row.bytes) },
    })
  }

  const cancelUpload = async (row: Upload) => {
    const state = nextUploadState(row.state, 'cancel')
    if (!state) throw new AppError('STATE_CONFLICT', { state: row.state })
    await db.transaction(async (tx) => {
      const now = await repository.selectUpload(tx, row.upload_id, true)
      const next = now && nextUploadState(now.state, 'cancel')
      if (!next) throw new AppError('STATE_CONFLICT', { state: now?.state })
      await settle(tx, { ...now, state: next, reason: null })
      await queue.cancel(tx, CLIP_WORK, row.upload_id)
    })
    await discard(row.upload_id)
  }

  const stream: StreamRoute = {
    urls: [UPLOAD_PATH, `${UPLOAD_PATH}/:uploadId`],
    methods: ['POST', 'HEAD', 'PATCH', 'DELETE'],
    access: { kind: 'account' },
    async handle(request, ctx) {
      const { pathname } = new URL(request.url)
      const uploadId = decodeURIComponent(pathname.slice(UPLOAD_PATH.length + 1))
      if (request.headers.get('tus-resumable') !== '1.0.0')
        throw fault('Tus-Resumable', '需要 tus 1.0.0', 'tus 1.0.0 is expected')
      // To take the bytes and leave the sum unread would be a promise not kept.
      if (request.headers.has('upload-checksum'))
        throw fault('Upload-Checksum', '不支持分片校验和', 'sums of pieces are not checked here')
      if (request.method !== 'POST') return goOn(request, ctx, uploadId)
      if (uploadId !== '') throw new AppError('NOT_FOUND')
      named.set(request, await announce(request, ctx))
      return speak(request)
    },
  }

  return {
    stream,
    pathOf,
    discard,
    /** One batch of uploads whose time ran out; their files go, their rows say so. */
    async expireUploads(): Promise<number> {
      const expired = await db.transaction(async (tx: Tx) => {
        const rows = await repository.selectExpired(tx, clock.now(), 50)
        for (const row of rows)
          await settle(tx, { ...row, state: nextUploadState(row.state, 'expire')!, reason: null })
        return rows
      })
      for (const row of expired) await discard(row.upload_id)
      return expired.length
    },
  }
}

const TUS = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' }
const standing = (offset: number, bytes: bigint) => ({
  'upload-offset': String(offset),
  'upload-length': String(bytes),
})

const fault = (field: string, zh: string, en: string) =>
  new AppError('INPUT_INVALID', {}, [{ pointer: `/${field}`, code: 'INPUT_INVALID', detail: { zh, en } }])

/** @throws AppError INPUT_INVALID without a length · MEDIA_CORRUPT for none · FILE_TOO_LARGE */
function lengthOf(request: Request): number {
  const text = request.headers.get('upload-length')
  if (text === null || !/^\d{1,15}$/.test(text))
    throw fault('Upload-Length', '上传前要知道文件大小', 'the length must be known before')
  const bytes = Number(text)
  if (bytes === 0) throw new AppError('MEDIA_CORRUPT', { why: 'empty' })
  if (bytes > MAX_CLIP_BYTES) throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_CLIP_BYTES })
  return bytes
}

const NAME_CHARACTERS = 80

/** `key base64` pairs with commas between. Whatever cannot be read is left out; a name that cannot be shown is none. */
function metadataOf(header: string): { creatorId: string; name: string } {
  const pairs = header
    .slice(0, 4_000)
    .split(',')
    .map((pair) => pair.trim().split(' '))
  const value = (key: string) =>
    Buffer.from(pairs.find((p) => p[0] === key)?.[1] ?? '', 'base64').toString('utf8')
  const name = [...value('filename')].slice(0, NAME_CHARACTERS).join('').trim()
  return { creatorId: value('creatorId'), name: isCleanText(name) ? name : '' }
}

/** The creator's organisation is named in the metadata, so the gate's rule for organisations is applied here. */
function assertWrites(ctx: Ctx, creatorId: string): void {
  if (ctx.actor.kind !== 'person') throw new AppError('UNAUTHENTICATED')
  const membership = ctx.actor.memberships.find((m) => m.orgId === creatorId && m.orgKind === 'creator')
  if (!membership) throw new AppError('NOT_FOUND')
  if (!scopesOf('creator', membership.role).includes('content.write'))
    throw new AppError('SCOPE_MISSING', { scope: 'content.write' })
  if (membership.suspended) throw new AppError('SHOP_SUSPENDED')
}

/** What the protocol's own code refuses, as one of our codes. */
function asRefusal(error: unknown): unknown {
  if (error instanceof AppError) return error
  const status = (error as { status_code?: number }).status_code
  if (status === 404 || status === 410) return new AppError('NOT_FOUND')
  if (status === 409) return new AppError('OFFSET')
  if (status === 413) return new AppError('FILE_TOO_LARGE', { maxBytes: MAX_CLIP_BYTES })
  if (status !== undefined && status < 500)
    return new AppError('INPUT_INVALID', { why: (error as { body?: string }).body?.trim() })
  return error
}
