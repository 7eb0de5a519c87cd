// Contract → service. Withdrawals and the word on them are bound in server/routes.ts to flows/withdraw.ts. The demo clock's two endpoints are bound in server/routes.ts to flows/advance-clock.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createAgreements } from './service/agreements.ts'
import type { createCareDesk } from './service/care-desk.ts'
import type { createOperator } from './service/operator.ts'
import type { createPayouts } from './service/payouts.ts'
import type { createReconciliation } from './service/reconciliation.ts'
import type { createRates } from './service/rates.ts'
import type { createStatementFiles } from './service/statement-files.ts'
import type { Statements } from './service/statements.ts'

type Services = {
  statements: Statements
  payouts: ReturnType<typeof createPayouts>
  rates: ReturnType<typeof createRates>
  operator: ReturnType<typeof createOperator>
  agreements: ReturnType<typeof createAgreements>
  reconciliation: ReturnType<typeof createReconciliation>
  care: ReturnType<typeof createCareDesk>
  files: ReturnType<typeof createStatementFiles>
}

const ofShop = (partyId: string) => ({ roles: ['merchant'], partyId })
const ofCreator = (partyId: string) => ({ roles: ['creator'], partyId })
/** Its split and its recruiting fees are two accounts and one statement. */
const ofAgency = (partyId: string) => ({ roles: ['agency', 'recruiter'], partyId })

export const ledgerRoutes = ({
  statements,
  payouts,
  rates,
  operator,
  agreements,
  reconciliation,
  care,
  files,
}: Services): Route[] => [
  route(c.getShopFinance, (input) => statements.getShopFinance(input)),
  route(c.listShopSettlements, (input) => statements.listShopSettlements(input)),
  route(c.explainOrder, (input) => statements.explainOrder(input)),
  route(c.listPayouts, ({ shopId, ...page }) => payouts.listPayouts('merchant', shopId, page)),
  route(c.getPayout, ({ shopId, payoutId }) => payouts.getPayout('merchant', shopId, payoutId)),
  route(c.getCreatorEarnings, (input) => statements.getCreatorEarnings(input)),
  route(c.listCreatorPayouts, ({ creatorId, ...page }) => payouts.listPayouts('creator', creatorId, page)),
  route(c.getAgencyEarnings, (input) => statements.getAgencyEarnings(input)),
  route(c.listAccounts, (input) => operator.listAccounts(input)),
  route(c.listTransfers, (input) => operator.listTransfers(input)),
  route(c.getTransfer, (input) => operator.getTransfer(input)),
  route(c.getHealth, () => operator.getHealth()),
  route(c.getRateCard, () => rates.getRateCard()),
  route(c.setRate, (input, ctx) => rates.setRate(input, ctx)),
  route(c.listReconciliations, reconciliation.listReconciliations),
  route(c.getReconciliation, reconciliation.getReconciliation),
  route(c.explainMismatch, reconciliation.explainMismatch),
  route(c.resolveMismatch, reconciliation.resolveMismatch),
  route(c.releaseDay, reconciliation.releaseDay),
  route(c.listAgreements, agreements.listAgreements),
  route(c.getAgreement, agreements.getAgreement),
  route(c.simulateAgreement, agreements.simulateAgreement),
  route(c.draftAgreement, agreements.draftAgreement),
  route(c.signAgreement, agreements.signAgreement),
  route(c.discardAgreement, agreements.discardAgreement),
  route(c.listShopAgreements, agreements.listShopAgreements),
  route(c.listShopStatements, ({ shopId }) => files.months(ofShop(shopId))),
  route(c.getShopStatement, ({ shopId, ...which }, ctx) => files.file(ofShop(shopId), which, ctx)),
  route(c.listCreatorStatements, ({ creatorId }) => files.months(ofCreator(creatorId))),
  route(c.getCreatorStatement, ({ creatorId, ...which }, ctx) =>
    files.file(ofCreator(creatorId), which, ctx),
  ),
  route(c.listAgencyStatements, ({ agencyId }) => files.months(ofAgency(agencyId))),
  route(c.getAgencyStatement, ({ agencyId, ...which }, ctx) => files.file(ofAgency(agencyId), which, ctx)),
  route(c.exportTax, files.exportTax),
  route(c.listWaitingPayouts, () => payouts.listWaitingPayouts()),
  route(c.setMerchantTier, care.setMerchantTier),
  route(c.topUpDeposit, care.topUpDeposit),
  route(c.getFund, () => care.getFund()),
  route(c.listFund, care.listFund),
  route(c.replenishFund, care.replenishFund),
]
