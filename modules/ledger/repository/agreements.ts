// Agreements, the sales they are measured on, and their credit notes.
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Tx } from '#platform/database'
import type { AgreementRole } from '../domain/measured-sale.ts'
import { EMERGING } from '../domain/rate-card.ts'
import type { AgreedSale } from '../domain/sale.ts'
import { asJson } from './transfers.ts'
import type {
  AgreementStepTable,
  AgreementTable,
  CreditNoteLineTable,
  CreditNoteTable,
  LedgerTables,
} from '../tables.ts'

const q = (tx: Tx) => tables<LedgerTables>(tx)

/** False when the party has an agreement for that year. */
export async function insertAgreement(tx: Tx, row: AgreementTable): Promise<boolean> {
  const made = await q(tx)
    .insertInto('ledger.agreement')
    .values({ ...row, tiers: sql`${JSON.stringify(row.tiers)}::jsonb` })
    .onConflict((c) =>
      c
        .columns(['role', 'party_id', 'year'])
        .where(sql<boolean>`state <> 'closed'`)
        .doNothing(),
    )
    .returning('agreement_id')
    .execute()
  return made.length > 0
}

export async function findAgreement(
  tx: Tx,
  agreementId: Id<'agr'>,
  lock = false,
): Promise<AgreementTable | undefined> {
  const query = q(tx).selectFrom('ledger.agreement').selectAll().where('agreement_id', '=', agreementId)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

export type AgreementFilter = {
  role?: AgreementRole
  partyId?: string
  /** Terms that are still only the platform's own are not shown to the party. */
  signedOnly?: boolean
  before?: string
  limit: number
}

export async function listAgreements(tx: Tx, f: AgreementFilter): Promise<AgreementTable[]> {
  let query = q(tx).selectFrom('ledger.agreement').selectAll().orderBy('agreement_id', 'desc').limit(f.limit)
  if (f.role) query = query.where('role', '=', f.role)
  if (f.partyId) query = query.where('party_id', '=', f.partyId)
  if (f.signedOnly) query = query.where('signed_at', 'is not', null)
  if (f.before) query = query.where('agreement_id', '<', f.before as Id<'agr'>)
  return query.execute()
}

/** Those the clock moves on: signed and not closed. */
export async function runningAgreements(tx: Tx, after: string, limit: number): Promise<Id<'agr'>[]> {
  const rows = await q(tx)
    .selectFrom('ledger.agreement')
    .select('agreement_id')
    .where('state', 'not in', ['draft', 'closed'])
    .where('agreement_id', '>', after as Id<'agr'>)
    .orderBy('agreement_id')
    .limit(limit)
    .execute()
  return rows.map((r) => r.agreement_id)
}

export type AgreementChange = Partial<
  Pick<
    AgreementTable,
    | 'state'
    | 'signed_by'
    | 'signed_at'
    | 'sales_minor'
    | 'charged_minor'
    | 'agreed_minor'
    | 'reached_bps'
    | 'measured_at'
  >
>

export async function changeAgreement(
  tx: Tx,
  agreementId: Id<'agr'>,
  change: AgreementChange,
): Promise<void> {
  await q(tx).updateTable('ledger.agreement').set(change).where('agreement_id', '=', agreementId).execute()
}

export async function insertStep(tx: Tx, step: Omit<AgreementStepTable, 'step_id'>): Promise<void> {
  await q(tx).insertInto('ledger.agreement_step').values(step).execute()
}

export async function stepsOf(
  tx: Tx,
  agreementId: Id<'agr'>,
): Promise<Omit<AgreementStepTable, 'step_id'>[]> {
  return q(tx)
    .selectFrom('ledger.agreement_step')
    .select(['agreement_id', 'state', 'at', 'by'])
    .where('agreement_id', '=', agreementId)
    .orderBy('step_id')
    .execute()
}

// --- What is measured ------------------------------------------------------------------------------------------------

export type SettledSale = AgreedSale & { transfer_id: Id<'trf'>; refunded: bigint }
export type Measured = {
  role: AgreementRole
  partyId: string
  exclusions: readonly string[]
  from: Date
  to: Date
}

/** A party's goods settled in a span, in the order of settlement, with what refunds took of each to this day. */
export async function settledSales(tx: Tx, m: Measured): Promise<SettledSale[]> {
  const mine = { merchant: 's.shop_id', creator: 's.creator_id', agency: 's.agency_id' }[m.role]
  const { rows } = await sql<SettledSale>`
    select s.transfer_id, s.goods_minor, s.shop_coupon_minor, s.platform_coupon_minor, s.creator_coupon_minor,
      s.platform_rate_bps, s.tech_fee_bps, s.creator_rate_bps, s.agency_split_bps, s.recruiter_rate_bps, s.paid_minor,
      coalesce((select sum(r.paid_minor) from ledger.refund_line r where r.sale_transfer_id = s.transfer_id), 0)::bigint as refunded
    from ledger.sale s join ledger.settlement d on d.order_id = s.order_id
    where ${sql.ref(mine)} = ${m.partyId} and s.kind = 'goods' and d.settled_at >= ${m.from} and d.settled_at < ${m.to}
      and not exists (select from ledger.rate_version v where v.rate_version_id = s.rate_version_id
        and (v.category_id = any(${[...m.exclusions]}::text[])
          or (v.scope = 'emerging' and ${EMERGING} = any(${[...m.exclusions]}::text[]))))
    order by d.settled_at, s.transfer_id`.execute(q(tx))
  return rows
}

// --- Credit notes ----------------------------------------------------------------------------------------------------

export async function insertCreditNote(
  tx: Tx,
  note: CreditNoteTable,
  lines: readonly Omit<CreditNoteLineTable, 'note_id'>[],
): Promise<void> {
  await q(tx).insertInto('ledger.credit_note').values(note).execute()
  if (lines.length === 0) return
  const rows = lines.map((l) => ({ ...l, note_id: note.note_id }))
  await sql`insert into ledger.credit_note_line
    select * from json_populate_recordset(null::ledger.credit_note_line, ${asJson(rows)}::json)`.execute(
    q(tx),
  )
}

export type NoteRow = CreditNoteTable & { lines: number }

export async function creditNotes(tx: Tx, agreementId: Id<'agr'>): Promise<NoteRow[]> {
  return q(tx)
    .selectFrom('ledger.credit_note as n')
    .selectAll('n')
    .select(
      sql<number>`(select count(*) from ledger.credit_note_line l where l.note_id = n.note_id)::int`.as(
        'lines',
      ),
    )
    .where('agreement_id', '=', agreementId)
    .orderBy('note_id')
    .execute()
}

/** Each fee line as the newest note that names it counted it. */
export async function creditedLines(
  tx: Tx,
  agreementId: Id<'agr'>,
): Promise<Omit<CreditNoteLineTable, 'note_id'>[]> {
  const { rows } = await sql<Omit<CreditNoteLineTable, 'note_id'>>`
    select distinct on (l.sale_transfer_id) l.sale_transfer_id, l.base_minor, l.fee_minor
    from ledger.credit_note_line l join ledger.credit_note n on n.note_id = l.note_id
    where n.agreement_id = ${agreementId}
    order by l.sale_transfer_id, l.note_id desc`.execute(q(tx))
  return rows
}
