// What is there when the storm is over, read from the tables and the folders themselves.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Database } from '#platform/database'
import type { RecordedSegment } from '#platform/live-engine'
import type { Doors } from '#server/doors'
import type { Orders } from './doers.ts'

const rowsOf = async <T>(db: Database, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  (await db.read((tx) => query.execute(tables<unknown>(tx)))).rows

export const newestSeq = async (db: Database, roomId: string): Promise<number> =>
  (
    await rowsOf(
      db,
      sql<{
        n: number
      }>`select coalesce(max(seq), 0)::int as n from live.room_event where room_id = ${roomId}`,
    )
  )[0]!.n

/** Orders acknowledged and not there, orders there that nobody was told of, units that do not add up. */
export async function auditOrders(db: Database, orders: Orders, stock: ReadonlyMap<string, number>) {
  const there = await rowsOf(db, sql<{ order_id: string }>`select order_id from trade.customer_order`)
  const told = new Set([...orders.placed.values()].flatMap((o) => o.orderIds))
  const ids = new Set(there.map((o) => o.order_id))
  const units = await rowsOf(
    db,
    sql<{ sku_id: string; on_hand: number; reserved: number; lines: number }>`
      select sku_id, on_hand, reserved, (select coalesce(sum(l.qty), 0)::int from trade.order_line l
        join trade.customer_order o using (order_id) where l.sku_id = s.sku_id and o.state <> 'cancelled') as lines
      from shop.sku s where sku_id = any(${[...stock.keys()]}::text[])`,
  )
  let unitsAstray = 0
  let oversold = 0
  for (const u of units) {
    const had = stock.get(u.sku_id)!
    unitsAstray += Math.abs(had - u.on_hand + u.reserved - u.lines)
    oversold += Math.max(0, u.lines - had) + Math.max(0, -u.on_hand)
  }
  return {
    ordersLost: [...told].filter((id) => !ids.has(id)).length,
    ordersDoubled: [...ids].filter((id) => !told.has(id)).length,
    unitsAstray,
    oversold,
  }
}

/** Jobs nobody holds, jobs that failed without a reason. */
export async function auditWork(db: Database) {
  const rows = await rowsOf(
    db,
    sql<{ state: string; reason: { code: string } | null; silent: boolean; attempts: number }>`
      select state, reason, attempts, coalesce(lease_until < clock_timestamp() - interval '15 seconds', true) as silent from platform.work`,
  )
  return {
    jobs: rows.length,
    jobsDone: rows.filter((r) => r.state === 'done').length,
    jobsFailed: rows.filter((r) => r.state === 'failed').length,
    jobsWaiting: rows.filter((r) => r.state === 'queued' || r.state === 'running').length,
    jobsMute: rows.filter((r) => r.state === 'failed' && !r.reason?.code).length,
    jobsOrphaned: rows.filter((r) => r.state === 'running' && r.silent).length,
    jobAttempts: rows.reduce((sum, r) => sum + r.attempts, 0),
  }
}

/** Names among the blobs, and left in the recordings, that are not of something whole. */
export async function halfMade(dataDir: string): Promise<string[]> {
  const names = async (folder: string) =>
    (await readdir(join(dataDir, folder), { recursive: true }).catch(() => [])).map((n) => `${folder}/${n}`)
  return [
    ...(await names('blobs')).filter((n) => !/^blobs\/[0-9a-f]{64}\.(mp4|webp)$/.test(n)),
    ...(await names('recordings')).filter((n) => n.endsWith('.part')),
    ...(await names('work')),
  ]
}

/** A piece continues the one before it within so much. */
const JOIN_MS = 1_500

/** The recording's own index, against the rows and the chain. */
export async function auditRecording(db: Database, doors: Doors, dataDir: string, roomId: Id<'rom'>) {
  const folder = join(dataDir, 'recordings')
  const text = await readFile(join(folder, roomId, 'index.jsonl'), 'utf8').catch(() => '')
  const pieces = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RecordedSegment)
  let gaps = 0
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1]
    if (piece.index !== i) gaps += 1
    if (!before || piece.discontinuity) continue
    if (Math.abs(piece.startedAtMs - before.startedAtMs - before.durationMs) > JOIN_MS) gaps += 1
  }
  const verdict = await db.read((tx) =>
    doors.live.verifyRoom(tx, roomId, (file) => readFile(join(folder, file)).catch(() => null)),
  )
  return {
    pieces: pieces.length,
    discontinuities: pieces.filter((p) => p.discontinuity).length,
    gaps,
    piecesUntold: pieces.length - verdict.segments,
    chainLinks: verdict.links,
    flaws: verdict.flaws.length,
    firstFlaw: verdict.flaws[0] ? `${verdict.flaws[0].code} ${verdict.flaws[0].where}` : '',
  }
}
