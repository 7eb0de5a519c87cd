// A creator's content goes to review: the goods on it must be in the creator's showcase, its words must be allowed, and the
// content and its review appear together. What is revised after publication goes the same way again.
import { DAY_MS } from '#kernel/clock'
import type { ContentMedia } from '#kernel/content-card'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { ProductCard } from '#kernel/product-card'
import type { Alliance } from '#modules/alliance'
import {
  asMeasured,
  filesOf,
  isWaiting,
  waitingFor,
  type Content,
  type ContentDraft,
  type OwnContent,
} from '#modules/content'
import type { edit, publish, submit, withdraw } from '#modules/content/contract'
import type { Governance, ReviewRequest } from '#modules/governance'
import type { Media } from '#modules/media'
import type { Shop } from '#modules/shop'
import { blobUrl } from '#platform/blobs'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { AnnounceRoom } from './announce-room.ts'
import { createCheckContent, findingsOf, wordsOf } from './check-content.ts'

type Doors = { content: Content; shop: Shop; alliance: Alliance; governance: Governance; media: Media }
type ReadyClip = Parameters<Content['clipReady']>[1]
export type CreatorDraft = ContentDraft & { creatorId: Id<'crt'> }

export function createPublishContent(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { content, shop, alliance, governance, media: uploads }: Doors,
  rooms: Pick<AnnounceRoom, 'holdRoom'> | null = null,
) {
  const check = createCheckContent({ content, governance, media: uploads })

  const requirePicked = async (tx: Tx, creatorId: Id<'crt'>, productIds: readonly Id<'prd'>[]) => {
    if (!(await alliance.hasPicked(tx, creatorId, productIds))) throw new AppError('NOT_IN_SHOWCASE')
  }

  /** What was measured at upload stands, whatever the creator's client says; a clip is known by its upload. */
  const resolve = async (
    tx: Tx,
    creatorId: Id<'crt'>,
    given: ContentDraft['media'],
  ): Promise<ContentMedia> => {
    if (given.kind === 'images' || (given.kind === 'video' && !given.videoUrl.startsWith(blobUrl(''))))
      return asMeasured(given, await uploads.measured(tx, filesOf(given)))
    const by = given.kind === 'clip' ? { uploadId: given.uploadId } : { videoUrl: given.videoUrl }
    const found = await uploads.clipOf(tx, creatorId, by)
    if (!found) throw noSuchClip()
    if (found.state === 'unusable') throw new AppError('CLIP_NOT_READY')
    const posterUrl = given.posterUrl ?? ''
    if (posterUrl !== '') await requirePicture(tx, posterUrl)
    if (found.state === 'processing') return waitingFor(found.uploadId, posterUrl)
    return { ...found.media, posterUrl: posterUrl || found.media.posterUrl }
  }

  const requirePicture = async (tx: Tx, url: string) => {
    const file = (await uploads.measured(tx, [url])).get(url)
    if (file?.kind !== 'image')
      throw new AppError('INPUT_INVALID', {}, [
        {
          pointer: '/media/posterUrl',
          code: 'INPUT_INVALID',
          detail: { zh: '封面要先上传', en: 'upload the cover first' },
        },
      ])
  }

  const goodsOf = async (tx: Tx, contents: readonly OwnContent[]) => {
    const goods = await shop.cards(tx, [...new Set(contents.flatMap((c) => c.productIds))])
    return new Map(goods.map((g) => [g.productId, g]))
  }

  const openReviews = async (tx: Tx, contents: readonly OwnContent[]): Promise<Id<'rvt'>[]> => {
    for (const c of contents) governance.screenWords(wordsOf(c))
    const goods = await goodsOf(tx, contents)
    return governance.openReviews(
      tx,
      contents.map((c) => reviewRequest(c, goods)),
    )
  }

  /**
   * Before a reviewer, with what machines found; or turned down by them at once, with rule and evidence. Words are screened even
   * while the clip is in work: a forbidden one is said now, not in a minute.
   */
  const handIn = async (tx: Tx, own: OwnContent): Promise<OwnContent> => {
    governance.screenWords(wordsOf(own))
    if (own.state === 'processing') {
      await governance.withdrawReview(tx, 'content', own.contentId)
      return own
    }
    if (own.media.kind === 'video' && own.media.posterUrl === '')
      throw new AppError('CLIP_NOT_READY', { lacks: 'poster' })
    const goods = await goodsOf(tx, [own])
    const { checks, rejected } = await check(tx, own, [...goods.values()])
    const reviewId = await governance.openReview(tx, reviewRequest({ ...own, checks }, goods))
    await content.noteChecks(tx, own.contentId, checks)
    if (!rejected) return { ...own, checks }
    await governance.rejectByMachine(tx, reviewId, rejected.ruleId, rejected.note)
    await content.applyReview(tx, own.contentId, 'rejected', rejected.ruleId)
    return (await content.contentOf(tx, own.contentId))!
  }

  const publishTime = (text: string | null | undefined): Date | null | undefined => {
    if (text === undefined || text === null) return text
    const at = new Date(text)
    if (at.getTime() > clock.now().getTime() + MAX_AHEAD_MS)
      throw new AppError('DATE_INVALID', {}, [
        { pointer: '/publishAt', code: 'DATE_INVALID', detail: TOO_FAR },
      ])
    return at
  }

  return {
    /** For the world generator: published and passed by the system, under every rule but the wait and the machines. */
    async publishAllContents(tx: Tx, drafts: readonly CreatorDraft[]): Promise<Id<'cnt'>[]> {
      for (const d of drafts) await requirePicked(tx, d.creatorId, d.productIds)
      const contents = await content.createContents(tx, drafts, 'reviewing')
      const reviewIds = await openReviews(tx, contents)
      await governance.passAll(tx, reviewIds)
      for (const c of contents) await content.applyReview(tx, c.contentId, 'passed', null)
      return contents.map((c) => c.contentId)
    },

    /** @throws AppError NOT_IN_SHOWCASE · POLICY_WORD · CLIP_NOT_READY · DATE_INVALID · INPUT_INVALID for a file that cannot be shown */
    publishContent: (
      { submit, publishAt, announcesRoomId, ...given }: InputOf<typeof publish>,
      ctx: Ctx | null = null,
    ): Promise<OutputOf<typeof publish>> =>
      db.transaction(async (tx) => {
        if (announcesRoomId && !(rooms && ctx)) throw new AppError('NOT_FOUND')
        const announced = announcesRoomId
          ? await rooms!.holdRoom(tx, given.creatorId, announcesRoomId, ctx!)
          : null
        const resolved = await resolve(tx, given.creatorId, given.media)
        const draft = {
          ...given,
          resolved,
          publishAt: publishTime(publishAt) ?? null,
          announcesRoomId: announced,
        }
        if (submit) await requirePicked(tx, given.creatorId, given.productIds)
        const [own] = await content.createContents(tx, [draft], submit ? 'reviewing' : 'draft')
        return submit ? handIn(tx, own!) : own!
      }),

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT · NOT_IN_SHOWCASE · POLICY_WORD · CLIP_NOT_READY · INPUT_INVALID */
    editContent: (
      { creatorId, contentId, publishAt, media, asDraft, ...given }: InputOf<typeof edit>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof edit>> =>
      db.transaction(async (tx) => {
        const at = publishTime(publishAt)
        const changes = {
          ...given,
          ...(media ? { media: await resolve(tx, creatorId, media) } : {}),
          ...(at === undefined ? {} : { publishAt: at }),
        }
        const revised = await content.reviseContent(tx, creatorId, contentId, changes, ctx.ifMatch)
        if (asDraft && revised.state !== 'draft')
          throw new AppError('STATE_CONFLICT', { state: revised.state })
        if (changes.productIds) await requirePicked(tx, creatorId, changes.productIds)
        return revised.state === 'reviewing' || revised.state === 'processing' ? handIn(tx, revised) : revised
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT · NOT_IN_SHOWCASE · POLICY_WORD · CLIP_NOT_READY */
    submitContent: ({ creatorId, contentId }: InputOf<typeof submit>): Promise<OutputOf<typeof submit>> =>
      db.transaction(async (tx) => {
        const before = await content.contentOf(tx, contentId)
        const uploadId =
          before && isWaiting(before.media) && before.media.kind === 'video' && before.media.uploadId
        if (uploadId && (await uploads.clipOf(tx, creatorId, { uploadId }))?.state === 'unusable')
          throw new AppError('CLIP_NOT_READY')
        const submitted = await content.submitContent(tx, creatorId, contentId)
        await requirePicked(tx, creatorId, submitted.productIds)
        return handIn(tx, submitted)
      }),

    /** A clip became ready: what waited for it goes on to review. In the transaction that makes it ready. */
    async clipReady(tx: Tx, clip: ReadyClip): Promise<void> {
      for (const own of await content.clipReady(tx, clip)) await handIn(tx, own)
    },

    /** Out of sight, and out of the reviewer's queue, at once. @throws AppError NOT_FOUND · STATE_CONFLICT */
    withdrawContent: ({
      creatorId,
      contentId,
    }: InputOf<typeof withdraw>): Promise<OutputOf<typeof withdraw>> =>
      db.transaction(async (tx) => {
        const withdrawn = await content.withdraw(tx, creatorId, contentId)
        await governance.withdrawReview(tx, 'content', contentId)
        return withdrawn
      }),
  }
}

const MAX_AHEAD_MS = 30 * DAY_MS
const TOO_FAR = { zh: '最多提前 30 天', en: 'at most 30 days ahead' }

const noSuchClip = () =>
  new AppError('INPUT_INVALID', {}, [
    {
      pointer: '/media/videoUrl',
      code: 'INPUT_INVALID',
      detail: { zh: '没有这个上传的文件', en: 'there is no such upload' },
    },
  ])

/** What the reviewer sees: every word, every picture, every product. */
function reviewRequest(c: OwnContent, goods: ReadonlyMap<string, ProductCard>): ReviewRequest {
  const { media } = c
  return {
    kind: 'content',
    objectId: c.contentId,
    orgId: c.creatorId,
    title: c.title,
    snapshot: {
      description: c.caption,
      images: media.kind === 'images' ? media.images.map((i) => i.url) : [media.posterUrl],
      videoUrl: media.kind === 'video' ? media.videoUrl : null,
      facts: [
        ...c.productIds.map((id) => ({
          label: { zh: '商品', en: 'Product' },
          value: goods.get(id)?.title ?? { zh: id, en: id },
        })),
        ...c.tags.map((tag) => ({ label: { zh: '标签', en: 'Tag' }, value: { zh: tag, en: tag } })),
      ],
      ...(c.checks.length > 0 ? { findings: findingsOf(c.checks) } : {}),
    },
  }
}
