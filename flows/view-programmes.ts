// Programmes as viewers meet them: a creator's, those of everybody they follow, and what they were told. Authors are content's.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { ViewRoom } from '#flows/view-room'
import type { Content } from '#modules/content'
import type { Live, PublicProgramme } from '#modules/live'
import type { listAuthorProgrammes, listMyProgrammes, listNotices } from '#modules/live/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Answer = OutputOf<typeof listMyProgrammes>

export function createViewProgrammes(
  { db }: Pick<Deps, 'db'>,
  { live, content }: { live: Live; content: Content },
  { cardsOf }: Pick<ViewRoom, 'cardsOf'>,
) {
  async function answer(
    tx: Tx,
    programmes: readonly PublicProgramme[],
    personId: string | null,
  ): Promise<Answer> {
    const authors = await content.authorCards(
      tx,
      programmes.map((p) => p.creatorId),
      personId,
    )
    return {
      items: programmes.flatMap((p) => {
        const author = authors.get(p.creatorId)
        return author ? { ...p, author } : []
      }),
    }
  }

  return {
    /** @throws AppError NOT_FOUND */
    listAuthorProgrammes: ({ authorId }: InputOf<typeof listAuthorProgrammes>, ctx: Ctx): Promise<Answer> =>
      db.read(async (tx) => {
        const personId = ctx.actor.kind === 'person' ? ctx.actor.accountId : null
        if (!(await content.authorCards(tx, [authorId], null)).has(authorId)) throw new AppError('NOT_FOUND')
        const found = await live.publicProgrammes(tx, {
          creatorIds: [authorId],
          personId,
          withSubscribed: false,
        })
        return answer(tx, found, personId)
      }),

    listMyProgrammes: (_: InputOf<typeof listMyProgrammes>, ctx: Ctx): Promise<Answer> =>
      db.read(async (tx) => {
        const personId = personOf(ctx)
        const creatorIds = await content.followedCreators(tx, personId)
        return answer(
          tx,
          await live.publicProgrammes(tx, { creatorIds, personId, withSubscribed: true }),
          personId,
        )
      }),

    listNotices: (_: InputOf<typeof listNotices>, ctx: Ctx): Promise<OutputOf<typeof listNotices>> =>
      db.read(async (tx) => {
        const personId = personOf(ctx)
        const notices = await live.noticesOf(tx, personId)
        const rooms = [...new Map(notices.map((n) => [n.room_id, n.room])).values()]
        const cards = new Map((await cardsOf(tx, rooms, personId)).map((card) => [card.roomId, card]))
        const items = notices.flatMap((n) => {
          const room = cards.get(n.room_id)
          return room ? { kind: n.kind, at: n.at.toISOString(), seen: n.seen_at !== null, room } : []
        })
        return { items, unseen: items.filter((i) => !i.seen).length }
      }),
  }
}
