// Rooms on air as the feed ranks them: what each explains now, what is left of it, how long it goes on, how many are there. Read
// for all rooms at once and kept for two seconds: a slate must not wait for it, and what is two seconds old is still true.
import type { Id } from '#kernel/ids'
import type { RoomGoodsReader } from '#flows/room-goods'
import type { RoomNow } from '#modules/interest'
import type { Live, RoomRow } from '#modules/live'
import type { Shop } from '#modules/shop'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'

const FRESH_MS = 2_000
/** What is older than this says nothing any more: better no rooms than wrong ones. */
const TOO_OLD_MS = 15_000
const MAX_ROOMS = 200

/** What the ranking asks of a room, and whose it is. */
export type RoomOnAir = RoomNow & { roomId: Id<'rom'>; creatorId: Id<'crt'> }
export type RoomsNow = ReadonlyMap<string, RoomOnAir>
const NONE: RoomsNow = new Map()

export function createRoomsNow(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  { live, shop }: { live: Live; shop: Shop },
  goods: RoomGoodsReader,
) {
  let rooms: RoomsNow = NONE
  let readAtMs = -Infinity
  let reading: Promise<void> | null = null

  async function read(tx: Tx): Promise<RoomsNow> {
    const onAir = (await live.roomsOnAir(tx, undefined, MAX_ROOMS)).rooms.filter((r) => r.content_id !== null)
    if (onAir.length === 0) return NONE
    const roomIds = onAir.map((r) => r.room_id)
    const bag = await live.bagsOf(tx, roomIds)
    const sales = await live.openSales(tx, roomIds)
    const left = await goods.leftInRooms(tx, bag, sales)
    const viewers = await live.viewersNow(tx, roomIds)
    const ends = await live.rundownEnds(tx, roomIds)
    const items = Map.groupBy(bag.items, (i) => i.room_id as string)
    const shownIn = ({ room_id: roomId }: RoomRow): Id<'prd'> | null => {
      const own = items.get(roomId) ?? []
      return (own.find((i) => i.explain_state === 'explaining') ?? own[0])?.product_id ?? null
    }
    const skus = await shop.skusOfProducts(tx, [...new Set(onAir.flatMap((r) => shownIn(r) ?? []))])
    return new Map(
      onAir.map((room): [string, RoomOnAir] => {
        const productId = shownIn(room)
        const units = left.get(room.room_id)
        const sale = sales.find((s) => s.room_id === room.room_id && s.product_id === productId)
        const available = skus
          .filter((s) => s.productId === productId)
          .reduce((sum, s) => sum + (units?.get(s.skuId) ?? 0), sale ? (units?.get(sale.sale_id) ?? 0) : 0)
        return [
          room.content_id!,
          {
            roomId: room.room_id,
            creatorId: room.creator_id,
            productId,
            available,
            endsAtMs: ends.get(room.room_id)?.getTime() ?? null,
            viewers: viewers.get(room.room_id) ?? 0,
          },
        ]
      }),
    )
  }

  const refresh = (): Promise<void> =>
    (reading ??= db
      .read(read)
      .then((now) => {
        rooms = now
        readAtMs = performance.now()
      })
      .catch((error: unknown) => log.warn({ error: String(error) }, 'rooms on air were not read'))
      .finally(() => (reading = null)))

  /** By the room's content. Waits only where nothing is known, or nothing of late: for the first who asks after a silence. */
  return async function roomsNow(): Promise<RoomsNow> {
    const ageMs = performance.now() - readAtMs
    if (ageMs > FRESH_MS) void refresh()
    if (ageMs > TOO_OLD_MS) await reading
    return performance.now() - readAtMs < TOO_OLD_MS ? rooms : NONE
  }
}

/** In which room each creator is on air. */
export const roomsByCreator = (rooms: RoomsNow): ReadonlyMap<string, Id<'rom'>> =>
  new Map(rooms.values().map((r) => [r.creatorId, r.roomId]))
export type ReadRoomsNow = ReturnType<typeof createRoomsNow>
