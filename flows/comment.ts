// Comments with the names of those who wrote them, and a new one after its words were screened.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Localized } from '#kernel/text'
import type { Content } from '#modules/content'
import type { listComments, postComment } from '#modules/content/contract'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import type { Shop } from '#modules/shop'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { identity: Identity; content: Content; governance: Governance; shop: Shop }
type Row = Awaited<ReturnType<Content['commentsOf']>>['items'][number]
type Comment = OutputOf<typeof postComment>

/** Shown for an account that is gone. */
const NOBODY = { nickname: '—', avatarUrl: null }

/** Comments with the names of their writers, and of the shops that answered. */
export const createNaming =
  ({ identity, shop }: Pick<Doors, 'identity' | 'shop'>) =>
  async (tx: Tx, rows: readonly Row[]): Promise<Comment[]> => {
    const people = await identity.accountsOf(tx, [...new Set(rows.map((r) => r.account_id))])
    const shops = await shop.namesOf(tx, [...new Set(rows.flatMap((r) => r.reply_by_shop ?? []))])
    return rows.map((r) => ({
      commentId: r.id,
      ...(people.get(r.account_id) ?? NOBODY),
      text: r.text,
      pinned: r.pinned,
      reply: replyOf(r, shops),
      at: r.created_at.toISOString(),
      deletable: r.deletable,
      ...(r.held ? { held: true } : {}),
    }))
  }

function replyOf(r: Row, shops: ReadonlyMap<string, Localized>): Comment['reply'] {
  if (r.reply === null || r.replied_at === null) return null
  const shopName = r.reply_by_shop === null ? undefined : shops.get(r.reply_by_shop)
  return {
    text: r.reply,
    at: r.replied_at.toISOString(),
    ...(r.reply_by_shop === null ? {} : { shopId: r.reply_by_shop }),
    ...(shopName ? { shopName } : {}),
  }
}

export function createComment({ db }: Pick<Deps, 'db'>, { identity, content, governance, shop }: Doors) {
  const named = createNaming({ identity, shop })

  return {
    /** @throws AppError NOT_FOUND · CURSOR_INVALID */
    listComments: (input: InputOf<typeof listComments>, ctx: Ctx): Promise<OutputOf<typeof listComments>> =>
      db.read(async (tx) => {
        const page = await content.commentsOf(tx, input, ctx)
        return { items: await named(tx, page.items), nextCursor: page.nextCursor }
      }),

    /** @throws AppError POLICY_WORD · NOT_FOUND */
    postComment: async ({ contentId, text }: InputOf<typeof postComment>, ctx: Ctx): Promise<Comment> => {
      governance.screenWords([{ pointer: '/text', text }])
      return db.transaction(async (tx) => {
        const row = await content.addComment(tx, contentId, personOf(ctx), text)
        const [comment] = await named(tx, [{ ...row, deletable: true }])
        return comment!
      })
    },
  }
}
