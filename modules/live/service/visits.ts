// What the channel asks of a room and keeps of it: `RoomStore` over this module's tables.
import type { Id } from '#kernel/ids'
import type { NumberedEvent, PinnedLine, RoomState } from '#kernel/room-event'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { ChatPolicy, RoomStore } from '#platform/channel/room-store'
import { createFilter } from '../domain/chat-filter.ts'
import { maskName } from '../domain/chat-name.ts'
import { insertChat, selectChat, selectLine, selectRule, selectTerms } from '../repository/chat.ts'
import { selectMutes } from '../repository/mutes.ts'
import { findEventsAfter, findRoom, ROOM_CHANNEL } from '../repository/rooms.ts'
import { addLikeMinutes } from '../repository/screen.ts'
import {
  addToVisits,
  raiseOnline,
  selectPaidSince,
  selectSeqs,
  sumLikes,
  viewersNow,
} from '../repository/visits.ts'

/** Paid lines older than this are no longer told to the room. */
const ORDER_TOLD_MS = 15_000
const RECENT_LINES = 30
/** Minutes are counted as they end. */
const NOW_MS = 120_000

export type RoomStoreOptions = {
  /** Names of accounts, by id (identity). */
  namesOf: (tx: Tx, accountIds: readonly string[]) => Promise<Map<string, { nickname: string }>>
  /** The platform's own forbidden words: the rule a text breaks, or null (governance). */
  forbidden: (text: string) => string | null
}

export function createVisits({ db, clock }: Deps) {
  async function policyIn(
    tx: Tx,
    roomId: string,
    creatorId: string,
    forbidden: RoomStoreOptions['forbidden'],
  ) {
    const rule = await selectRule(tx, roomId)
    const mutes = await selectMutes(tx, roomId, clock.now())
    const filter = createFilter(await selectTerms(tx, creatorId))
    const policy: ChatPolicy = {
      slowSeconds: rule.slow_seconds,
      paused: rule.paused,
      mutedUntilMs: new Map(mutes.map((m) => [m.account_id, m.until?.getTime() ?? Infinity])),
      blocked: new Set(mutes.filter((m) => m.blocked).map((m) => m.account_id)),
      screen: (text) => forbidden(text) ?? filter(text),
    }
    return policy
  }
  const eventsAfter = async (tx: Tx, roomId: string, seq: number, limit: number) =>
    (await findEventsAfter(tx, roomId, seq, limit)).map((r) => ({
      seq: Number(r.seq),
      at: r.at.toISOString(),
      event: r.event,
    }))

  return {
    /** By room, how many watched within the last two minutes; nobody: left out. */
    viewersNow: (tx: Tx, roomIds: readonly string[]): Promise<Map<string, number>> =>
      viewersNow(tx, roomIds, new Date(clock.now().getTime() - NOW_MS)),

    roomStore: ({ namesOf, forbidden }: RoomStoreOptions): RoomStore => ({
      open: (roomId, ring) =>
        db.read(async (tx) => {
          const room = await findRoom(tx, roomId)
          if (!room) return null
          const from = Number(room.seq)
          const events = await eventsAfter(tx, roomId, Math.max(0, from - ring), 2 * ring)
          const lines = await selectChat(tx, roomId, {
            fate: 'shown',
            removed: false,
            before: null,
            limit: RECENT_LINES,
          })
          return {
            state: lastState(events) ?? room.state,
            seq: events.at(-1)?.seq ?? from,
            events,
            policy: await policyIn(tx, roomId, room.creator_id, forbidden),
            pinned: await pinnedIn(tx, roomId),
            likes: await sumLikes(tx, roomId),
            chat: lines.toReversed().map(({ chat_id, account_id, name, role, text }) => ({
              id: chat_id,
              by: account_id,
              name,
              role,
              text,
            })),
          }
        }),
      eventsAfter: (roomId, seq, limit) => db.read((tx) => eventsAfter(tx, roomId, seq, limit)),
      newestSeqs: (roomIds) => db.read((tx) => selectSeqs(tx, roomIds)),
      policyOf: (roomId) =>
        db.read(async (tx) => {
          const room = await findRoom(tx, roomId)
          return policyIn(tx, roomId, room?.creator_id ?? '', forbidden)
        }),
      recentOrders: (roomIds) =>
        db.read(async (tx) => {
          const rows = await selectPaidSince(tx, roomIds, new Date(clock.now().getTime() - ORDER_TOLD_MS))
          if (rows.length === 0) return []
          const names = await namesOf(tx, [...new Set(rows.map((r) => r.buyer_id))])
          return rows.map((r) => ({
            roomId: r.room_id,
            lineId: r.line_id,
            name: maskName(names.get(r.buyer_id)?.nickname ?? ''),
            productId: r.product_id,
            qty: r.qty,
          }))
        }),
      saveChat: (lines) =>
        db.transaction((tx) =>
          insertChat(
            tx,
            lines.map((l) => ({
              chat_id: l.chatId,
              room_id: l.roomId,
              account_id: l.accountId,
              name: l.name,
              role: l.role,
              text: l.text,
              at: new Date(l.atMs),
              fate: l.fate,
              rule_id: l.ruleId,
            })),
          ),
        ),
      saveVisits: (changes) =>
        db.transaction(
          async (tx) => {
            await addLikeMinutes(
              tx,
              changes.map((c) => ({ room_id: c.roomId, at: new Date(c.lastSeenMs), likes: c.likes })),
            )
            await addToVisits(
              tx,
              changes.map((c) => ({
                room_id: c.roomId,
                account_id: c.accountId,
                first_seen: new Date(c.firstSeenMs),
                last_seen: new Date(c.lastSeenMs),
                watched_ms: c.watchedMs,
                source: c.source,
                content_id: c.contentId,
                chats: c.chats,
                likes: c.likes,
                saw: c.saw,
                clicked: c.clicked,
              })),
            )
          },
          { durability: 'relaxed' },
        ),
      saveOnline: (minutes) =>
        db.transaction(
          (tx) =>
            raiseOnline(
              tx,
              minutes.map((m) => ({ room_id: m.roomId, minute: new Date(m.minuteMs), online: m.online })),
            ),
          { durability: 'relaxed' },
        ),
      listen: (onGrown) => db.listen(ROOM_CHANNEL, onGrown),
    }),
  }
}

async function pinnedIn(tx: Tx, roomId: string): Promise<PinnedLine | null> {
  const { pinned_chat_id: chatId } = await selectRule(tx, roomId)
  const line = chatId === null ? undefined : await selectLine(tx, roomId, chatId)
  return line ? { chatId: line.chat_id as Id<'cht'>, name: line.name, text: line.text } : null
}

/** What was read after the room's row may be newer than it. */
const lastState = (events: readonly NumberedEvent[]): RoomState | null => {
  const event = events.findLast((e) => e.event.kind === 'state')?.event
  return event?.kind === 'state' ? event.state : null
}
