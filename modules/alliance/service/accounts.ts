// The accounts that speak for a shop. Every change holds the shop and the account, so that one official, one shop an account and the
// limit are asked of what is there when it is written; the unique indexes say the same.
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { MAX_SHOP_ACCOUNTS } from '../contract/accounts.ts'
import { nextAccountState, type AccountAction, type AccountKind } from '../domain/account-state.ts'
import * as repository from '../repository/accounts.ts'
import type { AccountRow } from '../repository/accounts.ts'

type Asked = { shopId: Id<'shp'>; creatorId: Id<'crt'>; kind: AccountKind; label: string }

export function createAccounts({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) {
  /** @throws AppError ACCOUNT_TAKEN · OFFICIAL_TAKEN when this one may not be linked now */
  async function requireFree(
    tx: Tx,
    row: Pick<AccountRow, 'shop_id' | 'creator_id' | 'kind'>,
  ): Promise<void> {
    if (await repository.linkedShopOf(tx, row.creator_id)) throw new AppError('ACCOUNT_TAKEN')
    const open = await repository.openAccountsOf(tx, { shopId: row.shop_id })
    if (row.kind === 'official' && open.some((o) => o.kind === 'official' && o.state === 'linked'))
      throw new AppError('OFFICIAL_TAKEN')
  }

  /** @throws AppError STATE_CONFLICT · ACCOUNT_TAKEN · OFFICIAL_TAKEN */
  async function move(tx: Tx, row: AccountRow, action: AccountAction): Promise<AccountRow> {
    const state = nextAccountState(row.state, action)
    if (!state) throw new AppError('STATE_CONFLICT', { state: row.state })
    if (state === 'linked') await requireFree(tx, row)
    return repository.updateAccount(tx, row.link_id, {
      state,
      ...(state === 'linked' ? { linked_at: clock.now() } : { ended_at: clock.now() }),
    })
  }

  /** As it is once both sides are held. @throws AppError NOT_FOUND for one of others */
  async function locked(
    tx: Tx,
    linkId: Id<'sac'>,
    of: { shopId: string } | { creatorId: string },
  ): Promise<AccountRow> {
    const seen = await repository.findAccount(tx, linkId)
    if (!seen || ('shopId' in of ? seen.shop_id !== of.shopId : seen.creator_id !== of.creatorId))
      throw new AppError('NOT_FOUND')
    await repository.lockAccounts(tx, seen.shop_id, seen.creator_id)
    return (await repository.findAccount(tx, linkId))!
  }

  return {
    /**
     * `atOnce`: whoever asks may answer for the account too.
     * @throws AppError ACCOUNT_TAKEN · OFFICIAL_TAKEN · ACCOUNT_LIMIT
     */
    async inviteAccount(tx: Tx, asked: Asked, atOnce: boolean): Promise<AccountRow> {
      await repository.lockAccounts(tx, asked.shopId, asked.creatorId)
      const open = await repository.openAccountsOf(tx, { shopId: asked.shopId })
      if (open.some((o) => o.creator_id === asked.creatorId)) throw new AppError('ACCOUNT_TAKEN')
      if (open.length >= MAX_SHOP_ACCOUNTS) throw new AppError('ACCOUNT_LIMIT')
      const row: AccountRow = {
        link_id: ids.next('sac'),
        shop_id: asked.shopId,
        creator_id: asked.creatorId,
        kind: asked.kind,
        label: asked.label,
        state: 'invited',
        invited_at: clock.now(),
        linked_at: null,
        ended_at: null,
      }
      await requireFree(tx, row)
      const invited = await repository.insertAccount(tx, row)
      return atOnce ? move(tx, invited, 'accept') : invited
    },

    /** Again is the same as once. @throws AppError NOT_FOUND */
    async endAccount(tx: Tx, linkId: Id<'sac'>, shopId: string): Promise<void> {
      const row = await locked(tx, linkId, { shopId })
      if (nextAccountState(row.state, 'end')) await move(tx, row, 'end')
    },

    /** Again, once it is so, changes nothing. @throws AppError NOT_FOUND · STATE_CONFLICT · ACCOUNT_TAKEN · OFFICIAL_TAKEN */
    async answerShopLink(
      tx: Tx,
      linkId: Id<'sac'>,
      creatorId: string,
      action: AccountAction,
    ): Promise<AccountRow> {
      const row = await locked(tx, linkId, { creatorId })
      return row.state === nextAccountState('invited', action) ? row : move(tx, row, action)
    },

    /** Asked and linked ones; the official first. */
    shopAccounts: (tx: Tx, shopId: string): Promise<AccountRow[]> =>
      repository.openAccountsOf(tx, { shopId }),
    shopLinks: (tx: Tx, creatorId: string): Promise<AccountRow[]> =>
      repository.openAccountsOf(tx, { creatorId }),
    /** Whom this account speaks for now. */
    shopOfAccount: async (tx: Tx, creatorId: Id<'crt'>): Promise<AccountRow | null> =>
      (await repository.linkedShopOf(tx, creatorId)) ?? null,
  }
}
