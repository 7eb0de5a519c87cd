// Sessions: beginning one, saying whose it is, ending it.
import { DAY_MS } from '#kernel/clock'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { scopesOf } from '#kernel/scopes'
import { personOf, type Actor, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type * as contract from '../contract.ts'
import { PERSONA_SHOWS, type PersonaRole } from '../domain/personas.ts'
import type { Localized } from '#kernel/text'
import * as accounts from '../repository/accounts.ts'
import { selectOrganisationNames } from '../repository/organisations.ts'
import * as sessions from '../repository/sessions.ts'
import { accountView, type AccountService } from './accounts.ts'
import type { Arrivals } from './arrivals.ts'
import { hashToken, newToken, type Authenticate } from './authenticate.ts'

const SESSION_DAYS = 30

export type OpenedSession = { token: string; expiresAt: Date }

export function createSessionService(
  { db, clock, ids, config }: Deps,
  { authenticate, changed }: Authenticate,
  people: AccountService,
  arrivals: Arrivals,
) {
  /** For the demo world, benches and tests; people get theirs by logging in. */
  async function openSession(tx: Tx, accountId: Id<'usr'>): Promise<OpenedSession> {
    const token = newToken()
    const at = clock.now()
    const expiresAt = new Date(at.getTime() + SESSION_DAYS * DAY_MS)
    await sessions.insertSession(tx, {
      id: ids.next('ses'),
      tokenHash: hashToken(token),
      accountId,
      at,
      expiresAt,
    })
    return { token, expiresAt }
  }

  /** A new token whenever who one is changes, so that a token known before cannot be used after. */
  async function replaceSession(tx: Tx, ctx: Ctx, accountId: Id<'usr'>): Promise<OpenedSession> {
    if (ctx.actor.kind === 'person') {
      await sessions.revokeSession(tx, ctx.actor.sessionId, clock.now())
      await changed(tx, ctx.actor.accountId)
    }
    return openSession(tx, accountId)
  }

  async function view(actor: Actor): Promise<contract.SessionView> {
    const head = { demo: config.demo, now: clock.now().toISOString() }
    if (actor.kind !== 'person') {
      return {
        account: null,
        memberships: [],
        ended: (actor.kind === 'anonymous' ? actor.reason : null) ?? null,
        ...head,
      }
    }
    return db.read(async (tx) => {
      const account = await accounts.findAccount(tx, actor.accountId)
      const names = await selectOrganisationNames(
        tx,
        actor.memberships.map((m) => m.orgId),
      )
      const memberships = actor.memberships.map((m) => ({
        ...m,
        name: names.get(m.orgId)!,
        scopes: [...scopesOf(m.orgKind, m.role)],
      }))
      return { account: account && accountView(account), memberships, ended: null, ...head }
    })
  }

  /** The answer that carries a new session, and its cookie. */
  async function started(
    ctx: Ctx,
    { token, expiresAt }: OpenedSession,
  ): Promise<OutputOf<typeof contract.logIn>> {
    ctx.setSession(token, expiresAt)
    return { ...(await view(await authenticate(token))), token, expiresAt: expiresAt.toISOString() }
  }

  return {
    openSession,
    replaceSession,
    started,

    async getSession(ctx: Ctx): Promise<contract.SessionView> {
      if (ctx.actor.kind === 'anonymous' && ctx.actor.reason) ctx.setSession(null)
      return view(ctx.actor)
    },

    async startGuest(
      input: InputOf<typeof contract.startGuest>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.startGuest>> {
      if (ctx.actor.kind === 'person') return { ...(await view(ctx.actor)), token: null, expiresAt: null }
      await arrivals.arrive('guest', ctx.ip)
      const opened = await db.transaction(async (tx) => {
        const [id] = await people.createAccounts(tx, [
          { locale: input.locale ?? ctx.locale, credentials: null },
        ])
        return openSession(tx, id!)
      })
      return started(ctx, opened)
    },

    /** Also for a session that has ended already: the cookie goes in any case. */
    async logOut(ctx: Ctx): Promise<{ ok: true }> {
      const { actor } = ctx
      if (actor.kind === 'person') {
        await db.transaction(async (tx) => {
          await sessions.revokeSession(tx, actor.sessionId, clock.now())
          await changed(tx, actor.accountId)
        })
      }
      ctx.setSession(null)
      return { ok: true }
    },

    async logOutEverywhere(ctx: Ctx): Promise<{ ok: true }> {
      const accountId = personOf(ctx)
      await db.transaction(async (tx) => {
        await sessions.revokeSessions(tx, accountId, clock.now())
        await changed(tx, accountId)
      })
      ctx.setSession(null)
      return { ok: true }
    },

    async listPersonas(): Promise<OutputOf<typeof contract.listPersonas>> {
      const personas = await db.read((tx) => accounts.selectPersonas(tx))
      return {
        items: personas.map(({ key, role, label, account: { nickname, avatarUrl, email } }) => ({
          key,
          role,
          label,
          shows: PERSONA_SHOWS[role],
          nickname,
          avatarUrl,
          email,
        })),
      }
    },

    async becomePersona(
      { key }: InputOf<typeof contract.becomePersona>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof contract.becomePersona>> {
      const opened = await db.transaction(async (tx) => {
        const persona = await accounts.findPersona(tx, key)
        if (!persona) throw new AppError('NOT_FOUND')
        return replaceSession(tx, ctx, persona.account.id)
      })
      return started(ctx, opened)
    },

    /** Whoever makes the demo world says which accounts anyone may step into. */
    async markPersona(
      tx: Tx,
      accountId: Id<'usr'>,
      persona: { key: string; label: Localized; role: PersonaRole },
    ): Promise<void> {
      await accounts.upsertPersona(tx, accountId, persona)
    },
  }
}
export type SessionService = ReturnType<typeof createSessionService>
