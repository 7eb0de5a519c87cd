// P3: what was acknowledged survives the plug. Sixteen writers write through the platform's own transaction, each writing down what it was
// told is safe; meanwhile the whole PostgreSQL is killed, again and again, and comes back. Afterwards every acknowledged row is looked for.
// The bad twin is the same writing with `durability: 'relaxed'`, which is for behaviour and never for money: it must lose some.
import { sql } from 'kysely'
import { openDatabase, tables, type Database } from '#platform/database'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { durablePostgres, pause, type DurablePostgres } from './durable-postgres.ts'

const WRITERS = 16
/** Among writers that wait for the disk the twin would be carried along: it writes alone, and dies once. */
const TWIN_ROWS = 3_000

type Log = { acked: Set<number>; refused: number; recoveries: number[] }

export const run: Runnable['run'] = async ({ full, say }) => {
  const [kills, perLife] = full ? [200, 2_500] : [8, 2_200]
  const postgres = await durablePostgres()
  const db = openDatabase({ url: postgres.url, poolSize: WRITERS })
  try {
    await makeTable(db)
    const write = writingUnderKills(postgres, db, say)
    const safe = await write('full', kills, perLife)
    const relaxed = await write('relaxed', 1, TWIN_ROWS)
    const kept = await rowsKept(db)
    const lost = (log: Log) => [...log.acked].filter((n) => !kept.has(n)).length
    return judge(
      'P3',
      {
        kills,
        acked: safe.acked.size,
        lost: lost(safe),
        refused: safe.refused,
        slowestRecoveryMs: Math.max(...safe.recoveries),
        twinAcked: relaxed.acked.size,
        twinLost: lost(relaxed),
      },
      {
        kills: { min: kills },
        acked: { min: full ? 400_000 : 17_000 },
        lost: { max: 0 },
        slowestRecoveryMs: { max: 10_000 },
        twinLost: { min: 1 },
      },
    )
  } finally {
    await db.close()
    await postgres.drop()
  }
}

/** Sixteen write without pause; the plug is pulled each time when `perLife` more rows are acknowledged. */
function writingUnderKills(postgres: DurablePostgres, db: Database, say: Say) {
  let next = 0
  return async (durability: 'full' | 'relaxed', kills: number, perLife: number): Promise<Log> => {
    const log: Log = { acked: new Set(), refused: 0, recoveries: [] }
    let stopped = false
    const writer = async () => {
      while (!stopped) {
        const n = next++
        await write(db, n, durability).then(
          () => log.acked.add(n),
          async () => {
            log.refused++ // it may be there or not; nobody was told that it is
            await pause(20)
          },
        )
      }
    }
    const writers = Array.from({ length: WRITERS }, writer)
    for (let life = 1; life <= kills; life++) {
      while (log.acked.size < life * perLife) await pause(5)
      log.recoveries.push(await postgres.kill())
      if (life % Math.max(1, Math.round(kills / 8)) === 0)
        say(`${durability}: ${life} of ${kills} kills, ${log.acked.size} acknowledged`)
    }
    stopped = true
    await Promise.all(writers)
    return log
  }
}

const makeTable = (db: Database) =>
  db.transaction((tx) => sql`create table chaos_written (n bigint primary key)`.execute(tables<unknown>(tx)))

const write = (db: Database, n: number, durability: 'full' | 'relaxed') =>
  db.transaction((tx) => sql`insert into chaos_written values (${n})`.execute(tables<unknown>(tx)), {
    durability,
  })

async function rowsKept(db: Database): Promise<Set<number>> {
  const { rows } = await db.read((tx) =>
    sql<{ n: bigint }>`select n from chaos_written`.execute(tables<unknown>(tx)),
  )
  return new Set(rows.map((r) => Number(r.n)))
}
