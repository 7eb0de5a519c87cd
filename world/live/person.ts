// Somebody of the demo world at their own device: everything they do goes over HTTP, like everybody else's.
import { createClient, fetchTransport, type Client } from '#app/client'
import type { OutputOf } from '#kernel/contract'
import { becomePersona, logIn } from '#modules/identity/contract'
import { DEMO_PASSWORD } from '../life/personas.ts'

export type Person = {
  client: Client
  accountId: string
  nickname: string
  memberships: OutputOf<typeof logIn>['memberships']
}

/** @param who a demo persona's key (`merchant`), or the e-mail of one of the world's people @throws ApiProblem */
export async function arrive(baseUrl: string, who: string): Promise<Person> {
  let token: string | null = null
  const send = fetchTransport({ baseUrl, locale: () => 'zh', client: 'world-live/1' })
  const client = createClient((request) =>
    send({
      ...request,
      headers: { ...request.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    }),
  )
  const session = who.includes('@')
    ? await client.call(logIn, { email: who, password: DEMO_PASSWORD })
    : await client.call(becomePersona, { key: who })
  token = session.token
  const { id, nickname } = session.account!
  return { client, accountId: id, nickname, memberships: session.memberships }
}
