// SQL of delivery addresses; the owner is part of every condition, so another's id finds nothing.
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { Address } from '../contract.ts'
import type { IdentityTables } from '../tables.ts'

const q = (tx: Tx) => tables<IdentityTables>(tx)

type Row = IdentityTables['identity.address']
const asAddress = ({ account_id: _a, created_at: _c, is_default, id, ...rest }: Row): Address => ({
  id: id as Id<'adr'>,
  ...rest,
  isDefault: is_default,
})

export async function selectAddresses(tx: Tx, accountId: string): Promise<Address[]> {
  const rows = await q(tx)
    .selectFrom('identity.address')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('is_default', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(asAddress)
}

export async function findAddress(tx: Tx, accountId: string, id: string): Promise<Address | null> {
  const row = await q(tx)
    .selectFrom('identity.address')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ? asAddress(row) : null
}

export const insertAddress = (tx: Tx, accountId: string, { isDefault, ...rest }: Address, at: Date) =>
  q(tx)
    .insertInto('identity.address')
    .values({ ...rest, account_id: accountId, is_default: isDefault, created_at: at })
    .execute()

export const updateAddress = (tx: Tx, accountId: string, { id, isDefault, ...rest }: Address) =>
  q(tx)
    .updateTable('identity.address')
    .set({ ...rest, is_default: isDefault })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .execute()

export const clearDefault = (tx: Tx, accountId: string) =>
  q(tx)
    .updateTable('identity.address')
    .set({ is_default: false })
    .where('account_id', '=', accountId)
    .where('is_default', '=', true)
    .execute()

export const deleteAddress = (tx: Tx, accountId: string, id: string) =>
  q(tx).deleteFrom('identity.address').where('id', '=', id).where('account_id', '=', accountId).execute()
