// Money a merchant cannot take out yet, and what is done when it owes: kept back at settlement and let go later; a refund's sources; the
// fund's advance, recovered from later income.
import { DAY_MS } from '#kernel/clock'
import type { Id } from '#kernel/ids'
import { rateOf, type Currency, type Minor } from '#kernel/money'
import type { Deps } from '#platform/context'
import type { Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { fund, recover, type Funding } from '../domain/funding.ts'
import { policyAt, type PolicyName } from '../domain/policy.ts'
import {
  balanceOf,
  fundingLegs,
  inLayer,
  merchantPurse,
  move,
  recoveryLegs,
  type Leg,
  type NewTransfer,
  type TransferKind,
} from '../domain/posting.ts'
import { lockAccounts } from '../repository/payouts.ts'
import {
  debtsOf,
  insertRelease,
  insertReserve,
  insertSources,
  policyVersions,
  pursesOf,
  reservesDue,
  tierOf,
} from '../repository/purses.ts'
import { insertTransfers } from '../repository/transfers.ts'
import type { ReserveTable } from '../repository/rows.ts'

const BATCH = 100

export function createCare({ db, clock, ids }: Deps) {
  const posted = (
    kind: TransferKind,
    groupId: string,
    orderId: Id<'ord'> | null,
    currency: Currency,
    legs: Leg[],
  ): NewTransfer => ({
    transferId: ids.next('trf'),
    groupId,
    kind,
    phase: 'posted',
    ofTransferId: null,
    orderId,
    lineId: null,
    currency,
    at: clock.now(),
    entries: inLayer('posted', legs),
  })

  /** The policy a merchant falls under now. */
  async function policyOf(tx: Tx, shopId: string): Promise<(name: PolicyName, ofTier?: boolean) => bigint> {
    const versions = await policyVersions(tx)
    const tier = await tierOf(tx, shopId)
    return (name, ofTier = true) => policyAt(versions, name, clock.now(), ofTier ? tier : '')
  }

  async function release(tx: Tx, r: ReserveTable): Promise<boolean> {
    await lockAccounts(tx, 'merchant', r.shop_id)
    const { reserve } = await pursesOf(tx, r.shop_id, r.currency)
    const amountMinor = reserve < r.amount_minor ? reserve : r.amount_minor
    const back = posted(
      'reserve',
      r.order_id,
      r.order_id,
      r.currency,
      move(
        merchantPurse(r.shop_id, 'reserve', r.currency),
        balanceOf('merchant', r.shop_id, r.currency),
        amountMinor,
      ),
    )
    const transfers = amountMinor > 0n ? [back] : []
    await insertTransfers(tx, transfers, clock.now())
    return insertRelease(tx, {
      order_id: r.order_id,
      amount_minor: amountMinor,
      transfer_id: transfers[0]?.transferId ?? null,
      at: clock.now(),
    })
  }

  /** Each once: a release that another process wrote first undoes this one. */
  async function releaseReserves(): Promise<number> {
    const due = await db.read((tx) => reservesDue(tx, clock.now(), BATCH))
    for (const r of due)
      await db
        .transaction(async (tx) => {
          if (!(await release(tx, r))) throw new AlreadyReleased()
        })
        .catch((error: unknown) => {
          if (!(error instanceof AlreadyReleased)) throw error
        })
    return due.length
  }

  const jobs: Job[] = [{ name: 'release-reserves', everyMs: 60_000, run: releaseReserves }]

  return {
    policyOf,
    releaseReserves,
    jobs,

    /** In the transaction that settled the order: keeps back what the tier says, then takes back what is owed. */
    async afterSettlement(
      tx: Tx,
      orderId: Id<'ord'>,
      shopId: Id<'shp'>,
      currency: Currency,
      netMinor: Minor,
    ) {
      if (netMinor <= 0n) return
      await lockAccounts(tx, 'merchant', shopId)
      const policy = await policyOf(tx, shopId)
      const balance = balanceOf('merchant', shopId, currency)
      const keptMinor = rateOf(netMinor, Number(policy('reserve-bps')))
      const kept = posted(
        'reserve',
        orderId,
        orderId,
        currency,
        move(balance, merchantPurse(shopId, 'reserve', currency), keptMinor),
      )
      const owed = await debtsOf(tx, shopId, currency)
      const back = recover(
        netMinor - keptMinor,
        { lienMinor: owed.lien, debtMinor: owed.debt },
        Number(policy('recovery-cap-bps', false)),
      )
      const recovered = posted('recovery', orderId, orderId, currency, recoveryLegs(shopId, currency, back))
      const transfers = [kept, recovered].filter((t) => t.entries.length > 0)
      await insertTransfers(tx, transfers, clock.now())
      if (keptMinor > 0n)
        await insertReserve(tx, {
          order_id: orderId,
          shop_id: shopId,
          amount_minor: keptMinor,
          currency,
          transfer_id: kept.transferId,
          release_at: new Date(clock.now().getTime() + Number(policy('reserve-days')) * DAY_MS),
        })
    },

    /** The merchant's part of a refund, as it was just debited, met from the sources in their order. */
    async fundRefund(
      tx: Tx,
      r: {
        refundId: Id<'rfd'>
        orderId: Id<'ord'>
        shopId: Id<'shp'>
        currency: Currency
        amountMinor: Minor
      },
    ): Promise<Funding[]> {
      if (r.amountMinor <= 0n) return []
      await lockAccounts(tx, 'merchant', r.shopId)
      const p = await pursesOf(tx, r.shopId, r.currency)
      const funding = fund(r.amountMinor, {
        pending: p.pending - p.lien,
        available: p.available + r.amountMinor,
        reserve: p.reserve,
        deposit: p.deposit,
      })
      const legs = funding.flatMap((f) => fundingLegs(r.shopId, r.currency, f))
      if (legs.length > 0)
        await insertTransfers(tx, [posted('funding', r.refundId, r.orderId, r.currency, legs)], clock.now())
      await insertSources(
        tx,
        funding.map((f) => ({
          refund_id: r.refundId,
          source: f.source,
          order_id: r.orderId,
          shop_id: r.shopId,
          amount_minor: f.amountMinor,
          currency: r.currency,
          at: clock.now(),
        })),
      )
      return funding
    },
  }
}

class AlreadyReleased extends Error {}
