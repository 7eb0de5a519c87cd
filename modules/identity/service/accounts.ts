// Accounts: making them, showing them, changing one's own.
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type * as contract from '../contract.ts'
import { firstNickname } from '../domain/nickname.ts'
import { accountCreated } from '../events.ts'
import * as accounts from '../repository/accounts.ts'
import type { Authenticate } from './authenticate.ts'

/** Without credentials it is a guest. */
export type NewAccount = {
  nickname?: string
  avatarUrl?: string | null
  locale: Locale
  credentials: accounts.Credentials | null
}

export const accountView = (a: accounts.Account): OutputOf<typeof contract.updateMe> => ({
  id: a.id,
  nickname: a.nickname,
  avatarUrl: a.avatarUrl,
  guest: a.email === null,
  email: a.email,
  locale: a.locale,
})

export function createAccountService({ db, clock, ids }: Deps, { changed }: Authenticate) {
  const outbox = createOutbox(clock, ids)
  return {
    /** Their ids, in the same order. */
    async createAccounts(tx: Tx, wanted: readonly NewAccount[]): Promise<Id<'usr'>[]> {
      const at = clock.now()
      const rows = wanted.map(({ nickname, avatarUrl = null, locale, credentials }) => {
        const id = ids.next('usr')
        return { id, nickname: nickname ?? firstNickname(id, locale), avatarUrl, locale, credentials, at }
      })
      await accounts.insertAccounts(tx, rows)
      await outbox.publish(
        tx,
        rows.map((a) => event(accountCreated, a.id, { accountId: a.id, guest: a.credentials === null })),
      )
      return rows.map((a) => a.id)
    },

    async updateMe(
      change: InputOf<typeof contract.updateMe>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.updateMe>> {
      return db.transaction(async (tx) => {
        await accounts.updateAccount(tx, personOf(ctx), change)
        return accountView((await accounts.findAccount(tx, personOf(ctx)))!)
      })
    },

    /** A suspended account is nobody until it is let back in; what it made stays. */
    async suspendAccount(tx: Tx, accountId: Id<'usr'>, suspended: boolean): Promise<void> {
      if (!(await accounts.findAccount(tx, accountId))) throw new AppError('NOT_FOUND')
      await accounts.updateAccount(tx, accountId, { suspended })
      await changed(tx, accountId)
    },

    async accountsOf(
      tx: Tx,
      accountIds: readonly string[],
    ): Promise<Map<string, { nickname: string; avatarUrl: string | null }>> {
      const found = await accounts.selectAccounts(tx, accountIds)
      return new Map(found.map((a) => [a.id, { nickname: a.nickname, avatarUrl: a.avatarUrl }]))
    },
  }
}
export type AccountService = ReturnType<typeof createAccountService>
