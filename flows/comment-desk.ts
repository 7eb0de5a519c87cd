// The comments' workbench where it needs several modules: names of people and shops, and whether a shop's goods are really anchored
// under a content, asked anew each time a shop answers: a right ends with the goods it was given for.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Content } from '#modules/content'
import type * as contract from '#modules/content/contract'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import type { Shop } from '#modules/shop'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createNaming } from './comment.ts'

type Doors = { identity: Identity; content: Content; governance: Governance; shop: Shop }
type Row = Awaited<ReturnType<Content['commentsOfCreator']>>['items'][number]

export function createCommentDesk({ db }: Pick<Deps, 'db'>, doors: Doors) {
  const { content, governance, shop } = doors
  const named = createNaming(doors)

  const page = async (
    tx: Tx,
    { items, nextCursor }: { items: Row[]; nextCursor: string | null },
    deletable: boolean,
  ): Promise<OutputOf<typeof contract.listDeskComments>> => {
    const comments = await named(
      tx,
      items.map((r) => ({ ...r, deletable })),
    )
    return {
      nextCursor,
      items: comments.map((c, i) => ({
        ...c,
        held: items[i]!.held,
        contentId: items[i]!.item_id,
        contentTitle: items[i]!.content_title,
      })),
    }
  }

  /** The shops whose goods are anchored. */
  const anchored = async (tx: Tx, productIds: readonly Id<'prd'>[]): Promise<Set<Id<'shp'>>> =>
    new Set((await shop.shopsOf(tx, productIds)).values())

  return {
    /** @throws AppError CURSOR_INVALID */
    listDeskComments: (input: InputOf<typeof contract.listDeskComments>) =>
      db.read(async (tx) => page(tx, await content.commentsOfCreator(tx, input), true)),

    /** @throws AppError CURSOR_INVALID */
    listHostedComments: (input: InputOf<typeof contract.listHostedComments>) =>
      db.read(async (tx) => page(tx, await content.commentsForHost(tx, input), false)),

    /** @throws AppError NOT_FOUND */
    listHosts: ({ creatorId, contentId }: InputOf<typeof contract.listHosts>) =>
      db.read(async (tx): Promise<OutputOf<typeof contract.listHosts>> => {
        const { productIds, granted } = await content.hostsOf(tx, creatorId, contentId)
        const shopIds = [...(await anchored(tx, productIds))]
        const names = await shop.namesOf(tx, shopIds)
        return {
          items: shopIds.flatMap((shopId) => {
            const name = names.get(shopId)
            return name ? [{ shopId, name, granted: granted.includes(shopId) }] : []
          }),
        }
      }),

    /** @throws AppError NOT_FOUND, also for a shop without goods under the content */
    setHost: ({ creatorId, contentId, shopId, granted }: InputOf<typeof contract.setHost>) =>
      db.transaction(async (tx) => {
        const { productIds } = await content.hostsOf(tx, creatorId, contentId)
        if (!granted) await content.revokeHost(tx, contentId, shopId)
        else if ((await anchored(tx, productIds)).has(shopId)) await content.grantHost(tx, contentId, shopId)
        else throw new AppError('NOT_FOUND')
        return { ok: true as const }
      }),

    /** @throws AppError NOT_FOUND · STATE_CONFLICT · POLICY_WORD */
    replyAsShop: async ({ shopId, commentId, text }: InputOf<typeof contract.replyAsShop>) => {
      governance.screenWords([{ pointer: '/text', text }])
      return db.transaction(async (tx) => {
        const row = await content.hostedComment(tx, shopId, commentId)
        if (!(await anchored(tx, row.product_ids)).has(shopId)) throw new AppError('NOT_FOUND')
        await content.answerAsShop(tx, row, shopId, text)
        return { ok: true as const }
      })
    },
  }
}
