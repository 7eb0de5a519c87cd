// A creator's content goes to review: the goods on it must be in the creator's showcase, its words must be allowed, and the
// content and its review appear together. What is revised after publication goes the same way again.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Localized } from '#kernel/text'
import type { Alliance } from '#modules/alliance'
import { asMeasured, filesOf, type Content, type ContentDraft, type OwnContent } from '#modules/content'
import type { edit, publish, submit, withdraw } from '#modules/content/contract'
import type { Governance, ReviewRequest } from '#modules/governance'
import type { Media } from '#modules/media'
import type { Shop } from '#modules/shop'
import type { Ctx, Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { inBoth } from './words.ts'

type Doors = { content: Content; shop: Shop; alliance: Alliance; governance: Governance; media: Media }
export type CreatorDraft = ContentDraft & { creatorId: Id<'crt'> }

export function createPublishContent(
  { db }: Pick<Deps, 'db'>,
  { content, shop, alliance, governance, media: uploads }: Doors,
) {
  const requirePicked = async (tx: Tx, creatorId: Id<'crt'>, productIds: readonly Id<'prd'>[]) => {
    if (!(await alliance.hasPicked(tx, creatorId, productIds))) throw new AppError('NOT_IN_SHOWCASE')
  }

  /** What was measured at upload stands, whatever the creator's client says. */
  const measure = async (tx: Tx, media: ContentDraft['media']) =>
    asMeasured(media, await uploads.measured(tx, filesOf(media)))

  const openReviews = async (tx: Tx, contents: readonly OwnContent[]): Promise<Id<'rvt'>[]> => {
    for (const c of contents) {
      const tags = c.tags.map((text, i) => ({ pointer: `/tags/${i}`, text }))
      governance.screenWords([...inBoth('/title', c.title), ...inBoth('/caption', c.caption), ...tags])
    }
    const goods = await shop.cards(tx, [...new Set(contents.flatMap((c) => c.productIds))])
    const titles = new Map(goods.map((g) => [g.productId, g.title]))
    return governance.openReviews(
      tx,
      contents.map((c) => reviewRequest(c, titles)),
    )
  }

  /** Puts contents of any creators into review. */
  const publishContents = async (
    tx: Tx,
    drafts: readonly CreatorDraft[],
  ): Promise<{ contents: OwnContent[]; reviewIds: Id<'rvt'>[] }> => {
    for (const d of drafts) await requirePicked(tx, d.creatorId, d.productIds)
    const contents = await content.createContents(tx, drafts, 'reviewing')
    return { contents, reviewIds: await openReviews(tx, contents) }
  }

  return {
    /** For the world generator: published and passed by the system, under every rule but the wait. */
    async publishAllContents(tx: Tx, drafts: readonly CreatorDraft[]): Promise<Id<'cnt'>[]> {
      const { contents, reviewIds } = await publishContents(tx, drafts)
      await governance.passAll(tx, reviewIds)
      for (const c of contents) await content.applyReview(tx, c.contentId, 'passed', null)
      return contents.map((c) => c.contentId)
    },

    /** @throws AppError NOT_IN_SHOWCASE · POLICY_WORD · INPUT_INVALID for a file that cannot be shown */
    publishContent: ({ submit, ...given }: InputOf<typeof publish>): Promise<OutputOf<typeof publish>> =>
      db.transaction(async (tx) => {
        const draft = { ...given, media: await measure(tx, given.media) }
        const { contents } = submit
          ? await publishContents(tx, [draft])
          : { contents: await content.createContents(tx, [draft], 'draft') }
        return contents[0]!
      }),

    /** @throws AppError NOT_FOUND · STALE · STATE_CONFLICT · NOT_IN_SHOWCASE · POLICY_WORD · INPUT_INVALID */
    editContent: (
      { creatorId, contentId, ...given }: InputOf<typeof edit>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof edit>> =>
      db.transaction(async (tx) => {
        const changes = given.media ? { ...given, media: await measure(tx, given.media) } : given
        const revised = await content.reviseContent(tx, creatorId, contentId, changes, ctx.ifMatch)
        if (changes.productIds) await requirePicked(tx, creatorId, changes.productIds)
        if (revised.state === 'reviewing') await openReviews(tx, [revised])
        return revised
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT · NOT_IN_SHOWCASE · POLICY_WORD */
    submitContent: ({ creatorId, contentId }: InputOf<typeof submit>): Promise<OutputOf<typeof submit>> =>
      db.transaction(async (tx) => {
        const submitted = await content.submitContent(tx, creatorId, contentId)
        await requirePicked(tx, creatorId, submitted.productIds)
        await openReviews(tx, [submitted])
        return submitted
      }),

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

/** What the reviewer sees: every word, every picture, every product. */
function reviewRequest(c: OwnContent, titles: ReadonlyMap<string, Localized>): ReviewRequest {
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
          value: titles.get(id) ?? { zh: id, en: id },
        })),
        ...c.tags.map((tag) => ({ label: { zh: '标签', en: 'Tag' }, value: { zh: tag, en: tag } })),
      ],
    },
  }
}
