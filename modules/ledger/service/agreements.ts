// Agreements at the desk: terms tried out on real sales, drafted, signed by a second person, and read by their party.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Id } from '#kernel/ids'
import { mulDivHalfUp, toWire } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import { keepMade, madeBefore } from '#platform/made-by-key'
import {
  draftAgreement,
  type agreementDetail,
  type agreementOut,
  type discardAgreement,
  type getAgreement,
  type listAgreements,
  type listShopAgreements,
  type signAgreement,
  type simulateAgreement,
  type yearOut,
} from '../contract.ts'
import { forecast, measure, tierAt, tiersProblem, type Measure, type Tier } from '../domain/agreement.ts'
import { nextAgreementState, type AgreementAction } from '../domain/agreement-state.ts'
import { daysGone, daysIn, yearOf, yearSpan } from '../domain/china-year.ts'
import {
  changeAgreement,
  creditNotes,
  findAgreement,
  insertAgreement,
  insertStep,
  listAgreements as findAgreements,
  stepsOf,
} from '../repository/agreements.ts'
import type { AgreementTable } from '../repository/rows.ts'
import { measureSpan, tiersOf } from './measure.ts'
import { cursorKey, pageOfRows } from './statements.ts'
import type { z } from 'zod'

const PREFIX = { merchant: 'shp_', creator: 'crt_', agency: 'org_' } as const
const MOST_OF_A_SHOP = 50

export function createAgreements({ db, clock, ids }: Deps) {
  const wire = (a: AgreementTable): z.output<typeof agreementOut> => ({
    agreementId: a.agreement_id,
    role: a.role,
    partyId: a.party_id,
    year: a.year,
    mode: a.mode,
    basis: a.basis,
    tiers: a.tiers,
    exclusions: a.exclusions,
    currency: a.currency,
    note: a.note,
    state: a.state,
    createdBy: a.created_by,
    createdAt: a.created_at.toISOString(),
    signedBy: a.signed_by,
    signedAt: a.signed_at?.toISOString() ?? null,
    measuredAt: a.measured_at?.toISOString() ?? null,
    ...yearWire(keptMeasure(a), a.year, clock.now()),
  })

  async function detail(tx: Tx, a: AgreementTable): Promise<z.output<typeof agreementDetail>> {
    const notes = await creditNotes(tx, a.agreement_id)
    return {
      ...wire(a),
      steps: (await stepsOf(tx, a.agreement_id)).map((s) => ({
        state: s.state,
        at: s.at.toISOString(),
        by: s.by,
      })),
      notes: notes.map((n) => ({
        noteId: n.note_id,
        transferId: n.transfer_id,
        amountMinor: toWire(n.amount_minor),
        salesMinor: toWire(n.sales_minor),
        chargedMinor: toWire(n.charged_minor),
        agreedMinor: toWire(n.agreed_minor),
        lines: n.lines,
        at: n.at.toISOString(),
      })),
    }
  }

  async function existing(tx: Tx, agreementId: Id<'agr'>, lock = false): Promise<AgreementTable> {
    const found = await findAgreement(tx, agreementId, lock)
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }

  async function enter(tx: Tx, a: AgreementTable, action: AgreementAction, by: string) {
    const state = nextAgreementState(a.state, action)
    if (state === null) throw new AppError('STATE_CONFLICT', { state: a.state })
    const at = clock.now()
    const signed = action === 'sign' ? { signed_by: by, signed_at: at } : {}
    await changeAgreement(tx, a.agreement_id, { state, ...signed })
    await insertStep(tx, { agreement_id: a.agreement_id, state, at, by })
    return { ...a, state, ...signed }
  }

  function assertTerms(input: InputOf<typeof simulateAgreement>): Tier[] {
    const tiers = input.tiers.map((t) => ({ thresholdMinor: BigInt(t.thresholdMinor), rateBps: t.rateBps }))
    if (!input.partyId.startsWith(PREFIX[input.role]))
      throw refusedField('/partyId', '与协议方类型不符', 'not an id of this kind of party')
    if (input.mode === 'lower-rate' && input.role !== 'merchant')
      throw refusedField('/mode', '降率只适用于商家', 'only a merchant’s rate can be lowered')
    const problem = tiersProblem(tiers)
    if (problem === 'order')
      throw refusedField('/tiers', '门槛须大于零且逐档升高', 'thresholds must rise from above zero')
    if (problem) throw refusedField('/tiers', '费率须逐档降低', 'rates must fall from tier to tier')
    return tiers
  }

  return {
    listAgreements: (page: InputOf<typeof listAgreements>): Promise<OutputOf<typeof listAgreements>> =>
      db.read(async (tx) => {
        const found = await findAgreements(tx, { ...cursorKey(page.cursor), limit: page.limit + 1 })
        const { rows, nextCursor } = pageOfRows(found, page.limit, (a) => a.agreement_id)
        return { items: rows.map(wire), nextCursor }
      }),

    getAgreement: ({ agreementId }: InputOf<typeof getAgreement>): Promise<OutputOf<typeof getAgreement>> =>
      db.read(async (tx) => detail(tx, await existing(tx, agreementId))),

    listShopAgreements: ({
      shopId,
    }: InputOf<typeof listShopAgreements>): Promise<OutputOf<typeof listShopAgreements>> =>
      db.read(async (tx) => {
        const own = await findAgreements(tx, {
          role: 'merchant',
          partyId: shopId,
          signedOnly: true,
          limit: MOST_OF_A_SHOP,
        })
        const items = []
        for (const a of own) items.push(await detail(tx, a))
        return { items }
      }),

    /** On what was settled so far this year, and in the whole of the last. */
    simulateAgreement: (
      input: InputOf<typeof simulateAgreement>,
    ): Promise<OutputOf<typeof simulateAgreement>> =>
      db.read(async (tx) => {
        const tiers = assertTerms(input)
        const now = clock.now()
        const of = { role: input.role, partyId: input.partyId, exclusions: input.exclusions }
        const inYear = async (year: number) =>
          yearWire(
            (await measureSpan(tx, { ...of, ...yearSpan(year) }, { tiers, basis: input.basis })).measured,
            year,
            now,
          )
        return {
          currency: 'CNY' as const,
          thisYear: await inYear(yearOf(now)),
          lastYear: await inYear(yearOf(now) - 1),
        }
      }),

    async draftAgreement(
      input: InputOf<typeof draftAgreement>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof draftAgreement>> {
      assertTerms(input)
      const now = clock.now()
      if (input.year < yearOf(now)) throw refusedField('/year', '不能为已结束的年度起草', 'that year is over')
      const by = ctx.actor.kind === 'person' ? ctx.actor.accountId : ctx.actor.kind
      const row: AgreementTable = {
        agreement_id: ids.next('agr'),
        role: input.role,
        party_id: input.partyId,
        year: input.year,
        mode: input.mode,
        basis: input.basis,
        tiers: input.tiers,
        exclusions: [...new Set(input.exclusions)],
        currency: 'CNY',
        note: input.note,
        state: 'draft',
        created_by: by,
        created_at: now,
        signed_by: null,
        signed_at: null,
        sales_minor: 0n,
        charged_minor: 0n,
        agreed_minor: 0n,
        reached_bps: null,
        measured_at: null,
      }
      return db.transaction(async (tx) => {
        const before = await madeBefore<Id<'agr'>>(tx, ctx, draftAgreement)
        if (before) return detail(tx, await existing(tx, before))
        if (!(await insertAgreement(tx, row))) throw new AppError('DUPLICATE')
        await keepMade(tx, ctx, draftAgreement, row.agreement_id)
        await insertStep(tx, { agreement_id: row.agreement_id, state: 'draft', at: now, by })
        return detail(tx, row)
      })
    },

    /** @throws AppError FOUR_EYES when who drafted it signs it */
    signAgreement: (
      { agreementId }: InputOf<typeof signAgreement>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof signAgreement>> =>
      db.transaction(async (tx) => {
        const by = personOf(ctx)
        const a = await existing(tx, agreementId, true)
        if (a.created_by === by) throw new AppError('FOUR_EYES')
        // Asked again after a lost answer: it is signed, by whom it was to be.
        if (a.signed_by === by) return detail(tx, a)
        return detail(tx, await enter(tx, a, 'sign', by))
      }),

    discardAgreement: (
      { agreementId }: InputOf<typeof discardAgreement>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof discardAgreement>> =>
      db.transaction(async (tx) => {
        const a = await existing(tx, agreementId, true)
        return detail(tx, await enter(tx, a, 'discard', personOf(ctx)))
      }),
  }
}

const refusedField = (pointer: string, zh: string, en: string) =>
  new AppError('INPUT_INVALID', {}, [{ pointer, code: 'INPUT_INVALID', detail: { zh, en } }])

/** As it was last measured. */
function keptMeasure(a: AgreementTable): Measure {
  const tiers = tiersOf(a)
  return {
    ...measure(tiers, a.basis, []),
    salesMinor: a.sales_minor,
    chargedMinor: a.charged_minor,
    agreedMinor: a.agreed_minor,
    rebateMinor: a.charged_minor - a.agreed_minor,
    reached: tierAt(tiers, a.sales_minor),
    next: tiers.find((t) => a.sales_minor < t.thresholdMinor) ?? null,
  }
}

function yearWire(m: Measure, year: number, now: Date): z.output<typeof yearOut> {
  const span = yearSpan(year)
  const [gone, days] = [daysGone(span, now), daysIn(span)]
  const tier = (t: Tier | null) => t && { thresholdMinor: toWire(t.thresholdMinor), rateBps: t.rateBps }
  return {
    salesMinor: toWire(m.salesMinor),
    chargedMinor: toWire(m.chargedMinor),
    agreedMinor: toWire(m.agreedMinor),
    rebateMinor: toWire(m.rebateMinor),
    effectiveBps: m.salesMinor === 0n ? 0 : Number(mulDivHalfUp(m.agreedMinor, 10_000n, m.salesMinor)),
    reached: tier(m.reached),
    next: tier(m.next),
    forecastMinor: toWire(forecast(m.salesMinor, gone, days)),
    daysGone: gone,
    daysInYear: days,
  }
}
