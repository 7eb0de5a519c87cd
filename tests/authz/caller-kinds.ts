// Who calls in the matrix: each is one line of what somebody may be, in one of two worlds.

/** Callers of the matrix. Tenant A and tenant B are two worlds that must not see each other. */
export const CALLERS = {
  anonymous: { token: 'none' },
  expiredToken: { token: 'expired' },
  revokedToken: { token: 'revoked' },
  suspendedAccount: { token: 'suspended' },
  guest: { guest: true },
  buyer: { tenant: 'A' },
  otherBuyer: { tenant: 'B' },
  shopOwner: { tenant: 'A', shop: 'owner' },
  shopOperations: { tenant: 'A', shop: 'operations' },
  shopSupport: { tenant: 'A', shop: 'support' },
  shopFinance: { tenant: 'A', shop: 'finance' },
  shopWarehouse: { tenant: 'A', shop: 'warehouse' },
  otherShopOwner: { tenant: 'B', shop: 'owner' },
  creatorOwner: { tenant: 'A', creator: 'owner' },
  creatorEditor: { tenant: 'A', creator: 'editor' },
  otherCreator: { tenant: 'B', creator: 'owner' },
  agencyOwner: { tenant: 'A', agency: 'owner' },
  agencyFinance: { tenant: 'A', agency: 'finance' },
  otherAgency: { tenant: 'B', agency: 'owner' },
  providerOwner: { tenant: 'A', provider: 'owner' },
  platformAdmin: { platform: 'admin' },
  platformReviewer: { platform: 'reviewer' },
  platformFinance: { platform: 'finance' },
  platformRisk: { platform: 'risk' },
  /** The owner of shop A, after the platform suspended the shop. */
  suspendedShopOwner: { tenant: 'A', shop: 'owner', shopSuspended: true },
} as const satisfies Record<string, Caller>

export type CallerName = keyof typeof CALLERS
export type Tenant = 'A' | 'B'
export type OrgRole = 'shop' | 'creator' | 'agency' | 'platform'
export type Caller = {
  token?: 'none' | 'expired' | 'revoked' | 'suspended'
  guest?: true
  tenant?: Tenant
  shop?: string
  creator?: string
  agency?: string
  provider?: string
  platform?: string
  shopSuspended?: true
}
