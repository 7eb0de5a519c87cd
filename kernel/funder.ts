// Who bears a coupon, in the order in which coupons are taken off a price (domain.md §16: the three are kept apart).

export const FUNDERS = ['shop', 'platform', 'creator'] as const
export type Funder = (typeof FUNDERS)[number]

/** What each funder took off, those who took nothing left out; amounts as the wire has them. */
export const byFunder = (
  cuts: readonly { funder: Funder; offMinor: string }[],
): { funder: Funder; offMinor: bigint }[] =>
  FUNDERS.map((funder) => ({
    funder,
    offMinor: cuts.reduce((sum, c) => (c.funder === funder ? sum + BigInt(c.offMinor) : sum), 0n),
  })).filter((c) => c.offMinor > 0n)
