// The door of the ledger: postings that take part in a flow's transaction, and the routes that only read or withdraw.
import type { Deps } from '#platform/context'
import { ledgerRoutes } from './routes.ts'
import { createAgreements } from './service/agreements.ts'
import { createCare } from './service/care.ts'
import { createCareDesk } from './service/care-desk.ts'
import { createMeasure } from './service/measure.ts'
import { createOperator } from './service/operator.ts'
import { createPayments } from './service/payments.ts'
import { createPayOut } from './service/pay-out.ts'
import { createPayouts } from './service/payouts.ts'
import { createRates } from './service/rates.ts'
import { createReconciliation } from './service/reconciliation.ts'
import { createRefunds } from './service/refunds.ts'
import { createSettlement } from './service/settlement.ts'
import { createStatementFiles } from './service/statement-files.ts'
import { createStatements } from './service/statements.ts'

export { measure } from './domain/agreement.ts'
export { saleLegs } from './domain/posting.ts'
export { split, splitRefund, type Sale, type Split, type Terms } from './domain/split.ts'
export type { SoldLine } from './service/payments.ts'
export type { RefundedLine } from './service/refunds.ts'
export type { RatesNow } from './service/rates.ts'

export function createLedger(deps: Deps) {
  const care = createCare(deps)
  const settlement = createSettlement(deps, care)
  const rates = createRates(deps)
  const statements = createStatements(deps)
  const reconciliation = createReconciliation(deps)
  const payouts = createPayouts(deps)
  const operator = createOperator(deps)
  const agreements = createAgreements(deps)
  const measure = createMeasure(deps)
  return {
    ...createPayments(deps),
    ...createRefunds(deps, care),
    ...settlement,
    ...createPayOut(deps),
    payoutDetail: payouts.payoutDetail,
    releaseReserves: care.releaseReserves,
    ratesAt: rates.ratesAt,
    getHealth: operator.getHealth,
    assertReconciled: reconciliation.assertReconciled,
    reconcileDay: reconciliation.reconcileDay,
    lastReconciledDay: reconciliation.lastReconciledDay,
    beginReconciling: reconciliation.beginReconciling,
    /** What the clock brings in agreements; `jobs` do it by themselves. */
    runAgreements: measure.runAgreements,
    jobs: [...measure.jobs, ...care.jobs],
    routes: ledgerRoutes({
      statements,
      payouts,
      rates,
      operator,
      agreements,
      reconciliation,
      care: createCareDesk(deps),
      files: createStatementFiles(deps),
    }),
  }
}

export type Ledger = ReturnType<typeof createLedger>
