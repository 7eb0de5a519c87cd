// Sold lines for tests: domain.md §16's vector unless told otherwise.
import type { Id } from '#kernel/ids'
import type { SoldLine } from './service/payments.ts'

const id = <P extends string>(prefix: P, n: number | string) =>
  `${prefix}_${String(n).padStart(26, '0')}` as `${P}_${string}`

export function aSoldLine(overrides: Partial<SoldLine> = {}): SoldLine {
  return {
    orderId: id('ord', 1),
    shopId: id('shp', 1),
    lineId: id('oln', 1),
    title: { zh: '便携水壶', en: 'Portable kettle' },
    qty: 1,
    sale: {
      goodsMinor: 20000n,
      shopCouponMinor: 2000n,
      platformCouponMinor: 1000n,
      creatorCouponMinor: 500n,
    },
    terms: {
      platformRateBps: 500,
      techFeeBps: 1000,
      creatorRateBps: 2000,
      agencySplitBps: 3000,
      recruiterRateBps: 500,
    },
    rateVersionId: 'rcv_00000000000000000000000001',
    contentId: id('cnt', 1),
    creatorId: id('crt', 1),
    agencyId: id('org', 1),
    recruiterId: id('org', 2),
    ...overrides,
  }
}

export const testId = <P extends 'ord' | 'oln' | 'chk' | 'shp' | 'rfd' | 'crt' | 'org'>(
  prefix: P,
  n: number | string,
): Id<P> => id(prefix, n)
