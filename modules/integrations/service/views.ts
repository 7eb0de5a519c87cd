// What the tables hold, as the contract shows it.
import type { OutputOf } from '#kernel/contract'
import type * as c from '../contract.ts'
import type { KeyWithUse } from '../repository/keys.ts'
import type { AttemptRow, DeliveryRow, EndpointCounts, EndpointRow } from '../repository/webhooks.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export const endpointView = (e: EndpointRow, n?: EndpointCounts): OutputOf<typeof c.updateWebhook> => ({
  endpointId: e.endpoint_id,
  url: e.url,
  note: e.note,
  types: e.types,
  state: e.state,
  failingSince: iso(e.failing_since),
  disabledAt: iso(e.disabled_at),
  oldSecretUntil: iso(e.old_secret_until),
  createdAt: e.created_at.toISOString(),
  waiting: n?.waiting ?? 0,
  failed: n?.failed ?? 0,
  delivered: n?.delivered ?? 0,
})

type Fault = OutputOf<typeof c.resendDelivery>['lastFault']

export const deliveryView = (d: DeliveryRow): OutputOf<typeof c.resendDelivery> => ({
  deliveryId: d.delivery_id,
  endpointId: d.endpoint_id,
  messageId: d.message_id,
  type: d.type,
  state: d.state,
  attempts: d.attempts,
  nextAt: d.state === 'waiting' ? d.next_at.toISOString() : null,
  lastStatus: d.last_status,
  lastFault: d.last_fault as Fault,
  createdAt: d.created_at.toISOString(),
  endedAt: iso(d.ended_at),
})

export const attemptView = (a: AttemptRow): OutputOf<typeof c.getDelivery>['tries'][number] => ({
  n: a.n,
  at: a.at.toISOString(),
  status: a.status,
  fault: a.fault as Fault,
  tookMs: a.took_ms,
  requestHeaders: a.request_headers,
  responseHeaders: a.response_headers,
  responseBody: a.response_body,
})

export const keyView = (k: KeyWithUse, now: Date): OutputOf<typeof c.revokeKey> => ({
  keyId: k.key_id,
  name: k.name,
  prefix: k.prefix,
  scopes: k.scopes,
  state: k.revoked_at ? 'revoked' : k.expires_at && k.expires_at <= now ? 'expired' : 'on',
  createdAt: k.created_at.toISOString(),
  expiresAt: iso(k.expires_at),
  revokedAt: iso(k.revoked_at),
  lastUsedAt: iso(k.last_used_at),
})
