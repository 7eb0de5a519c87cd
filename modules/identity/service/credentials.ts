// Proving who one is by e-mail and password. An e-mail that nobody has and a wrong password look and take the same.
import { createHmac } from 'node:crypto'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { sqlState } from '#platform/database'
import { createOutbox, event } from '#platform/outbox'
import type * as contract from '../contract.ts'
import { addressBlock, retryAfterSeconds, WINDOW_MS } from '../domain/login-throttle.ts'
import { passwordFault } from '../domain/password.ts'
import { guestRecognised } from '../events.ts'
import { hashPassword, verifyPassword } from '../password-hash.ts'
import * as accounts from '../repository/accounts.ts'
import { revokeSessions } from '../repository/sessions.ts'
import type { AccountService } from './accounts.ts'
import type { Arrivals } from './arrivals.ts'
import type { Authenticate } from './authenticate.ts'
import type { SessionService } from './sessions.ts'

export function createCredentialService(
  { db, clock, ids, config }: Deps,
  { changed }: Authenticate,
  people: AccountService,
  session: SessionService,
  arrivals: Arrivals,
) {
  const outbox = createOutbox(clock, ids)

  /** Attempts are kept by a keyed hash: the table says nothing about who tried. */
  const subjectsOf = (email: string, ip: string) => {
    const byEmail = `email:${createHmac('sha256', config.secret).update(email).digest('base64url')}`
    return { byEmail, all: ip === '' ? [byEmail] : [byEmail, `ip:${addressBlock(ip)}`] }
  }

  /**
   * An attempt counts as failed from before the password is looked at until it has proved right, so that a hundred
   * parallel guesses are five guesses.
   * @throws AppError LOGIN_THROTTLED{retryAfterSeconds} · INVALID_CREDENTIALS when `check` answers null
   */
  async function attempt<R>(email: string, ip: string, check: () => Promise<R | null>): Promise<R> {
    const { byEmail, all } = subjectsOf(email, ip)
    const now = clock.now()
    const noted = await db.transaction(async (tx) => {
      await accounts.lockSubjects(tx, all)
      const earlier = await accounts.attemptsSince(tx, all, new Date(now.getTime() - WINDOW_MS))
      const wait = Math.max(...all.map((s) => retryAfterSeconds(earlier.get(s)!, now)))
      if (wait > 0) throw new AppError('LOGIN_THROTTLED', { retryAfterSeconds: wait })
      return accounts.insertAttempts(tx, all, now)
    })
    const result = await check()
    if (result === null) throw new AppError('INVALID_CREDENTIALS')
    await db.transaction((tx) => accounts.deleteAttempts(tx, noted, byEmail))
    return result
  }

  function assertStrong(password: string, email: string, pointer: string): void {
    const fault = passwordFault(password, email)
    if (fault)
      throw new AppError('PASSWORD_WEAK', { rule: fault.rule }, [
        { pointer, code: 'PASSWORD_WEAK', detail: fault.detail },
      ])
  }

  return {
    /** With a guest's session the guest becomes this account, in place; its id and all it did stay. */
    async signUp(
      input: InputOf<typeof contract.signUp>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.signUp>> {
      assertStrong(input.password, input.email, '/password')
      await arrivals.arrive('signUp', ctx.ip)
      const credentials = { email: input.email, passwordHash: await hashPassword(input.password) }
      const { actor } = ctx
      const opened = await db
        .transaction(async (tx) => {
          if (actor.kind === 'person' && actor.guest) {
            if (!(await accounts.upgradeGuest(tx, actor.accountId, { ...credentials, at: clock.now() })))
              throw new AppError('STATE_CONFLICT')
            await accounts.updateAccount(tx, actor.accountId, {
              nickname: input.nickname,
              locale: input.locale,
            })
            return session.replaceSession(tx, ctx, actor.accountId)
          }
          const locale = input.locale ?? ctx.locale
          const [id] = await people.createAccounts(tx, [
            { locale, credentials, ...(input.nickname ? { nickname: input.nickname } : {}) },
          ])
          return session.replaceSession(tx, ctx, id!)
        })
        .catch((error: unknown) => {
          throw sqlState(error) === '23505' ? new AppError('EMAIL_TAKEN') : error
        })
      return session.started(ctx, opened)
    },

    async logIn(
      { email, password }: InputOf<typeof contract.logIn>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.logIn>> {
      const account = await attempt(email, ctx.ip, async () => {
        const found = await db.read((tx) => accounts.findAccountByEmail(tx, email))
        return (await verifyPassword(password, found?.passwordHash ?? null)) ? found : null
      })
      if (account.suspended) throw new AppError('ACCOUNT_SUSPENDED')
      const { actor } = ctx
      const opened = await db.transaction(async (tx) => {
        if (actor.kind === 'person' && actor.guest) {
          await outbox.publish(tx, [
            event(guestRecognised, actor.accountId, { guestId: actor.accountId, accountId: account.id }),
          ])
        }
        return session.replaceSession(tx, ctx, account.id)
      })
      return session.started(ctx, opened)
    },

    /** This session goes on; all others end. */
    async changePassword(input: InputOf<typeof contract.changePassword>, ctx: Ctx): Promise<{ ok: true }> {
      const id = personOf(ctx)
      const sessionId = ctx.actor.kind === 'person' ? ctx.actor.sessionId : null
      const { email } = (await db.read((tx) => accounts.findAccount(tx, id)))!
      await attempt(email!, ctx.ip, async () => {
        const stored = await db.read((tx) => accounts.findPasswordHash(tx, id))
        return (await verifyPassword(input.currentPassword, stored)) || null
      })
      assertStrong(input.newPassword, email!, '/newPassword')
      const passwordHash = await hashPassword(input.newPassword)
      await db.transaction(async (tx) => {
        await accounts.updateAccount(tx, id, { passwordHash })
        await revokeSessions(tx, id, clock.now(), sessionId)
        await changed(tx, id)
      })
      return { ok: true }
    },
  }
}
export type CredentialService = ReturnType<typeof createCredentialService>
