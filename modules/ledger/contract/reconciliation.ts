// Reconciliation as the operator sees it: days, what differs, and the two people who settle it.
import { z } from 'zod'
import { endpoint, idOf, instant, minorOut, pageIn, pageOf } from '#kernel/contract'
import { cleanText } from '#kernel/text'
import { MISMATCH_KINDS } from '../domain/mismatch.ts'

const read = { kind: 'platform', scope: 'ledger.read' } as const
const write = { kind: 'platform', scope: 'rate.write' } as const
const at = { provider: z.string().min(1).max(40), day: z.string().min(1).max(40) }

const dayOut = z.object({
  provider: z.string(),
  /** A calendar day in China. */
  day: z.string(),
  lookedAt: instant,
  lines: z.number().int(),
  totals: z.array(
    z.object({
      currency: z.string(),
      oursPaid: minorOut,
      oursRefunded: minorOut,
      theirsPaid: minorOut,
      theirsRefunded: minorOut,
      fee: minorOut,
    }),
  ),
  found: z.number().int(),
  unresolved: z.number().int(),
  releaseAskedBy: z.string().nullable(),
  releaseNote: z.string().nullable(),
  releasedAt: instant.nullable(),
})
const mismatchOut = z.object({
  mismatchId: idOf('mis'),
  kind: z.enum(MISMATCH_KINDS),
  reference: z.string(),
  orderId: z.string().nullable(),
  /** Both sides in what they differ by: an amount with its currency, a time, a fee. */
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  state: z.enum(['open', 'explained', 'resolved']),
  note: z.string().nullable(),
  explainedBy: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  changedAt: instant,
})
const dayWithMismatches = dayOut.extend({ mismatches: z.array(mismatchOut) })

export const listReconciliations = endpoint({
  id: 'ledger.listReconciliations',
  method: 'GET',
  path: '/api/v1/platform/reconciliations',
  summary: { zh: '渠道对账', en: 'Providers’ days beside the ledger, newest first' },
  access: read,
  input: z.object(pageIn),
  output: pageOf(dayOut),
  errors: ['CURSOR_INVALID'],
})

export const getReconciliation = endpoint({
  id: 'ledger.getReconciliation',
  method: 'GET',
  path: '/api/v1/platform/reconciliations/{provider}/{day}',
  summary: { zh: '某渠道某日对账', en: 'One day of one provider, with all that differs' },
  access: read,
  input: z.object(at),
  output: dayWithMismatches,
  errors: ['NOT_FOUND'],
})

export const explainMismatch = endpoint({
  id: 'ledger.explainMismatch',
  method: 'POST',
  path: '/api/v1/platform/mismatches/{mismatchId}/explain',
  summary: { zh: '说明差异', en: 'Say why they differ' },
  access: write,
  input: z.object({ mismatchId: idOf('mis'), note: cleanText(500, { multiline: true }) }),
  output: mismatchOut,
  errors: ['NOT_FOUND', 'STATE_CONFLICT'],
})

export const resolveMismatch = endpoint({
  id: 'ledger.resolveMismatch',
  method: 'POST',
  path: '/api/v1/platform/mismatches/{mismatchId}/resolve',
  summary: { zh: '复核差异', en: 'The second look, by somebody else' },
  access: write,
  input: z.object({ mismatchId: idOf('mis') }),
  output: mismatchOut,
  errors: ['NOT_FOUND', 'STATE_CONFLICT', 'FOUR_EYES'],
})

export const releaseDay = endpoint({
  id: 'ledger.releaseDay',
  method: 'POST',
  path: '/api/v1/platform/reconciliations/{provider}/{day}/release',
  summary: { zh: '放行打款', en: 'Let payouts go on although the day differs: one asks, another agrees' },
  access: write,
  input: z.object({ ...at, note: cleanText(500, { multiline: true }).nullish() }),
  output: dayWithMismatches,
  errors: ['NOT_FOUND', 'INPUT_INVALID', 'FOUR_EYES'],
})

export const reconciliationEndpoints = [
  listReconciliations,
  getReconciliation,
  explainMismatch,
  resolveMismatch,
  releaseDay,
] as const
