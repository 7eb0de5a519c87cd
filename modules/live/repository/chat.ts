// SQL of what was written in a room and of its rules. A removed line keeps its row, with who removed it.
import { sql } from 'kysely'
import type { Tx } from '#platform/database'
import { channelTables as q, type ChatFate, type ChatTable } from './channel-tables.ts'

export type ChatRow = ChatTable

/** Twice is once: a batch is sent again when its answer was lost. */
export async function insertChat(
  tx: Tx,
  rows: readonly Omit<ChatTable, 'removed_at' | 'removed_by' | 'link_n'>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into live.chat (chat_id, room_id, account_id, name, role, text, at, fate, rule_id)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(chat_id text, room_id text, account_id text, name text,
      role text, text text, at timestamptz, fate text, rule_id text)
    on conflict (chat_id) do nothing`.execute(q(tx))
}

/** Newest first, before `before`. */
export const selectChat = (
  tx: Tx,
  roomId: string,
  by: {
    accountId?: string
    fate?: ChatFate
    removed?: boolean
    text?: string
    before: string | null
    limit: number
  },
): Promise<ChatRow[]> => {
  let query = q(tx).selectFrom('live.chat').selectAll().where('room_id', '=', roomId)
  if (by.accountId) query = query.where('account_id', '=', by.accountId)
  if (by.fate) query = query.where('fate', '=', by.fate)
  if (by.removed !== undefined) query = query.where('removed_at', by.removed ? 'is not' : 'is', null)
  if (by.text) query = query.where(sql<boolean>`strpos(lower(text), lower(${by.text})) > 0`)
  if (by.before) query = query.where('chat_id', '<', by.before)
  return query.orderBy('chat_id', 'desc').limit(by.limit).execute()
}

export const selectLine = (tx: Tx, roomId: string, chatId: string): Promise<ChatRow | undefined> =>
  q(tx)
    .selectFrom('live.chat')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('chat_id', '=', chatId)
    .executeTakeFirst()

/** Those of them that were still there, as removed. */
export async function markRemoved(
  tx: Tx,
  roomId: string,
  chatIds: readonly string[],
  by: string,
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ chat_id: string }>`
    update live.chat set removed_at = ${at}, removed_by = ${by}
    where room_id = ${roomId} and chat_id = any (${chatIds}::text[]) and removed_at is null
    returning chat_id`.execute(q(tx))
  return rows.map((r) => r.chat_id)
}

export type RuleRow = { slow_seconds: number; paused: boolean; pinned_chat_id: string | null }

export async function selectRule(tx: Tx, roomId: string): Promise<RuleRow> {
  const row = await q(tx)
    .selectFrom('live.chat_rule')
    .select(['slow_seconds', 'paused', 'pinned_chat_id'])
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  return row ?? { slow_seconds: 0, paused: false, pinned_chat_id: null }
}

export async function upsertRule(tx: Tx, roomId: string, rule: RuleRow): Promise<void> {
  await q(tx)
    .insertInto('live.chat_rule')
    .values({ room_id: roomId, ...rule })
    .onConflict((c) => c.column('room_id').doUpdateSet(rule))
    .execute()
}

export async function selectTerms(tx: Tx, creatorId: string): Promise<string[]> {
  const rows = await q(tx)
    .selectFrom('live.chat_filter')
    .select('term')
    .where('creator_id', '=', creatorId)
    .orderBy('at')
    .orderBy('term')
    .execute()
  return rows.map((r) => r.term)
}

export async function replaceTerms(
  tx: Tx,
  creatorId: string,
  terms: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  await sql`delete from live.chat_filter where creator_id = ${creatorId} and term <> all (${terms}::text[])`.execute(
    q(tx),
  )
  await sql`insert into live.chat_filter (creator_id, term, added_by, at)
    select ${creatorId}, term, ${by}, ${at}::timestamptz from unnest(${terms}::text[]) as term on conflict do nothing`.execute(
    q(tx),
  )
}
