// Units apart on the shelf itself, as a row tells them: what is sold in advance, what stands aside for a campaign.
import type { Id } from '#kernel/ids'
import type { Apart } from '../repository/products.ts'

/** Units apart on the shelf itself. `left` is a hint, as `available` is. */
type UnitsApart = { poolId: Id<'stp'>; left: number }
export type Presale = UnitsApart & { shipsAt: Date }
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
      ? { poolId: presale.poolId, left: presale.left, shipsAt: new Date(presale.shipsAt!) }
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
