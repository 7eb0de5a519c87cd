// What delivery costs: free, a flat fee, or a flat fee that falls away from an amount of goods on. One rule per shop.
import type { Currency, Minor } from '#kernel/money'

export type FreightTemplate = { baseMinor: Minor; freeOverMinor: Minor | null; currency: Currency }
export type FreightRule = {
  kind: 'free' | 'flat' | 'free-over'
  baseMinor: Minor
  freeOverMinor: Minor | null
}

export const freeFreight: FreightRule = { kind: 'free', baseMinor: 0n, freeOverMinor: null }

export function freightRule(template: FreightTemplate | undefined): FreightRule {
  if (!template || template.baseMinor === 0n) return freeFreight
  const { baseMinor, freeOverMinor } = template
  return freeOverMinor === null
    ? { kind: 'flat', baseMinor, freeOverMinor }
    : { kind: 'free-over', baseMinor, freeOverMinor }
}

export function freightOf(rule: FreightRule, goodsMinor: Minor): Minor {
  if (rule.kind === 'free') return 0n
  return rule.freeOverMinor !== null && goodsMinor >= rule.freeOverMinor ? 0n : rule.baseMinor
}
