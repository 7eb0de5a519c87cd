// Keeping order: every act holds the room's row, changes what it changes and is told in the room's log with who did it, in one
// transaction. The channel hears it from the log, as everybody does.
import { AppError } from '#kernel/errors'
import { isId, type InputOf, type OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { RoomEvent } from '#kernel/room-event'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type * as contract from '../contract/channel.ts'
import { plainTerm } from '../domain/chat-filter.ts'
import * as chat from '../repository/chat.ts'
import { deleteMute, selectMutes, upsertMute } from '../repository/mutes.ts'
import { runningRoomOf } from '../repository/rooms.ts'
import type { Log } from './log.ts'
import type { Rooms } from './rooms.ts'

type Rules = OutputOf<typeof contract.getChatRules>
const DONE = { ok: true } as const

export function createModeration(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { appendEvent }: Pick<Log, 'appendEvent'>,
  { lockRoom, lockOpenRoom, roomOf }: Pick<Rooms, 'lockRoom' | 'lockOpenRoom' | 'roomOf'>,
) {
  const append = (tx: Tx, roomId: string, event: RoomEvent, ctx: Ctx) =>
    appendEvent(tx, roomId, event, personOf(ctx))

  async function pinnedOf(tx: Tx, roomId: string, chatId: string | null): Promise<Rules['pinned']> {
    const line = chatId === null ? undefined : await chat.selectLine(tx, roomId, chatId)
    return line && !line.removed_at
      ? { chatId: line.chat_id as Id<'cht'>, name: line.name, text: line.text }
      : null
  }
  async function rulesOf(tx: Tx, roomId: string): Promise<Rules> {
    const rule = await chat.selectRule(tx, roomId)
    return {
      slowSeconds: rule.slow_seconds,
      paused: rule.paused,
      pinned: await pinnedOf(tx, roomId, rule.pinned_chat_id),
    }
  }

  return {
    getChatRules: (i: InputOf<typeof contract.getChatRules>): Promise<Rules> =>
      db.read(async (tx) => {
        await roomOf(tx, i.roomId, i.creatorId)
        return rulesOf(tx, i.roomId)
      }),

    setChatRules: (i: InputOf<typeof contract.setChatRules>, ctx: Ctx): Promise<Rules> =>
      db.transaction(async (tx) => {
        await lockOpenRoom(tx, i.roomId, i.creatorId)
        const before = await chat.selectRule(tx, i.roomId)
        const { slowSeconds, paused } = i
        if (before.slow_seconds !== slowSeconds || before.paused !== paused) {
          await chat.upsertRule(tx, i.roomId, { ...before, slow_seconds: slowSeconds, paused })
          await append(tx, i.roomId, { kind: 'chatRule', slowSeconds, paused }, ctx)
        }
        return rulesOf(tx, i.roomId)
      }),

    /** @throws AppError NOT_FOUND for a line that was not shown, or is gone */
    pinChat: (i: InputOf<typeof contract.pinChat>, ctx: Ctx): Promise<Rules> =>
      db.transaction(async (tx) => {
        await lockOpenRoom(tx, i.roomId, i.creatorId)
        const before = await chat.selectRule(tx, i.roomId)
        if (before.pinned_chat_id === i.chatId) return rulesOf(tx, i.roomId)
        const pinned = await pinnedOf(tx, i.roomId, i.chatId)
        if (i.chatId !== null && !pinned) throw new AppError('NOT_FOUND')
        await chat.upsertRule(tx, i.roomId, { ...before, pinned_chat_id: i.chatId })
        await append(tx, i.roomId, { kind: 'chatPinned', chat: pinned }, ctx)
        return rulesOf(tx, i.roomId)
      }),

    /** Also after the end: what must not stand there must not stand in the replay. */
    removeChat: (i: InputOf<typeof contract.removeChat>, ctx: Ctx): Promise<{ removed: number }> =>
      db.transaction(async (tx) => {
        await lockRoom(tx, i.roomId, i.creatorId)
        const gone = await chat.markRemoved(tx, i.roomId, i.chatIds, personOf(ctx), clock.now())
        if (gone.length === 0) return { removed: 0 }
        await append(tx, i.roomId, { kind: 'chatRemoved', chatIds: gone as Id<'cht'>[] }, ctx)
        const rule = await chat.selectRule(tx, i.roomId)
        if (rule.pinned_chat_id !== null && gone.includes(rule.pinned_chat_id)) {
          await chat.upsertRule(tx, i.roomId, { ...rule, pinned_chat_id: null })
          await append(tx, i.roomId, { kind: 'chatPinned', chat: null }, ctx)
        }
        return { removed: gone.length }
      }),

    /** @throws AppError CONFLICT_OF_INTEREST for oneself */
    mutePerson: (i: InputOf<typeof contract.mutePerson>, ctx: Ctx): Promise<typeof DONE> =>
      db.transaction(async (tx) => {
        await lockOpenRoom(tx, i.roomId, i.creatorId)
        if (!isId('usr', i.accountId)) throw new AppError('NOT_FOUND')
        if (i.accountId === personOf(ctx)) throw new AppError('CONFLICT_OF_INTEREST')
        const now = clock.now()
        const until = i.minutes === null ? null : new Date(now.getTime() + i.minutes * 60_000)
        const [line] = await chat.selectChat(tx, i.roomId, { accountId: i.accountId, before: null, limit: 1 })
        await upsertMute(tx, {
          room_id: i.roomId,
          account_id: i.accountId,
          name: line?.name ?? '',
          until,
          blocked: until === null,
          by_account: personOf(ctx),
          at: now,
        })
        const muted = { until: until?.toISOString() ?? null, blocked: until === null }
        await append(tx, i.roomId, { kind: 'muted', personId: i.accountId, ...muted }, ctx)
        return DONE
      }),

    liftMute: (i: InputOf<typeof contract.liftMute>, ctx: Ctx): Promise<typeof DONE> =>
      db.transaction(async (tx) => {
        await lockOpenRoom(tx, i.roomId, i.creatorId)
        if (await deleteMute(tx, i.roomId, i.accountId))
          await append(
            tx,
            i.roomId,
            { kind: 'muted', personId: i.accountId, until: null, blocked: false },
            ctx,
          )
        return DONE
      }),

    listMutes: (i: InputOf<typeof contract.listMutes>): Promise<OutputOf<typeof contract.listMutes>> =>
      db.read(async (tx) => {
        await roomOf(tx, i.roomId, i.creatorId)
        const rows = await selectMutes(tx, i.roomId, clock.now())
        return {
          items: rows.map((m) => ({
            accountId: m.account_id as Id<'usr'>,
            name: m.name,
            until: m.until?.toISOString() ?? null,
            blocked: m.blocked,
            by: m.by_account as Id<'usr'>,
            at: m.at.toISOString(),
          })),
        }
      }),

    getChatFilter: (i: InputOf<typeof contract.getChatFilter>) =>
      db.read(async (tx) => ({ terms: await chat.selectTerms(tx, i.creatorId) })),

    /** A room that runs hears that its rules are to be read again; the words themselves are not told to everybody. */
    setChatFilter: (i: InputOf<typeof contract.setChatFilter>, ctx: Ctx) =>
      db.transaction(async (tx) => {
        const terms = [...new Set(i.terms.map(plainTerm))]
        await chat.replaceTerms(tx, i.creatorId, terms, personOf(ctx), clock.now())
        const room = await runningRoomOf(tx, i.creatorId)
        if (room) {
          const rule = await chat.selectRule(tx, room.room_id)
          const event = { kind: 'chatRule', slowSeconds: rule.slow_seconds, paused: rule.paused } as const
          await append(tx, room.room_id, event, ctx)
        }
        return { terms: await chat.selectTerms(tx, i.creatorId) }
      }),
  }
}
export type Moderation = ReturnType<typeof createModeration>
