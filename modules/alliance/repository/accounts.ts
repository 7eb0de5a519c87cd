// SQL of the accounts that speak for a shop.
import { sql, type Selectable } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { AllianceTables, ShopAccountTable } from '../tables.ts'

const q = (tx: Tx) => tables<AllianceTables>(tx)

export type AccountRow = Selectable<ShopAccountTable>

/**
 * One change at a time of what a shop or an account has. The shop before the account, always; held until the transaction ends.
 */
export async function lockAccounts(tx: Tx, shopId: string, creatorId: string): Promise<void> {
  for (const key of [`accounts of ${shopId}`, `shop of ${creatorId}`])
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 6))`.execute(q(tx))
}

export const insertAccount = async (tx: Tx, row: AccountRow): Promise<AccountRow> =>
  q(tx).insertInto('alliance.shop_account').values(row).returningAll().executeTakeFirstOrThrow()

export const findAccount = (tx: Tx, linkId: Id<'sac'>): Promise<AccountRow | undefined> =>
  q(tx).selectFrom('alliance.shop_account').selectAll().where('link_id', '=', linkId).executeTakeFirst()

export const updateAccount = (
  tx: Tx,
  linkId: Id<'sac'>,
  change: Partial<Pick<AccountRow, 'state' | 'linked_at' | 'ended_at'>>,
): Promise<AccountRow> =>
  q(tx)
    .updateTable('alliance.shop_account')
    .set(change)
    .where('link_id', '=', linkId)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Invited and linked ones; the official first, then the oldest. */
export const openAccountsOf = (
  tx: Tx,
  of: { shopId: string } | { creatorId: string },
): Promise<AccountRow[]> =>
  q(tx)
    .selectFrom('alliance.shop_account')
    .selectAll()
    .where('ended_at', 'is', null)
    .where(
      'shopId' in of ? 'shop_id' : 'creator_id',
      '=',
      ('shopId' in of ? of.shopId : of.creatorId) as never,
    )
    .orderBy(sql`kind <> 'official'`)
    .orderBy('link_id')
    .execute()

/** Whom it speaks for now. */
export const linkedShopOf = (tx: Tx, creatorId: Id<'crt'>): Promise<AccountRow | undefined> =>
  q(tx)
    .selectFrom('alliance.shop_account')
    .selectAll()
    .where('creator_id', '=', creatorId)
    .where('state', '=', 'linked')
    .executeTakeFirst()
