// Comments with the names of those who wrote them, and a new one after its words were screened.
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Content } from '#modules/content'
import type { listComments, postComment } from '#modules/content/contract'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { identity: Identity; content: Content; governance: Governance }
type Row = Awaited<ReturnType<Content['commentsOf']>>['items'][number]
type Comment = OutputOf<typeof postComment>

/** Shown for an account that is gone. */
const NOBODY = { nickname: '—', avatarUrl: null }

export function createComment({ db }: Pick<Deps, 'db'>, { identity, content, governance }: Doors) {
  const named = async (tx: Tx, rows: readonly Row[]): Promise<Comment[]> => {
    const people = await identity.accountsOf(tx, [...new Set(rows.map((r) => r.account_id))])
    return rows.map((r) => ({
      commentId: r.id,
      ...(people.get(r.account_id) ?? NOBODY),
      text: r.text,
      pinned: r.pinned,
      reply:
        r.reply !== null && r.replied_at !== null ? { text: r.reply, at: r.replied_at.toISOString() } : null,
      at: r.created_at.toISOString(),
      deletable: r.deletable,
    }))
  }

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
