// Lucky bags: the words are screened, and who joins has done what it asks. 'watch' asks nothing more than being here, 'follow' is
// checked against the follows; 'comment' is checked by whoever knows the chat, when there is one.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { FillBag } from '#flows/fill-bag'
import { inBoth } from '#flows/words'
import type { Content } from '#modules/content'
import type { Governance } from '#modules/governance'
import type { Identity } from '#modules/identity'
import { isOnAir, type Live } from '#modules/live'
import type { joinLuckyBag, openLuckyBag } from '#modules/live/contract'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'

type Doors = { live: Live; content: Content; governance: Governance; identity: Identity }
/** Whether this person has said something in this room. */
export type HasChatted = (tx: Tx, roomId: Id<'rom'>, accountId: Id<'usr'>) => Promise<boolean>

export function createJoinLuckyBag(
  { db }: Pick<Deps, 'db'>,
  { live, content, governance, identity }: Doors,
  { inRoom }: Pick<FillBag, 'inRoom'>,
  hasChatted: HasChatted | null = null,
) {
  return {
    /** @throws AppError DUPLICATE while one is open · POLICY_WORD · STATE_CONFLICT for a task nobody here can check */
    openLuckyBag: async (input: InputOf<typeof openLuckyBag>, ctx: Ctx) => {
      governance.screenWords(inBoth('/title', input.title))
      return inRoom(input, ctx, async (tx, room) => {
        if (!isOnAir(room.state)) throw new AppError('STATE_CONFLICT', { state: room.state })
        if (input.task === 'comment' && !hasChatted)
          throw new AppError('STATE_CONFLICT', { task: input.task })
        await live.openLuckyBag(tx, room, input, personOf(ctx))
      })
    },

    /** @throws AppError NOT_FOUND · STATE_CONFLICT {state} · TASK_UNDONE {task} */
    joinLuckyBag: (
      { roomId, luckyBagId }: InputOf<typeof joinLuckyBag>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof joinLuckyBag>> =>
      db.transaction(async (tx) => {
        const accountId = personOf(ctx)
        const room = await live.roomOf(tx, roomId)
        const bag = await live.openLuckyBagOf(tx, roomId, luckyBagId)
        if (bag.task === 'follow') {
          const author = (await content.authorCards(tx, [room.creator_id], accountId)).get(room.creator_id)
          if (!author?.followedByViewer) throw new AppError('TASK_UNDONE', { task: bag.task })
        }
        if (bag.task === 'comment' && !(await hasChatted?.(tx, roomId, accountId)))
          throw new AppError('TASK_UNDONE', { task: bag.task })
        const nickname = (await identity.accountsOf(tx, [accountId])).get(accountId)?.nickname
        return { joined: await live.joinLuckyBag(tx, bag, accountId, masked(nickname ?? '')) }
      }),
  }
}

const masked = (name: string): string => `${[...name.trim()][0] ?? '*'}**`
