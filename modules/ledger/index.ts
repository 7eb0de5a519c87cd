// The door of the ledger: postings that take part in a flow's transaction, and the routes that only read or withdraw.
import type { Deps } from '#platform/context'
import { ledgerRoutes } from './routes.ts'
import { createOperator } from './service/operator.ts'
import { createPayments } from './service/payments.ts'
import { createPayouts } from './service/payouts.ts'
import { createRates } from './service/rates.ts'
import { createRefunds } from './service/refunds.ts'
import { createSettlement } from './service/settlement.ts'
import { createStatements } from './service/statements.ts'

export { measure } from './domain/agreement.ts'
export { saleLegs } from './domain/posting.ts'
export { split, splitRefund, type Sale, type Split, type Terms } from './domain/split.ts'
export type { SoldLine } from './service/payments.ts'
export type { RefundedLine } from './service/refunds.ts'
export type { RatesNow } from './service/rates.ts'

export function createLedger(deps: Deps) {
  const settlement = createSettlement(deps)
  const rates = createRates(deps)
  const statements = createStatements(deps)
  const payouts = createPayouts(deps, settlement)
  const operator = createOperator(deps)
  return {
    ...createPayments(deps),
    ...createRefunds(deps),
    settleOrder: settlement.settleOrder,
    payOut: settlement.payOut,
    ratesAt: rates.ratesAt,
    getHealth: operator.getHealth,
    routes: ledgerRoutes({ statements, payouts, rates, operator }),
  }
}

export type Ledger = ReturnType<typeof createLedger>
