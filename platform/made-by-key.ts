// A request's effect and the key it came with, in one transaction. The HTTP store keeps answers; this keeps what is true even when the
// answer was never written: the repeat after a death finds what the first had made. For every idempotent endpoint whose own tables do not
// keep the key.
import { sql } from 'kysely'
import type { Endpoint } from '#kernel/contract'
import { actorId, type Ctx } from './context.ts'
import { tables, type Tx } from './database.ts'

const actorOf = (ctx: Ctx) => actorId(ctx.actor)

/** The id of what this caller made here with this key before; null the first time, and without a key. */
export async function madeBefore<Thing extends string>(
  tx: Tx,
  ctx: Ctx,
  { id }: Pick<Endpoint, 'id'>,
): Promise<Thing | null> {
  if (ctx.idempotencyKey === null) return null
  const { rows } = await sql<{ thing: Thing }>`
    select thing from platform.made_by_key
    where actor = ${actorOf(ctx)} and endpoint = ${id} and key = ${ctx.idempotencyKey}`.execute(
    tables<unknown>(tx),
  )
  return rows[0]?.thing ?? null
}

/** In the transaction of the effect. */
export async function keepMade(tx: Tx, ctx: Ctx, { id }: Pick<Endpoint, 'id'>, thing: string): Promise<void> {
  if (ctx.idempotencyKey === null) return
  await sql`insert into platform.made_by_key (actor, endpoint, key, thing)
    values (${actorOf(ctx)}, ${id}, ${ctx.idempotencyKey}, ${thing})`.execute(tables<unknown>(tx))
}
