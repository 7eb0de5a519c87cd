// Units apart on the shelf itself, as a row tells them: what is sold in advance, what stands aside for a campaign.
import type { Id } from '#kernel/ids'
import { toWire } from '#kernel/money'
import type { Apart } from '../repository/products.ts'
import type { Deposit } from '../repository/stock-pools.ts'

/** Units apart on the shelf itself. `left` is a hint, as `available` is. */
type UnitsApart = { poolId: Id<'stp'>; left: number }
/** `deposit` null: paid whole. */
export type Presale = UnitsApart & { shipsAt: Date; deposit: Deposit | null }
export type Campaign = UnitsApart & {
  name: string
  /** Null: the shelf's price. */
  priceMinor: bigint | null
  limitPerPerson: number | null
  startsAt: Date
  endsAt: Date
}

export function toApart(apart: readonly Apart[] | null): {
  presale: Presale | null
  campaign: Campaign | null
} {
  const presale = apart?.find((a) => a.kind === 'presale')
  const campaign = apart?.find((a) => a.kind === 'campaign')
  return {
    presale: presale
      ? {
          poolId: presale.poolId,
          left: presale.left,
          shipsAt: new Date(presale.shipsAt!),
          deposit: presale.depositMinor
            ? {
                minor: BigInt(presale.depositMinor),
                balanceFrom: new Date(presale.balanceFrom!),
                balanceUntil: new Date(presale.balanceUntil!),
              }
            : null,
        }
      : null,
    campaign: campaign
      ? {
          poolId: campaign.poolId,
          left: campaign.left,
          name: campaign.name!,
          priceMinor: campaign.priceMinor === null ? null : BigInt(campaign.priceMinor),
          limitPerPerson: campaign.limitPerPerson,
          startsAt: new Date(campaign.startsAt!),
          endsAt: new Date(campaign.endsAt!),
        }
      : null,
  }
}

/** As the API tells it. */
export const depositView = (d: Deposit | null) =>
  d && {
    minor: toWire(d.minor),
    balanceFrom: d.balanceFrom.toISOString(),
    balanceUntil: d.balanceUntil.toISOString(),
  }
