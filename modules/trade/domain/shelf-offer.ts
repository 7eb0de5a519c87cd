// Where a line off the shelf is sold from: a campaign that runs, present stock, or in advance (阶梯库存: 现货 first, then 预售 with its day).
// Pure; what is left is a hint, and the reservation decides.
import type { Id } from '#kernel/ids'
import type { Minor } from '#kernel/money'
import type { Deposit, LineOffer } from './quote.ts'

/** What the shop has of a variant on its shelf and beside it. */
export type ShelfStock = {
  available: number
  presale: { poolId: Id<'stp'>; left: number; shipsAt: Date; deposit?: Deposit | null } | null
  campaign: {
    poolId: Id<'stp'>
    left: number
    priceMinor: Minor | null
    limitPerPerson: number | null
    startsAt: Date
    endsAt: Date
  } | null
}

/** Null: present stock, or nothing at all. `qty`: all lines of the variant off the shelf together, for they share what is left. */
export function shelfOffer(
  { available, presale, campaign }: ShelfStock,
  qty: number,
  now: Date,
): LineOffer | null {
  const here = { roomId: null, saleId: null }
  if (campaign && campaign.startsAt <= now && now < campaign.endsAt && campaign.left >= qty) {
    const { poolId, priceMinor, limitPerPerson } = campaign
    return { ...here, kind: 'campaign', poolId, priceMinor, limitPerPerson }
  }
  if (available >= qty || !presale || presale.left < qty) return null
  const { poolId, shipsAt } = presale
  // Once balances are paid, who comes now pays at once.
  const deposit = presale.deposit && now < presale.deposit.balanceFrom ? presale.deposit : null
  return { ...here, kind: 'presale', poolId, priceMinor: null, limitPerPerson: null, shipsAt, deposit }
}
