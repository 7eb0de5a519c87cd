// The ledger's numbers as dated versions, some by the merchant's tier: the newest in force answers.
export const MERCHANT_TIERS = ['intro', 'standard', 'extended'] as const
export type MerchantTier = (typeof MERCHANT_TIERS)[number]
export type PolicyName =
  'payout-alone-up-to-minor' | 'recovery-cap-bps' | 'settle-after-days' | 'reserve-bps' | 'reserve-days'

export type PolicyVersion = { name: PolicyName; tier: string; value: bigint; effectiveFrom: Date }

/** @throws when there is none in force: a number nobody set is no number */
export function policyAt(versions: readonly PolicyVersion[], name: PolicyName, at: Date, tier = ''): bigint {
  const found = versions
    .filter((v) => v.name === name && v.tier === tier && v.effectiveFrom <= at)
    .toSorted((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime())[0]
  if (!found) throw new Error(`policyAt: no ${name} ${tier} at ${at.toISOString()}`)
  return found.value
}
