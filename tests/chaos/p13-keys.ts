// The limits of keys: each asks five times what it may, steadily, both at once; what passes is what is allowed, within a twentieth, and
// neither costs the other anything. The bad twin counts by the clock's second, so that twice the rate passes across its edge.
import { setTimeout as wait } from 'node:timers/promises'
import type { Id } from '#kernel/ids'
import { KEY_RATE } from '#flows/call-by-key'
import { systemCtx } from '#platform/context'
import type { Doors } from '#server/doors'
import { createHttpClient } from '../support/http-client.ts'

const TIMES = 5
const SECONDS = 4

async function aKey(doors: Doors, shopId: Id<'shp'>, accountId: Id<'usr'>): Promise<string> {
  const made = doors.integrations.routes.find((r) => r.endpoint.id === 'integrations.createKey')!
  const actor = { kind: 'person', accountId, sessionId: 'p13', guest: false, memberships: [] } as const
  const input = { shopId, name: 'p13', scopes: ['product.read'], days: 1 }
  const { token } = (await made.handle(input as never, { ...systemCtx('p13'), actor })) as { token: string }
  return token
}

/** How far what passed is from what is allowed, at most, in hundredths; how many refusals did not say when to come back. */
export async function keyLimits(baseUrl: string, doors: Doors, shopId: Id<'shp'>, accountId: Id<'usr'>) {
  const tokens = [await aKey(doors, shopId, accountId), await aKey(doors, shopId, accountId)]
  const client = createHttpClient(baseUrl, 64, { comesBack: false })
  const allowed = KEY_RATE * SECONDS
  const each = await Promise.all(tokens.map((token) => ask(client, shopId, token)))
  client.close()
  return {
    keyLimitOffBy: Math.max(...each.map((k) => Math.abs(k.passed - allowed) / allowed)),
    keyRefusalsUnclear: each.reduce((n, k) => n + k.unclear, 0),
    twinLimitOffBy: Math.abs(byTheSecond(KEY_RATE) - KEY_RATE) / KEY_RATE,
  }
}

async function ask(client: ReturnType<typeof createHttpClient>, shopId: string, token: string) {
  const told = { passed: 0, unclear: 0 }
  const calls: Promise<void>[] = []
  const from = performance.now()
  for (let n = 0; n < KEY_RATE * TIMES * SECONDS; n++) {
    const dueMs = (n * 1_000) / (KEY_RATE * TIMES) - (performance.now() - from)
    if (dueMs > 0) await wait(dueMs)
    calls.push(
      client.call('GET', `/api/v1/shops/${shopId}/products?limit=1`, { token }).then(({ status, body }) => {
        if (status === 200) told.passed += 1
        else if (status !== 429 || body.code !== 'RATE_LIMITED' || !(body.retryAfterSeconds > 0))
          told.unclear += 1
      }),
    )
  }
  await Promise.all(calls)
  return told
}

/** A counter that begins anew with each of the clock's seconds, asked in the second around an edge. */
function byTheSecond(rate: number): number {
  const counts = new Map<number, number>()
  let passed = 0
  for (let at = 500; at < 1_500; at += 1_000 / (rate * TIMES)) {
    const second = Math.floor(at / 1_000)
    const n = (counts.get(second) ?? 0) + 1
    counts.set(second, n)
    if (n <= rate) passed += 1
  }
  return passed
}
