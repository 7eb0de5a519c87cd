// What delivery costs: free, a flat fee, or a flat fee that falls away from an amount of goods on. A shop has one rule, and others for
// the provinces it names; to some it does not deliver.
import { AppError } from '#kernel/errors'
import type { Currency, Minor } from '#kernel/money'
import { provinceOf } from '#kernel/provinces'

export type Fee = { baseMinor: Minor; freeOverMinor: Minor | null }
/** `fee` null: not delivered there. */
export type RegionFreight = { provinces: readonly string[]; fee: Fee | null }
export type FreightTemplate = Fee & { currency: Currency; regions: readonly RegionFreight[] }
export type FreightRule = Fee & { kind: 'free' | 'flat' | 'free-over' }

export const freeFreight: FreightRule = { kind: 'free', baseMinor: 0n, freeOverMinor: null }

/**
 * The rule for an address; without one, the shop's usual rule. `province` as the buyer wrote it.
 * @throws AppError NOT_DELIVERABLE {province}
 */
export function freightRule(
  template: FreightTemplate | undefined,
  province: string | null = null,
): FreightRule {
  if (!template) return freeFreight
  const code = province === null ? null : provinceOf(province)
  const region = code === null ? undefined : template.regions.find((r) => r.provinces.includes(code))
  if (region?.fee === null) throw new AppError('NOT_DELIVERABLE', { province: code })
  const { baseMinor, freeOverMinor } = region?.fee ?? template
  if (baseMinor === 0n) return freeFreight
  return { kind: freeOverMinor === null ? 'flat' : 'free-over', baseMinor, freeOverMinor }
}

export function freightOf(rule: FreightRule, goodsMinor: Minor): Minor {
  if (rule.kind === 'free') return 0n
  return rule.freeOverMinor !== null && goodsMinor >= rule.freeOverMinor ? 0n : rule.baseMinor
}
