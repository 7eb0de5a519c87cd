// Contract → service. The demo clock's two endpoints are bound in server/routes.ts to flows/advance-clock.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as c from './contract.ts'
import type { createOperator } from './service/operator.ts'
import type { createPayouts } from './service/payouts.ts'
import type { createRates } from './service/rates.ts'
import type { Statements } from './service/statements.ts'

type Services = {
  statements: Statements
  payouts: ReturnType<typeof createPayouts>
  rates: ReturnType<typeof createRates>
  operator: ReturnType<typeof createOperator>
}

export const ledgerRoutes = ({ statements, payouts, rates, operator }: Services): Route[] => [
  route(c.getShopFinance, (input) => statements.getShopFinance(input)),
  route(c.listShopSettlements, (input) => statements.listShopSettlements(input)),
  route(c.explainOrder, (input) => statements.explainOrder(input)),
  route(c.withdraw, ({ shopId }, ctx) => payouts.withdraw('merchant', shopId, ctx.idempotencyKey)),
  route(c.listPayouts, ({ shopId, ...page }) => payouts.listPayouts('merchant', shopId, page)),
  route(c.getPayout, ({ shopId, payoutId }) => payouts.getPayout('merchant', shopId, payoutId)),
  route(c.getCreatorEarnings, (input) => statements.getCreatorEarnings(input)),
  route(c.withdrawCreator, ({ creatorId }, ctx) =>
    payouts.withdraw('creator', creatorId, ctx.idempotencyKey),
  ),
  route(c.listCreatorPayouts, ({ creatorId, ...page }) => payouts.listPayouts('creator', creatorId, page)),
  route(c.getAgencyEarnings, (input) => statements.getAgencyEarnings(input)),
  route(c.listAccounts, (input) => operator.listAccounts(input)),
  route(c.listTransfers, (input) => operator.listTransfers(input)),
  route(c.getTransfer, (input) => operator.getTransfer(input)),
  route(c.getHealth, () => operator.getHealth()),
  route(c.getRateCard, () => rates.getRateCard()),
  route(c.setRate, (input, ctx) => rates.setRate(input, ctx)),
]
