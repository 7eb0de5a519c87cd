// People and calls for tests.
import type { Id } from '#kernel/ids'
import type { Actor, Ctx } from '#platform/context'
import { systemCtx } from '#platform/context'
import type { Database } from '#platform/database'
import type { Identity } from './index.ts'

/** scrypt of 'correct horse battery' at a token cost (N = 2^4): fixtures need many accounts and no secrecy. */
export const FIXTURE_PASSWORD = 'correct horse battery'
const FIXTURE_HASH = 'scrypt$4$8$1$c2VyZW5kaXAtZml4dHVyZQ$0xwySmpiBUEo-KGo_n9Tt9tFBlzLMcnuD5KtdE4qvYU'

export type FixturePerson = { accountId: Id<'usr'>; email: string | null; token: string }

/** An account with a session; `email` null makes a guest. */
export async function aPerson(
  db: Database,
  identity: Identity,
  email: string | null,
): Promise<FixturePerson> {
  return db.transaction(async (tx) => {
    const credentials = email === null ? null : { email, passwordHash: FIXTURE_HASH }
    const [accountId] = await identity.createAccounts(tx, [{ locale: 'en', credentials }])
    const { token } = await identity.openSession(tx, accountId!)
    return { accountId: accountId!, email, token }
  })
}

export type FixtureCtx = Ctx & { cookies: (string | null)[] }

/** A call by `actor`; `cookies` collects what it was told to keep. */
export function aCtx(actor: Actor = { kind: 'anonymous' }, overrides: Partial<Ctx> = {}): FixtureCtx {
  const cookies: (string | null)[] = []
  return {
    ...systemCtx('req_test'),
    actor,
    ip: '203.0.113.7',
    setSession: (token) => void cookies.push(token),
    answerPlainly: () => {},
    ...overrides,
    cookies,
  }
}
