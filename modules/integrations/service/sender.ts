// Sends what waits. An attempt is counted before it is made and its outcome written after the answer came, never before: a sender that dies
// in between leaves a message to be sent once more under the same id, not one that is lost.
import { DAY_MS } from '#kernel/clock'
import type { Deps } from '#platform/context'
import type { Job } from '#platform/jobs'
import type { OutsideAnswer, PostOutside } from '#platform/post-outside'
import { MAX_ATTEMPTS, waitAfter } from '../domain/backoff.ts'
import { maskHeaders, maskText } from '../domain/mask-text.ts'
import { unseal } from '../domain/secret-box.ts'
import { signedHeaders } from '../domain/signature.ts'
import * as repository from '../repository/webhooks.ts'
import type { DueDelivery } from '../repository/webhooks.ts'

const LEASE_MS = 60_000
const PER_ENDPOINT = 8
const AT_ONCE = 64
/** A receiver that answered nothing well for so long is switched off, with a notice. */
export const SWITCH_OFF_AFTER_MS = 5 * DAY_MS
const KEPT_BODY = 4_096

type Outcome = 'delivered' | 'gone' | 'again'

export function createSender(
  {
    db,
    clock,
    random,
    config,
  }: Pick<Deps, 'db' | 'clock' | 'random'> & { config: { secret: string; publicUrl: string } },
  post: PostOutside,
) {
  const outcomeOf = ({ status }: OutsideAnswer): Outcome =>
    status === 410 ? 'gone' : status !== null && status >= 200 && status < 300 ? 'delivered' : 'again'

  async function sendOne(d: DueDelivery): Promise<void> {
    const at = clock.now()
    const secrets = [d.secret, ...(d.old_secret && d.old_secret_until! > at ? [d.old_secret] : [])]
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': `Serendip-Webhooks/1 (+${config.publicUrl}/docs/webhooks)`,
      ...signedHeaders(
        secrets.map((s) => unseal(config.secret, s)),
        { id: d.message_id, timestamp: Math.floor(at.getTime() / 1000), body: d.body },
      ),
    }
    await note(d, at, headers, await post(d.url, headers, d.body))
  }

  const note = (d: DueDelivery, at: Date, headers: Record<string, string>, answer: OutsideAnswer) =>
    db.transaction(async (tx) => {
      const now = clock.now()
      const outcome = outcomeOf(answer)
      const wait = outcome === 'again' ? waitAfter(d.attempts - d.round_from, random) : null
      const isOurs = await repository.endAttempt(tx, d, {
        last_status: answer.status,
        last_fault: answer.fault,
        ...(wait === null
          ? { state: outcome === 'delivered' ? ('delivered' as const) : ('failed' as const), ended_at: now }
          : { next_at: new Date(now.getTime() + wait) }),
      })
      await repository.insertAttempt(tx, {
        delivery_id: d.delivery_id,
        n: d.attempts,
        at,
        status: answer.status,
        fault: answer.fault,
        took_ms: answer.tookMs,
        request_headers: headers,
        response_headers: maskHeaders(answer.headers),
        response_body: maskText(answer.body.slice(0, KEPT_BODY)),
      })
      if (isOurs) await noteHealth(tx, d, outcome, now)
    })

  async function noteHealth(
    tx: Parameters<typeof repository.findEndpoint>[0],
    d: DueDelivery,
    outcome: Outcome,
    now: Date,
  ): Promise<void> {
    const endpoint = await repository.findEndpoint(tx, { endpointId: d.endpoint_id })
    if (!endpoint || endpoint.state !== 'on') return
    if (outcome === 'delivered') {
      if (endpoint.failing_since) await repository.updateEndpoint(tx, d.endpoint_id, { failing_since: null })
      return
    }
    const since = endpoint.failing_since ?? now
    const isOver = outcome === 'gone' || now.getTime() - since.getTime() >= SWITCH_OFF_AFTER_MS
    if (!isOver) {
      if (!endpoint.failing_since)
        await repository.updateEndpoint(tx, d.endpoint_id, { failing_since: since })
      return
    }
    const state = outcome === 'gone' ? ('gone' as const) : ('failing' as const)
    await repository.updateEndpoint(tx, d.endpoint_id, { state, failing_since: since, disabled_at: now })
    await repository.failWaiting(tx, d.endpoint_id, now)
  }

  /** One batch; returns how many attempts were made. */
  async function sendDue(lane: 'first' | 'again'): Promise<number> {
    const now = clock.now()
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    const due = await db.transaction((tx) =>
      repository.takeDue(tx, { now, leaseUntil, lane, perEndpoint: PER_ENDPOINT, limit: AT_ONCE }),
    )
    await Promise.all(due.map(sendOne))
    return due.length
  }

  const jobs: readonly Job[] = [
    { name: 'send-webhooks', everyMs: 1_000, run: () => sendDue('first') },
    { name: 'send-webhooks-again', everyMs: 2_000, run: () => sendDue('again') },
  ]
  return { sendDue, jobs, maxAttempts: MAX_ATTEMPTS }
}
