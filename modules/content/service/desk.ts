// The life of a content at the creator's desk: make, revise, submit, withdraw, and the reviewer's verdict. Each change locks
// the row, asks the state table, saves, and publishes a full snapshot in the same transaction.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { contentDraft, type ContentDraft, type OwnContent } from '../contract.ts'
import { nextState, type ContentAction } from '../domain/content-state.ts'
import { insertItems, selectItem, updateItem, type Item, type NewItem } from '../repository/items.ts'
import { createAnnounce } from './announce.ts'
import { toOwnContent } from './present.ts'

export type Verdict = 'passed' | 'rejected'

export function createDesk(deps: Deps) {
  const announce = createAnnounce(deps)

  const save = async (tx: Tx, item: Item): Promise<OwnContent> => {
    await updateItem(tx, item)
    await announce(tx, [item])
    return toOwnContent(item)
  }

  const lock = async (tx: Tx, creatorId: string, contentId: string): Promise<Item> => {
    const item = await selectItem(tx, contentId, { creatorId, lock: true })
    if (!item || item.media.kind === 'live') throw new AppError('NOT_FOUND') // a room is run from its own desk
    return item
  }

  const stateAfter = (item: Item, action: ContentAction) => {
    const state = nextState(item.state, action)
    if (!state) throw new AppError('STATE_CONFLICT', { state: item.state })
    return state
  }

  return {
    /**
     * Adds contents, all or none, through the same check as the desk's form. `reviewing` expects the caller to open a review
     * of each in the same transaction. @throws ZodError for a draft that the form would have refused.
     */
    async createContents(
      tx: Tx,
      drafts: readonly (ContentDraft & { creatorId: Id<'crt'> })[],
      state: 'draft' | 'reviewing',
    ): Promise<OwnContent[]> {
      if (drafts.length === 0) return []
      const items = drafts.map(({ creatorId, ...given }): NewItem => {
        const d = contentDraft.parse(given)
        return {
          id: deps.ids.next('cnt'),
          creator_id: creatorId,
          state,
          title: d.title,
          caption: d.caption,
          media: d.media,
          product_ids: d.productIds,
          tags: d.tags,
          category_id: d.categoryId,
          created_at: deps.clock.now(),
        }
      })
      await insertItems(tx, items)
      const saved = items.map((i): Item => ({
        ...i,
        rejected_rule_id: null,
        version: 1,
        published_at: null,
        views: 0n,
        likes: 0n,
        comments: 0n,
        shares: 0n,
      }))
      await announce(tx, saved)
      return saved.map(toOwnContent)
    },

    /** Saves the given fields if `version` is still the one that was read; what is published goes to `reviewing`. */
    async reviseContent(
      tx: Tx,
      creatorId: Id<'crt'>,
      contentId: Id<'cnt'>,
      changes: Partial<ContentDraft>,
      version: string | null,
    ): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      if (version !== String(item.version))
        throw new AppError('STALE', { version: item.version, current: toOwnContent(item) })
      const state = stateAfter(item, 'revise')
      return save(tx, {
        ...item,
        state,
        version: item.version + 1,
        title: changes.title ?? item.title,
        caption: changes.caption ?? item.caption,
        media: changes.media ?? item.media,
        product_ids: changes.productIds ?? item.product_ids,
        tags: changes.tags ?? item.tags,
        category_id: changes.categoryId === undefined ? item.category_id : changes.categoryId,
      })
    },

    /** To `reviewing`; the caller opens the review in the same transaction. */
    async submitContent(tx: Tx, creatorId: Id<'crt'>, contentId: Id<'cnt'>): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      return save(tx, { ...item, state: stateAfter(item, 'submit'), rejected_rule_id: null })
    },

    /** To `withdrawn`; the caller closes the review that may be open in the same transaction. */
    async withdraw(tx: Tx, creatorId: Id<'crt'>, contentId: Id<'cnt'>): Promise<OwnContent> {
      const item = await lock(tx, creatorId, contentId)
      return save(tx, { ...item, state: stateAfter(item, 'withdraw') })
    },

    /**
     * The reviewer's word. A verdict that the state table has no row for is old news (withdrawn meanwhile, or told twice) and
     * changes nothing. `publishedAt` stays that of the first publication.
     */
    async applyReview(tx: Tx, contentId: Id<'cnt'>, verdict: Verdict, ruleId: string | null): Promise<void> {
      const item = await selectItem(tx, contentId, { lock: true })
      const state = item && nextState(item.state, verdict === 'passed' ? 'pass' : 'reject')
      if (!state) return
      await save(tx, {
        ...item,
        state,
        rejected_rule_id: state === 'rejected' ? ruleId : null,
        published_at: state === 'published' ? (item.published_at ?? deps.clock.now()) : item.published_at,
      })
    },
  }
}
