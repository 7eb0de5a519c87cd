// Lucky bags (福袋): opened for a while, joined once a person, drawn once at their time. What is won is what the title says; it is
// handed over by the host, for the platform holds no prizes.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { LuckyBag } from '#kernel/room-event'
import type { Localized } from '#kernel/text'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { sqlState, type Tx } from '#platform/database'
import type { getLuckyBag, listLuckyBags } from '../contract.ts'
import { drawWinners } from '../domain/draw.ts'
import { nextLuckyBagState } from '../domain/lucky-bag-state.ts'
import * as repository from '../repository/offers.ts'
import type { LuckyBagRow, RoomRow } from '../repository/rows.ts'
import type { Log, Teller } from './log.ts'
import type { Rooms } from './rooms.ts'
import { toLuckyBag } from './views.ts'

export function createLuckyBags(
  { db, clock, ids, random }: Pick<Deps, 'db' | 'clock' | 'ids' | 'random'>,
  { appendEvent }: Log,
  { roomOf }: Pick<Rooms, 'roomOf'>,
) {
  return {
    /** In a locked room. @throws AppError DUPLICATE while one is open */
    async openLuckyBag(
      tx: Tx,
      room: RoomRow,
      b: { title: Localized; winners: number; task: LuckyBagRow['task']; seconds: number },
      by: Teller,
    ): Promise<void> {
      const now = clock.now()
      const bag: LuckyBagRow = {
        lucky_bag_id: ids.next('lck'),
        room_id: room.room_id,
        title: b.title,
        winners: b.winners,
        task: b.task,
        draws_at: new Date(now.getTime() + b.seconds * 1000),
        state: 'open',
        created_at: now,
      }
      await repository.insertLuckyBag(tx, bag).catch((error: unknown) => {
        if (sqlState(error) === '23505') throw new AppError('DUPLICATE')
        throw error
      })
      await appendEvent(tx, room.room_id, { kind: 'luckyBag', luckyBag: toLuckyBag(bag, 0), winners: [] }, by)
    },

    async luckyBagOf(
      tx: Tx,
      roomId: Id<'rom'>,
      personId: Id<'usr'> | null,
    ): Promise<(LuckyBag & { joinedByViewer: boolean }) | null> {
      const [bag] = await repository.findOpenLuckyBags(tx, [roomId])
      if (!bag) return null
      const joined = (await repository.countEntries(tx, [bag.lucky_bag_id])).get(bag.lucky_bag_id) ?? 0
      const joinedByViewer = personId !== null && (await repository.hasEntry(tx, bag.lucky_bag_id, personId))
      return { ...toLuckyBag(bag, joined), joinedByViewer }
    },

    /** Of this room, and not drawn yet; nobody draws it before the transaction ends. @throws AppError NOT_FOUND · STATE_CONFLICT {state} */
    async openLuckyBagOf(tx: Tx, roomId: string, luckyBagId: string): Promise<LuckyBagRow> {
      const bag = await repository.findLuckyBag(tx, luckyBagId)
      if (!bag || bag.room_id !== roomId) throw new AppError('NOT_FOUND')
      if (bag.state !== 'open' || bag.draws_at <= clock.now())
        throw new AppError('STATE_CONFLICT', { state: bag.state === 'open' ? 'drawn' : bag.state })
      return bag
    },

    /** Again is the same as once. Returns how many have joined. */
    async joinLuckyBag(tx: Tx, bag: LuckyBagRow, personId: Id<'usr'>, name: string): Promise<number> {
      await repository.insertEntry(tx, { luckyBagId: bag.lucky_bag_id, personId, name, at: clock.now() })
      return (await repository.countEntries(tx, [bag.lucky_bag_id])).get(bag.lucky_bag_id) ?? 0
    },

    listLuckyBags: ({ creatorId, roomId }: InputOf<typeof listLuckyBags>) =>
      db.read(async (tx): Promise<OutputOf<typeof listLuckyBags>> => {
        const room = await roomOf(tx, roomId, creatorId)
        const bags = await repository.findLuckyBags(tx, room.room_id)
        const ids = bags.map((b) => b.lucky_bag_id)
        const joined = await repository.countEntries(tx, ids)
        const won = await repository.findWinners(tx, ids)
        return {
          items: bags.map((b) => ({
            ...toLuckyBag(b, joined.get(b.lucky_bag_id) ?? 0),
            state: b.state,
            won: won
              .filter((w) => w.lucky_bag_id === b.lucky_bag_id)
              .map((w) => ({ accountId: w.person_id, name: w.name })),
          })),
        }
      }),

    getLuckyBag: ({ roomId, luckyBagId }: InputOf<typeof getLuckyBag>, ctx: Ctx) =>
      db.read(async (tx): Promise<OutputOf<typeof getLuckyBag>> => {
        const bag = (await repository.findLuckyBags(tx, roomId)).find((b) => b.lucky_bag_id === luckyBagId)
        if (!bag) throw new AppError('NOT_FOUND')
        const personId = personOf(ctx)
        const joined = (await repository.countEntries(tx, [bag.lucky_bag_id])).get(bag.lucky_bag_id) ?? 0
        const won = await repository.findWinners(tx, [bag.lucky_bag_id])
        return {
          ...toLuckyBag(bag, joined),
          state: bag.state,
          joinedByViewer: await repository.hasEntry(tx, bag.lucky_bag_id, personId),
          wonByViewer: won.some((w) => w.person_id === personId),
        }
      }),

    luckyBagsDue: (tx: Tx, limit: number) => repository.findLuckyBagsDue(tx, clock.now(), limit),
    openLuckyBags: repository.findOpenLuckyBags,

    /** Once, whoever calls: the winners are told to the room by their masked names. */
    async finishLuckyBag(
      tx: Tx,
      luckyBagId: string,
      action: 'draw' | 'cancel',
      by: Teller,
    ): Promise<boolean> {
      const bag = await repository.findLuckyBag(tx, luckyBagId, true)
      const state = bag && nextLuckyBagState(bag.state, action)
      if (!bag || !state) return false
      const entries = action === 'draw' ? await repository.findEntries(tx, bag.lucky_bag_id) : []
      const winners = drawWinners(entries, bag.winners, random)
      await repository.setWinners(
        tx,
        bag.lucky_bag_id,
        winners.map((w) => w.person_id),
      )
      await repository.setLuckyBagState(tx, { ...bag, state })
      const names = winners.map((w) => w.name)
      await appendEvent(tx, bag.room_id, { kind: 'luckyBag', luckyBag: null, winners: names }, by)
      return true
    },
  }
}
