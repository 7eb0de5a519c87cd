// What was written in a room, for those who keep order in it.
import { AppError } from '#kernel/errors'
import { decodeCursor, encodeCursor, type InputOf, type OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { listChat } from '../contract/channel.ts'
import { selectChat } from '../repository/chat.ts'
import type { Rooms } from './rooms.ts'

/** Of one person's last lines so many are looked at: enough that a filtered one does not hide one that was let through. */
const LOOKED_AT = 20

export const createChat = ({ db }: Pick<Deps, 'db'>, { roomOf }: Pick<Rooms, 'roomOf'>) => ({
  /** Whether this person has written something here that was let through; what was written is kept within a few seconds. */
  async hasChatted(tx: Tx, roomId: Id<'rom'>, accountId: Id<'usr'>): Promise<boolean> {
    const rows = await selectChat(tx, roomId, { accountId, before: null, limit: LOOKED_AT })
    return rows.some((r) => r.fate !== 'filtered')
  },

  /** @throws AppError NOT_FOUND · CURSOR_INVALID */
  listChat: (i: InputOf<typeof listChat>): Promise<OutputOf<typeof listChat>> =>
    db.read(async (tx) => {
      await roomOf(tx, i.roomId, i.creatorId)
      const after = i.cursor === undefined ? null : decodeCursor(i.cursor, 1)
      if (i.cursor !== undefined && !after) throw new AppError('CURSOR_INVALID')
      const rows = await selectChat(tx, i.roomId, {
        ...(i.accountId === undefined ? {} : { accountId: i.accountId }),
        ...(i.fate === undefined ? {} : { fate: i.fate }),
        ...(i.removed === undefined ? {} : { removed: i.removed === 'true' }),
        ...(i.text === undefined ? {} : { text: i.text }),
        before: after?.[0] ?? null,
        limit: i.limit + 1,
      })
      const items = rows.slice(0, i.limit)
      return {
        items: items.map((r) => ({
          chatId: r.chat_id as Id<'cht'>,
          accountId: r.account_id as Id<'usr'>,
          name: r.name,
          role: r.role,
          text: r.text,
          at: r.at.toISOString(),
          fate: r.fate,
          ruleId: r.rule_id,
          removedAt: r.removed_at?.toISOString() ?? null,
          removedBy: r.removed_by as Id<'usr'> | null,
        })),
        nextCursor: rows.length > i.limit ? encodeCursor([items.at(-1)!.chat_id]) : null,
      }
    }),
})
export type Chat = ReturnType<typeof createChat>
