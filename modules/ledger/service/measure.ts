// The year under an agreement, by the clock: begins, is measured, is over; what was charged too much goes back as a credit note that
// names its fee lines, and what later refunds change is given or taken by a further one. Every note is the difference to the notes before.
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { sumMinor, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { createOutbox, event } from '#platform/outbox'
import { measure, type Measure, type MeasuredLine, type Tier } from '../domain/agreement.ts'
import {
  CLAW_BACK_DAYS,
  nextAgreementState,
  type AgreementAction,
  type AgreementState,
} from '../domain/agreement-state.ts'
import { yearSpan } from '../domain/china-year.ts'
import { measuredSale } from '../domain/measured-sale.ts'
import { inLayer, rebateLegs } from '../domain/posting.ts'
import { rebateIssued, tierReached } from '../events.ts'
import {
  changeAgreement,
  creditedLines,
  creditNotes,
  findAgreement,
  insertCreditNote,
  insertStep,
  runningAgreements,
  settledSales,
  type Measured,
} from '../repository/agreements.ts'
import { insertTransfers } from '../repository/transfers.ts'
import type { AgreementTable } from '../repository/rows.ts'

const BATCH = 50
type YearLine = MeasuredLine & { saleTransferId: Id<'trf'> }
export type Year = { lines: YearLine[]; measured: Measure }

export const tiersOf = (row: Pick<AgreementTable, 'tiers'>): Tier[] =>
  row.tiers.map((t) => ({ thresholdMinor: BigInt(t.thresholdMinor), rateBps: t.rateBps }))

/** What a party's settled sales of a span come to under these terms. */
export async function measureSpan(
  tx: Tx,
  of: Measured,
  terms: { tiers: readonly Tier[]; basis: AgreementTable['basis'] },
): Promise<Year> {
  const lines = (await settledSales(tx, of)).map((s) => ({
    ...measuredSale(of.role, s, s.refunded),
    saleTransferId: s.transfer_id,
  }))
  return { lines, measured: measure(terms.tiers, terms.basis, lines) }
}

export const measureYear = (tx: Tx, a: AgreementTable): Promise<Year> =>
  measureSpan(
    tx,
    { role: a.role, partyId: a.party_id, exclusions: a.exclusions, ...yearSpan(a.year) },
    { tiers: tiersOf(a), basis: a.basis },
  )

export function createMeasure({ db, clock, ids }: Deps) {
  const outbox = createOutbox(clock, ids)

  async function enter(tx: Tx, a: AgreementTable, action: AgreementAction): Promise<AgreementTable> {
    const state = nextAgreementState(a.state, action)
    if (state === null) throw new Error(`${a.agreement_id}: ${action} in ${a.state}`)
    await changeAgreement(tx, a.agreement_id, { state })
    await insertStep(tx, { agreement_id: a.agreement_id, state, at: clock.now(), by: 'clock' })
    return { ...a, state }
  }

  async function keepMeasure(tx: Tx, a: AgreementTable, m: Measure): Promise<AgreementTable> {
    const change = {
      sales_minor: m.salesMinor,
      charged_minor: m.chargedMinor,
      agreed_minor: m.agreedMinor,
      reached_bps: m.reached?.rateBps ?? null,
      measured_at: clock.now(),
    }
    await changeAgreement(tx, a.agreement_id, change)
    if (m.reached && (a.reached_bps === null || m.reached.rateBps < a.reached_bps))
      await outbox.publish(tx, [
        event(tierReached, a.agreement_id, {
          agreementId: a.agreement_id,
          role: a.role,
          party: a.party_id,
          rateBps: m.reached.rateBps,
          salesMinor: m.salesMinor.toString(),
          currency: a.currency,
        }),
      ])
    return { ...a, ...change }
  }

  /** Posts what the notes so far do not come to; nothing when they do. */
  async function credit(tx: Tx, a: AgreementTable, { lines, measured }: Year): Promise<Minor> {
    const amountMinor =
      measured.rebateMinor - sumMinor((await creditNotes(tx, a.agreement_id)).map((n) => n.amount_minor))
    if (amountMinor === 0n) return 0n
    const at = clock.now()
    const [transferId, noteId] = [ids.next('trf'), ids.next('crn')]
    const entries = inLayer('posted', rebateLegs(a.role, a.party_id, a.currency, amountMinor))
    const head = { kind: 'rebate', phase: 'posted', ofTransferId: null, orderId: null, lineId: null } as const
    await insertTransfers(
      tx,
      [{ ...head, transferId, groupId: a.agreement_id, currency: a.currency, at, entries }],
      at,
    )
    const known = new Map(
      (await creditedLines(tx, a.agreement_id)).map((l) => [
        l.sale_transfer_id,
        `${l.base_minor} ${l.fee_minor}`,
      ]),
    )
    const changed = lines.filter((l) => known.get(l.saleTransferId) !== `${l.baseMinor} ${l.feeMinor}`)
    await insertCreditNote(
      tx,
      {
        note_id: noteId,
        agreement_id: a.agreement_id,
        transfer_id: transferId,
        amount_minor: amountMinor,
        currency: a.currency,
        sales_minor: measured.salesMinor,
        charged_minor: measured.chargedMinor,
        agreed_minor: measured.agreedMinor,
        at,
      },
      changed.map((l) => ({
        sale_transfer_id: l.saleTransferId,
        base_minor: l.baseMinor,
        fee_minor: l.feeMinor,
      })),
    )
    await outbox.publish(tx, [
      event(rebateIssued, a.agreement_id, {
        agreementId: a.agreement_id,
        noteId,
        role: a.role,
        party: a.party_id,
        amountMinor: amountMinor.toString(),
        currency: a.currency,
      }),
    ])
    return amountMinor
  }

  /** As far as the clock takes it now. True when something changed. */
  async function moveOn(tx: Tx, agreementId: Id<'agr'>): Promise<boolean> {
    let a = await findAgreement(tx, agreementId, true)
    if (!a || a.state === 'draft' || a.state === 'closed') return false
    const { from, to } = yearSpan(a.year)
    const now = clock.now()
    const before: AgreementState = a.state
    if (a.state === 'signed') {
      if (now < from) return false
      a = await enter(tx, a, 'begin')
    }
    const year = await measureYear(tx, a)
    a = await keepMeasure(tx, a, year.measured)
    if (now < to) return a.state !== before
    if (a.state === 'active') a = await enter(tx, a, 'year-over')
    if (a.state === 'measured') a = await enter(tx, a, year.measured.reached ? 'reached' : 'not-reached')
    const moved = a.state === 'missed' ? 0n : await credit(tx, a, year)
    if (a.state === 'achieved') a = await enter(tx, a, 'credit')
    if (now.getTime() >= to.getTime() + CLAW_BACK_DAYS * DAY_MS) await enter(tx, a, 'close')
    return moved !== 0n || a.state !== before
  }

  /** All of them, one transaction each; how many changed. */
  async function runAgreements(): Promise<number> {
    let changed = 0
    for (let after = ''; ;) {
      const due = await db.read((tx) => runningAgreements(tx, after, BATCH))
      for (const id of due) if (await db.transaction((tx) => moveOn(tx, id))) changed += 1
      if (due.length < BATCH) return changed
      after = due.at(-1)!
    }
  }

  const jobs: Job[] = [{ name: 'run-agreements', everyMs: 60_000, run: runAgreements }]
  return { runAgreements, jobs }
}
