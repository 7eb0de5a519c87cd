// The desk of money in care: a merchant's tier and deposit, and the protection fund, whose every movement anybody may read.
import { AppError } from '#kernel/errors'
import type { InputOf, OutputOf } from '#kernel/contract'
import { toWire } from '#kernel/money'
import { personOf, type Ctx, type Deps } from '#platform/context'
import { keepMade, madeBefore } from '#platform/made-by-key'
import {
  replenishFund,
  topUpDeposit,
  type getFund,
  type listFund,
  type setMerchantTier,
} from '../contract.ts'
import {
  balanceOf,
  fundAccount,
  inLayer,
  merchantPurse,
  move,
  platform,
  type Leg,
} from '../domain/posting.ts'
import { lockAccounts } from '../repository/payouts.ts'
import { fundLines, fundTotals, insertTier, pursesOf } from '../repository/purses.ts'
import { insertTransfers } from '../repository/transfers.ts'
import { cursorKey, pageOfRows } from './statements.ts'

const CURRENCY = 'CNY' as const

export function createCareDesk({ db, clock, ids }: Deps) {
  const posted = (kind: 'deposit' | 'replenishment', groupId: string, legs: Leg[]) => ({
    transferId: ids.next('trf'),
    groupId,
    kind,
    phase: 'posted' as const,
    ofTransferId: null,
    orderId: null,
    lineId: null,
    currency: CURRENCY,
    at: clock.now(),
    entries: inLayer('posted', legs),
  })

  return {
    setMerchantTier: async (
      { shopId, tier, note }: InputOf<typeof setMerchantTier>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof setMerchantTier>> => {
      const at = clock.now()
      await db.transaction((tx) => insertTier(tx, { shop_id: shopId, at, tier, note, by: personOf(ctx) }))
      return { shopId, tier, at: at.toISOString() }
    },

    /** @throws AppError NOTHING_TO_PAY_OUT when less than that is available */
    topUpDeposit: (
      { shopId, amountMinor }: InputOf<typeof topUpDeposit>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof topUpDeposit>> =>
      db.transaction(async (tx) => {
        await lockAccounts(tx, 'merchant', shopId)
        const before = await pursesOf(tx, shopId, CURRENCY)
        const wire = (deposit: bigint, available: bigint) => ({
          currency: CURRENCY,
          depositMinor: toWire(deposit),
          availableMinor: toWire(available),
        })
        if (await madeBefore(tx, ctx, topUpDeposit)) return wire(before.deposit, before.available)
        const amount = BigInt(amountMinor)
        if (before.available < amount) throw new AppError('NOTHING_TO_PAY_OUT')
        const legs = move(
          balanceOf('merchant', shopId, CURRENCY),
          merchantPurse(shopId, 'deposit', CURRENCY),
          amount,
        )
        const transfer = posted('deposit', shopId, legs)
        await keepMade(tx, ctx, topUpDeposit, transfer.transferId)
        await insertTransfers(tx, [transfer], clock.now())
        return wire(before.deposit + amount, before.available - amount)
      }),

    getFund: (): Promise<OutputOf<typeof getFund>> =>
      db.read(async (tx) => {
        const t = await fundTotals(tx, CURRENCY)
        return {
          currency: CURRENCY,
          balanceMinor: toWire(t.balance),
          paidInMinor: toWire(t.paidIn),
          advancedMinor: toWire(t.advanced),
          recoveredMinor: toWire(t.recovered),
          outstandingMinor: toWire(t.outstanding),
        }
      }),

    listFund: ({ cursor, limit }: InputOf<typeof listFund>): Promise<OutputOf<typeof listFund>> =>
      db.read(async (tx) => {
        const found = await fundLines(tx, cursorKey(cursor).before, limit + 1)
        const { rows, nextCursor } = pageOfRows(found, limit, (l) => l.entry_id.toString())
        return {
          items: rows.map((l) => ({
            entryId: l.entry_id.toString(),
            kind: l.kind,
            amountMinor: toWire(l.amount_minor),
            currency: l.currency,
            at: l.at.toISOString(),
          })),
          nextCursor,
        }
      }),

    replenishFund: (
      { amountMinor }: InputOf<typeof replenishFund>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof replenishFund>> =>
      db.transaction(async (tx) => {
        if (!(await madeBefore(tx, ctx, replenishFund))) {
          const legs = move(platform('fee', CURRENCY), fundAccount('balance', CURRENCY), BigInt(amountMinor))
          const transfer = posted('replenishment', 'fund', legs)
          await keepMade(tx, ctx, replenishFund, transfer.transferId)
          await insertTransfers(tx, [transfer], clock.now())
        }
        return { balanceMinor: toWire((await fundTotals(tx, CURRENCY)).balance), currency: CURRENCY }
      }),
  }
}
