// What the matrix needs of the ledger's things: agreements to read, sign and discard.
import { sql } from 'kysely'
import { tables } from '#platform/database'
import type { Tenant } from '#tests/support/tenant'
import { logInAgain } from './callers.ts'
import type { Params, World } from './cases.ts'

/** A month of which nobody there has a line: refused behind the gate. */
const STATEMENT = { month: '2020-01', format: 'csv' }
let agreements = 0
/** A party has one agreement a year, so each names another. */
const agreementTerms = () => ({
  role: 'merchant',
  partyId: `shp_M${(agreements += 1)}`,
  year: 2099,
  mode: 'rebate',
  basis: 'marginal',
  tiers: [{ thresholdMinor: '100000', rateBps: 400 }],
})
async function anAgreement(_t: unknown, w: World): Promise<Params> {
  const { agreementId } = await w.house.must(
    'ledger.draftAgreement',
    agreementTerms(),
    w.platform.admin.token,
  )
  return { agreementId }
}

let days = 0
/** A day that differs, explained by somebody who is not there any more. */
async function aDay(_t: unknown, w: World): Promise<Params> {
  const day = `2020-${String((days += 1)).padStart(4, '0')}`
  const provider = 'sandbox'
  const mismatchId = `mis_${String(days).padStart(26, '0')}`
  await w.house.db.transaction(async (tx) => {
    await sql`insert into ledger.reconciliation (provider, day, looked_at, lines, totals)
      values (${provider}, ${day}, now(), 0, '[]')`.execute(tables(tx))
    await sql`insert into ledger.mismatch (mismatch_id, provider, day, kind, reference, state, explained_by, found_at, changed_at)
      values (${mismatchId}, ${provider}, ${day}, 'crossed-midnight', '', 'explained', 'usr_gone', now(), now())`.execute(
      tables(tx),
    )
  })
  return { provider, day, mismatchId }
}
const dayOnly = async (t: unknown, w: World): Promise<Params> => {
  const { day } = await aDay(t, w)
  return { day: day! }
}
const mismatchOnly = async (t: unknown, w: World): Promise<Params> => ({
  mismatchId: (await aDay(t, w)).mismatchId!,
})
/** A sent one will do: whether it still waits is asked behind the gate. */
async function aPayout(t: Tenant, w: World): Promise<Params> {
  await logInAgain(w)
  return { payoutId: (await t.payout()).payoutId }
}

export const LEDGER_THINGS: Record<string, (t: Tenant, w: World) => Promise<Params> | Params> = {
  'ledger.getAgreement': anAgreement,
  'ledger.signAgreement': anAgreement,
  'ledger.discardAgreement': anAgreement,
  'ledger.getReconciliation': dayOnly,
  'ledger.explainMismatch': mismatchOnly,
  'ledger.resolveMismatch': mismatchOnly,
  'ledger.releaseDay': dayOnly,
  'ledger.decideShopPayout': aPayout,
  'ledger.decidePayout': aPayout,
}

export const LEDGER_BODIES: Record<string, (t: Tenant, w: World) => Record<string, unknown>> = {
  'ledger.simulateAgreement': agreementTerms,
  'ledger.draftAgreement': agreementTerms,
  'ledger.explainMismatch': () => ({ note: 'the provider’s clock' }),
  'ledger.releaseDay': () => ({ note: 'checked by telephone' }),
  'ledger.getShopStatement': () => STATEMENT,
  'ledger.getCreatorStatement': () => STATEMENT,
  'ledger.getAgencyStatement': () => STATEMENT,
  'ledger.exportTax': () => ({ quarter: '2026-Q4' }),
  'ledger.decideShopPayout': () => ({ approve: true }),
  'ledger.decidePayout': () => ({ approve: false }),
  'ledger.setMerchantTier': (t) => ({ shopId: t.shopId, tier: 'standard' }),
  'ledger.topUpDeposit': () => ({ amountMinor: '1' }),
  'ledger.replenishFund': () => ({ amountMinor: '1' }),
}
