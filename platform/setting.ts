// Facts about this installation that every process reads and few write: the demo clock's offset, which world was made.
import { sql } from 'kysely'
import { tables, type Database } from './database.ts'

export async function writeSetting(db: Database, key: string, value: unknown): Promise<void> {
  await db.transaction((tx) =>
    sql`insert into platform.setting (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value, updated_at = now()`.execute(tables<unknown>(tx)),
  )
}

/** What was written, or null. */
export async function readSetting(db: Database, key: string): Promise<unknown> {
  const { rows } = await db.read((tx) =>
    sql<{ value: unknown }>`select value from platform.setting where key = ${key}`.execute(
      tables<unknown>(tx),
    ),
  )
  return rows[0]?.value ?? null
}
