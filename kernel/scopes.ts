// What a member of an organisation may do. Roles are bundles of scopes (domain.md §0); endpoints ask for one scope.

export const ORG_KINDS = ['shop', 'creator', 'agency', 'provider', 'platform'] as const
export type OrgKind = (typeof ORG_KINDS)[number]

export const SCOPES = [
  'product.read',
  'product.write',
  'stock.write',
  'order.read',
  'order.ship',
  'order.decrypt',
  'refund.decide',
  'finance.read',
  'finance.withdraw',
  'integration.write',
  'plan.write',
  'coupon.write',
  'content.read',
  'content.write',
  'live.read',
  'live.run',
  'live.moderate',
  'showcase.write',
  'commission.read',
  'analytics.read',
  'member.read',
  'member.write',
  'review.decide',
  'ledger.read',
  'rate.read',
  'rate.write',
  'money.decide',
  'signal.read',
  'clock.write',
] as const
export type Scope = (typeof SCOPES)[number]

/** Role of a membership, by kind of organisation. Chinese names in GLOSSARY. */
export const ROLE_SCOPES = {
  shop: {
    owner: [
      'product.read',
      'product.write',
      'stock.write',
      'order.read',
      'order.ship',
      'order.decrypt',
      'refund.decide',
      'finance.read',
      'finance.withdraw',
      'integration.write',
      'plan.write',
      'coupon.write',
      'analytics.read',
      'member.read',
      'member.write',
    ],
    operations: [
      'product.read',
      'product.write',
      'stock.write',
      'order.read',
      'plan.write',
      'coupon.write',
      'analytics.read',
      'member.read',
    ],
    support: ['product.read', 'order.read', 'order.decrypt', 'refund.decide'],
    finance: ['order.read', 'finance.read', 'finance.withdraw', 'analytics.read'],
    warehouse: ['product.read', 'stock.write', 'order.read', 'order.ship', 'order.decrypt'],
  },
  creator: {
    owner: [
      'content.read',
      'content.write',
      'live.read',
      'live.run',
      'live.moderate',
      'showcase.write',
      'coupon.write',
      'commission.read',
      'finance.withdraw',
      'analytics.read',
      'member.read',
      'member.write',
    ],
    editor: ['content.read', 'content.write', 'live.read', 'live.run', 'live.moderate', 'showcase.write'],
    moderator: ['live.read', 'live.moderate'],
  },
  agency: {
    owner: ['commission.read', 'finance.withdraw', 'analytics.read', 'member.read', 'member.write'],
    finance: ['commission.read', 'finance.withdraw'],
  },
  provider: {
    owner: ['analytics.read', 'member.read', 'member.write'],
  },
  platform: {
    admin: [
      'review.decide',
      'ledger.read',
      'rate.read',
      'rate.write',
      'money.decide',
      'coupon.write',
      'signal.read',
      'analytics.read',
      'clock.write',
      'member.read',
      'member.write',
    ],
    reviewer: ['review.decide'],
    finance: ['ledger.read', 'rate.read', 'rate.write', 'money.decide', 'coupon.write', 'clock.write'],
    risk: ['signal.read', 'ledger.read'],
  },
} as const satisfies Record<OrgKind, Record<string, readonly Scope[]>>

/** What a key of a shop may be given: never who is a member, never money out, never other keys. */
export const KEY_SCOPES = [
  'product.read',
  'product.write',
  'stock.write',
  'order.read',
  'order.ship',
  'order.decrypt',
  'refund.decide',
  'finance.read',
] as const satisfies readonly Scope[]
export type KeyScope = (typeof KEY_SCOPES)[number]

export type RoleOf<K extends OrgKind> = keyof (typeof ROLE_SCOPES)[K] & string

export function scopesOf(kind: OrgKind, role: string): readonly Scope[] {
  return (ROLE_SCOPES[kind] as Record<string, readonly Scope[]>)[role] ?? []
}
