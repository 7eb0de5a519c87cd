// A day of a provider beside the ledger: read the file, name what differs, keep it until two people have seen it. Doing it again
// changes nothing but what has changed.
import { addDays, chinaDayRange } from '#kernel/china-time'
import { DAY_MS } from '#kernel/clock'
import type { InputOf, OutputOf } from '#kernel/contract'
import { AppError } from '#kernel/errors'
import { idRange } from '#kernel/ids'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { BillItem, BillLine } from '#platform/providers/bill'
import type { PaymentProvider } from '#platform/providers/payment'
import type {
  explainMismatch,
  getReconciliation,
  listReconciliations,
  releaseDay,
  resolveMismatch,
} from '../contract.ts'
import { mismatchesOf, type MismatchKind, type Pair } from '../domain/mismatch.ts'
import * as repository from '../repository/reconciliation.ts'
import type { BillLineTable } from '../repository/rows.ts'
import { pageOfRows } from './statements.ts'

type Source = Pick<PaymentProvider, 'name' | 'merchantId' | 'fee' | 'bill'>
type Found = {
  kind: MismatchKind
  reference: string
  ours: string | null
  theirs: string | null
  order_id?: string | null
}
const BATCH = 1_000
/** A refund may have been promised days before it is sent. */
const BACK_DAYS = 7
const MOST = 5_000

export function createReconciliation({ db, clock, ids }: Deps) {
  /** Reads the file into its table. What no comparison is needed for is named at once. */
  async function readFile(tx: Tx, p: Source, at: repository.Day): Promise<{ found: Found[]; lines: number }> {
    const found: Found[] = []
    const sums = { lines: 0, payment: 0n, refund: 0n }
    let batch: BillLineTable[] = []
    for await (const item of p.bill(at.day)) {
      const named = nameLine(item, p, sums)
      if (named) found.push(named)
      if (item.kind !== 'line') continue
      sums.lines += 1
      if (item.what === 'other') continue
      if (item.state === 'succeeded') sums[item.what] += item.amountMinor
      if (named) continue
      batch.push(lineRow(at, item))
      if (batch.length === BATCH) await repository.insertLines(tx, batch.splice(0))
    }
    if (batch.length > 0) await repository.insertLines(tx, batch)
    batch = []
    return { found, lines: sums.lines }
  }

  async function reconcileDay(p: Source, day: string): Promise<number> {
    const at = { provider: p.name, day }
    const { from, to } = chinaDayRange(day)
    const stretch = {
      ...idRange('trf', new Date(from.getTime() - BACK_DAYS * DAY_MS), new Date(to.getTime() + DAY_MS)),
      from,
      to,
    }
    return db.transaction(async (tx) => {
      await repository.lockDay(at)(tx)
      await repository.forgetLines(tx, at)
      const { found, lines } = await readFile(tx, p, at)
      const pairs = await repository.differing(tx, at, stretch, p.fee, MOST)
      for (const pair of pairs)
        for (const kind of mismatchesOf(pair, to.getTime()))
          found.push({ kind, reference: pair.reference, order_id: pair.orderId, ...sides(pair, kind) })
      const nameless = await repository.unreferenced(tx, p.name, stretch)
      if (nameless !== 0n)
        found.push({ kind: 'no-reference', reference: '', ours: nameless.toString(), theirs: null })
      const now = clock.now()
      await repository.keepDay(tx, {
        ...at,
        looked_at: now,
        lines,
        totals: await repository.totalsOf(tx, at, stretch),
      })
      const rows = found.map((f) => ({ order_id: null, ...f, ...at, ...fresh(f, now) }))
      await repository.keepMismatches(tx, at, rows, now)
      await repository.settleMidnight(tx, at, addDays(day, -1), now)
      return found.length
    })
  }

  /** Over midnight: settled when both sides are there, otherwise it waits for the next file. */
  const fresh = ({ kind, theirs }: Found, now: Date) => {
    const crossed = kind === 'crossed-midnight'
    return {
      mismatch_id: ids.next('mis'),
      state: crossed ? (theirs === null ? ('explained' as const) : ('resolved' as const)) : ('open' as const),
      note: null,
      explained_by: crossed ? 'system' : null,
      resolved_by: crossed && theirs !== null ? 'system' : null,
      found_at: now,
      changed_at: now,
    }
  }

  async function dayOf(tx: Tx, at: repository.Day) {
    const [row] = await repository.listDays(tx, { one: at, limit: 1 })
    if (!row) throw new AppError('NOT_FOUND')
    return { ...dayView(row), mismatches: (await repository.listMismatches(tx, at)).map(mismatchView) }
  }

  return {
    reconcileDay,
    /** The last day that is not compared. */
    beginReconciling: (tx: Tx, provider: string, day: string) =>
      repository.keepDay(tx, { provider, day, looked_at: clock.now(), lines: 0, totals: [] }),
    lastReconciledDay: (tx: Tx, provider: string) => repository.lastDay(tx, provider),

    /** @throws AppError PAYOUT_BLOCKED {provider, day}: somebody has to look at it first */
    async assertReconciled(tx: Tx): Promise<void> {
      const day = await repository.blockingDay(tx)
      if (day) throw new AppError('PAYOUT_BLOCKED', day)
    },

    listReconciliations: ({
      cursor,
      limit,
    }: InputOf<typeof listReconciliations>): Promise<OutputOf<typeof listReconciliations>> =>
      db.read(async (tx) => {
        const [day, provider] = cursor?.split('~') ?? []
        const found = await repository.listDays(tx, {
          ...(day && provider ? { before: { day, provider } } : {}),
          limit: limit + 1,
        })
        const { rows, nextCursor } = pageOfRows(found, limit, (r) => `${r.day}~${r.provider}`)
        return { items: rows.map(dayView), nextCursor }
      }),

    getReconciliation: (at: InputOf<typeof getReconciliation>): Promise<OutputOf<typeof getReconciliation>> =>
      db.read((tx) => dayOf(tx, at)),

    /** @throws AppError NOT_FOUND | STATE_CONFLICT */
    explainMismatch: (
      { mismatchId, note }: InputOf<typeof explainMismatch>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof explainMismatch>> =>
      db.transaction(async (tx) => {
        const row = await repository.lockMismatch(tx, mismatchId)
        if (!row) throw new AppError('NOT_FOUND')
        if (row.state === 'resolved') throw new AppError('STATE_CONFLICT', { state: row.state })
        const change = {
          state: 'explained' as const,
          note,
          explained_by: personOf(ctx),
          changed_at: clock.now(),
        }
        await repository.changeMismatch(tx, mismatchId, change)
        return mismatchView({ ...row, ...change })
      }),

    /** The second look. @throws AppError NOT_FOUND | STATE_CONFLICT | FOUR_EYES for whoever explained it */
    resolveMismatch: (
      { mismatchId }: InputOf<typeof resolveMismatch>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof resolveMismatch>> =>
      db.transaction(async (tx) => {
        const row = await repository.lockMismatch(tx, mismatchId)
        if (!row) throw new AppError('NOT_FOUND')
        if (row.state !== 'explained') throw new AppError('STATE_CONFLICT', { state: row.state })
        if (row.explained_by === personOf(ctx)) throw new AppError('FOUR_EYES')
        const change = { state: 'resolved' as const, resolved_by: personOf(ctx), changed_at: clock.now() }
        await repository.changeMismatch(tx, mismatchId, change)
        return mismatchView({ ...row, ...change })
      }),

    /** Payouts go on although the day differs: one asks with a reason, another agrees. @throws AppError NOT_FOUND | FOUR_EYES */
    releaseDay: (
      { note, ...at }: InputOf<typeof releaseDay>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof releaseDay>> =>
      db.transaction(async (tx) => {
        await repository.lockDay(at)(tx)
        const row = await dayOf(tx, at)
        const by = personOf(ctx)
        if (row.releasedAt) return row
        if (row.releaseAskedBy === null) {
          if (!note) throw new AppError('INPUT_INVALID')
          await repository.changeDay(tx, at, { release_asked_by: by, release_note: note })
        } else {
          if (row.releaseAskedBy === by) throw new AppError('FOUR_EYES')
          await repository.changeDay(tx, at, { released_by: by, released_at: clock.now() })
        }
        return dayOf(tx, at)
      }),
  }
}

/** A line that speaks for itself. */
function nameLine(
  item: BillItem,
  p: Source,
  sums: { lines: number; payment: bigint; refund: bigint },
): Found | null {
  switch (item.kind) {
    case 'unreadable':
      return {
        kind: 'unreadable',
        reference: `line ${item.lineNo}`,
        ours: null,
        theirs: item.text.slice(0, 200),
      }
    case 'total': {
      if (item.lines === sums.lines && item.paidMinor === sums.payment && item.refundedMinor === sums.refund)
        return null
      const [ours, theirs] = [
        `${sums.lines} · ${sums.payment} · ${sums.refund}`,
        `${item.lines} · ${item.paidMinor} · ${item.refundedMinor}`,
      ]
      return { kind: 'total-differs', reference: '', ours, theirs }
    }
    case 'line': {
      const theirs = `${item.amountMinor} ${item.currency}`
      if (p.merchantId !== null && item.merchant !== null && item.merchant !== p.merchantId)
        return {
          kind: 'unknown-merchant',
          reference: item.reference,
          ours: p.merchantId,
          theirs: item.merchant,
        }
      return item.what === 'other'
        ? { kind: 'other-movement', reference: item.reference, ours: null, theirs }
        : null
    }
  }
}

const lineRow = (at: repository.Day, l: BillLine): BillLineTable => ({
  ...at,
  line_no: l.lineNo,
  what: l.what as BillLineTable['what'],
  reference: l.reference,
  provider_ref: l.providerRef,
  amount_minor: l.amountMinor,
  currency: l.currency,
  fee_minor: l.feeMinor,
  state: l.state,
  at: l.at,
})

/** Both sides in what they differ by. */
function sides({ ours, theirs }: Pair, kind: MismatchKind): { ours: string | null; theirs: string | null } {
  const time = (ms: number | null | undefined) => (ms ? new Date(ms).toISOString() : null)
  if (kind === 'fee-differs') return { ours: `${theirs!.expectedFee}`, theirs: `${theirs!.fee}` }
  if (kind === 'wrong-day' || kind === 'crossed-midnight')
    return { ours: time(ours?.atMs), theirs: time(theirs?.atMs) }
  if (kind === 'duplicate') return { ours: '1', theirs: `${theirs!.times}` }
  return {
    ours: ours && (ours.posted === null ? null : `${ours.posted} ${ours.currency}`),
    theirs:
      theirs &&
      `${theirs.amount} ${theirs.currency}${theirs.state === 'succeeded' ? '' : ` ${theirs.state}`}`,
  }
}

type DayRow = Awaited<ReturnType<typeof repository.listDays>>[number]
const dayView = (r: DayRow) => ({
  provider: r.provider,
  day: r.day,
  lookedAt: r.looked_at.toISOString(),
  lines: r.lines,
  totals: r.totals,
  found: r.found,
  unresolved: r.unresolved,
  releaseAskedBy: r.release_asked_by,
  releaseNote: r.release_note,
  releasedAt: r.released_at?.toISOString() ?? null,
})

const mismatchView = (m: repository.MismatchRow) => ({
  mismatchId: m.mismatch_id,
  kind: m.kind,
  reference: m.reference,
  orderId: m.order_id,
  ours: m.ours,
  theirs: m.theirs,
  state: m.state,
  note: m.note,
  explainedBy: m.explained_by,
  resolvedBy: m.resolved_by,
  changedAt: m.changed_at.toISOString(),
})
