// SQL of how clips are watched. Sums only ever grow; rows are touched in the order of their keys, so that two writers never wait
// for each other in a ring.
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Watch, WatchSecond, WatchSums } from '../domain/watch.ts'
import type { ContentTables } from '../tables.ts'

const q = (tx: Tx) => tables<ContentTables>(tx)

/** Lengths of the clips among `ids`; image posts have none. */
export async function selectDurations(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; ms: number }>`
    select id, (media->>'durationMs')::int as ms from content.item
    where id = any(${[...ids]}::text[]) and media->>'kind' = 'video'`.execute(q(tx))
  return new Map(rows.map((r) => [r.id, r.ms]))
}

export async function addWatch(tx: Tx, watch: readonly Watch[], at: Date): Promise<void> {
  const totals = watch.map((w) => ({ item_id: w.itemId, ...w.sums }))
  await sql`
    insert into content.watch_total as t (item_id, plays, measured, played_ms, past_3s, effective, past_25, past_50, past_75,
      finished, since)
    select item_id, plays, measured, "playedMs", past3s, effective, past25, past50, past75, finished, ${at}
    from json_to_recordset(${JSON.stringify(totals)}::json) as r (item_id text, plays bigint, measured bigint, "playedMs" bigint,
      past3s bigint, effective bigint, past25 bigint, past50 bigint, past75 bigint, finished bigint)
    order by item_id
    on conflict (item_id) do update set plays = t.plays + excluded.plays, measured = t.measured + excluded.measured,
      played_ms = t.played_ms + excluded.played_ms, past_3s = t.past_3s + excluded.past_3s,
      effective = t.effective + excluded.effective, past_25 = t.past_25 + excluded.past_25,
      past_50 = t.past_50 + excluded.past_50, past_75 = t.past_75 + excluded.past_75,
      finished = t.finished + excluded.finished`.execute(q(tx))
  const seconds = watch.flatMap((w) => w.seconds.map((s) => ({ item_id: w.itemId, ...s })))
  await sql`
    insert into content.watch_second as t (item_id, second, playing, leaving, likes, comments, shares, follows)
    select item_id, second, playing, leaving, likes, comments, shares, follows
    from json_to_recordset(${JSON.stringify(seconds)}::json) as r (item_id text, second smallint, playing int, leaving int,
      likes int, comments int, shares int, follows int)
    order by item_id, second
    on conflict (item_id, second) do update set playing = t.playing + excluded.playing,
      leaving = t.leaving + excluded.leaving, likes = t.likes + excluded.likes, comments = t.comments + excluded.comments,
      shares = t.shares + excluded.shares, follows = t.follows + excluded.follows`.execute(q(tx))
}

export async function selectSeconds(tx: Tx, itemId: string): Promise<WatchSecond[]> {
  return q(tx)
    .selectFrom('content.watch_second')
    .select(['second', 'playing', 'leaving', 'likes', 'comments', 'shares', 'follows'])
    .where('item_id', '=', itemId)
    .orderBy('second')
    .execute()
}

/** Of `contentId` and the newest `limit` clips of its creator that were ever played. */
export async function selectTotals(
  tx: Tx,
  creatorId: string,
  contentId: string,
  limit: number,
): Promise<(WatchSums & { itemId: string; since: Date })[]> {
  const rows = await q(tx)
    .selectFrom('content.watch_total as t')
    .innerJoin('content.item as i', 'i.id', 't.item_id')
    .selectAll('t')
    .where('i.creator_id', '=', creatorId)
    .orderBy(sql`i.id = ${contentId}`, 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map((r) => ({
    itemId: r.item_id,
    since: r.since,
    plays: Number(r.plays),
    measured: Number(r.measured),
    playedMs: Number(r.played_ms),
    past3s: Number(r.past_3s),
    effective: Number(r.effective),
    past25: Number(r.past_25),
    past50: Number(r.past_50),
    past75: Number(r.past_75),
    finished: Number(r.finished),
  }))
}
