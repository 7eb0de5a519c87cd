// A withdrawal asked for by somebody of an organisation: how many there look after its money decides with others whether one is enough, and none goes out while a
// provider's day does not agree with the books.
import { personOf, type Ctx, type Deps } from '#platform/context'
import type { InputOf, OutputOf } from '#kernel/contract'
import type { Identity } from '#modules/identity'
import type { Ledger } from '#modules/ledger'
import type { decidePayout, decideShopPayout, withdraw, withdrawCreator } from '#modules/ledger/contract'

export function createWithdraw(
  { db }: Pick<Deps, 'db'>,
  { identity, ledger }: { identity: Identity; ledger: Ledger },
) {
  return {
    withdraw: ({ shopId }: InputOf<typeof withdraw>, ctx: Ctx): Promise<OutputOf<typeof withdraw>> =>
      db.transaction(async (tx) => {
        await ledger.assertReconciled(tx)
        const members = await identity.membersOf(tx, shopId)
        const financePeople = members.filter((m) => m.role === 'finance').length
        const asker = { by: personOf(ctx), financePeople }
        const payoutId = await ledger.payOut(tx, 'merchant', shopId, ctx.idempotencyKey, asker)
        return ledger.payoutDetail(tx, 'merchant', shopId, payoutId)
      }),

    withdrawCreator: (
      { creatorId }: InputOf<typeof withdrawCreator>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof withdrawCreator>> =>
      db.transaction(async (tx) => {
        await ledger.assertReconciled(tx)
        const asker = { by: personOf(ctx), financePeople: 0 }
        const payoutId = await ledger.payOut(tx, 'creator', creatorId, ctx.idempotencyKey, asker)
        return ledger.payoutDetail(tx, 'creator', creatorId, payoutId)
      }),

    decideShopPayout: (
      { shopId, payoutId, approve }: InputOf<typeof decideShopPayout>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof decideShopPayout>> =>
      db.transaction(async (tx) => {
        if (approve) await ledger.assertReconciled(tx)
        const of = { role: 'merchant', partyId: shopId } as const
        await ledger.decidePayout(tx, payoutId, { approve, by: personOf(ctx), of })
        return ledger.payoutDetail(tx, 'merchant', shopId, payoutId)
      }),

    decidePayout: (
      { payoutId, approve }: InputOf<typeof decidePayout>,
      ctx: Ctx,
    ): Promise<OutputOf<typeof decidePayout>> =>
      db.transaction(async (tx) => {
        if (approve) await ledger.assertReconciled(tx)
        const p = await ledger.decidePayout(tx, payoutId, { approve, by: personOf(ctx), of: null })
        return ledger.payoutDetail(tx, p.role, p.party_id, payoutId)
      }),
  }
}
