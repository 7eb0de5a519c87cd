// The big screen of a room: its own numbers (live), the goods' names (shop), masked buyers (identity), who began to follow
// (content), and how the picture arrives (the engine). All rows are read in one transaction, so that its numbers agree; those who
// watch the same room's screen are told the same answer (with 200,000 viewers it takes a second to count).
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Content } from '#modules/content'
import type { Identity } from '#modules/identity'
import { isOnAir, maskName, type Live } from '#modules/live'
import type { getScreen } from '#modules/live/contract'
import type { Shop } from '#modules/shop'
import type { Deps } from '#platform/context'
import type { LiveEngine, StreamHealth } from '#platform/live-engine'
import { createSharedAnswers, keptByCost } from '#platform/shared-answers'

type Doors = { live: Live; shop: Shop; content: Content; identity: Identity }
type Screen = OutputOf<typeof getScreen>

export function createBigScreen(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { live, shop, content, identity }: Doors,
  engine: LiveEngine | null,
) {
  /** What the engine says is a help, never a reason to show no numbers. */
  const healthOf = async (roomId: string): Promise<StreamHealth | null> =>
    (await engine?.health(roomId).catch(() => null)) ?? null

  const shared = createSharedAnswers<Screen>(keptByCost)

  async function count({ creatorId, roomId }: InputOf<typeof getScreen>): Promise<Screen> {
    const screen = await db.read(async (tx) => {
      const room = await live.roomOf(tx, roomId, creatorId)
      const from = room.started_at ?? clock.now()
      const follows = await content.followsAmong(tx, room.creator_id, await live.viewersOf(tx, roomId), {
        from,
        to: room.ended_at ?? clock.now(),
      })
      const replay = await live.replayOf(tx, room.room_id)
      const numbers = await live.numbersOf(tx, room, replay?.pieces ?? null, follows)
      const ids = [...new Set([...numbers.products, ...numbers.lastOrders].map((p) => p.productId))]
      const cards = new Map((await shop.cards(tx, ids)).map((c) => [c.productId, c]))
      const names = await identity.accountsOf(tx, [...new Set(numbers.lastOrders.map((o) => o.buyerId))])
      return {
        ...numbers,
        products: numbers.products.map((p) => {
          const card = cards.get(p.productId)
          return { ...p, title: card?.title ?? null, imageUrl: card?.imageUrl ?? null }
        }),
        lastOrders: numbers.lastOrders.map(({ buyerId, ...o }) => ({
          ...o,
          name: maskName(names.get(buyerId)?.nickname ?? ''),
        })),
      }
    })
    const health = isOnAir(screen.state) ? await healthOf(roomId) : null
    return {
      ...screen,
      stream: { ...screen.stream, videoKbps: health?.videoKbps ?? null, fps: health?.fps ?? null },
    }
  }

  return {
    /** `asOf` says when it was counted. @throws AppError NOT_FOUND */
    getScreen: (input: InputOf<typeof getScreen>): Promise<Screen> =>
      shared(`${input.creatorId} ${input.roomId}`, () => count(input)),
  }
}
