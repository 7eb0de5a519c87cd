// What the money should come to, worked out a second time from the text of the rules (domain.md §12, §16) and from nothing of the
// code that is tested: exact fractions, rounded where the rules say so, no function of `modules/` or of `kernel/money`.

/** A fraction; amounts in minor units. */
type Fraction = { n: bigint; d: bigint }
const fraction = (n: bigint, d = 1n): Fraction => ({ n, d })
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })
/** 四舍五入: half away from zero. */
function halfUp({ n, d }: Fraction): bigint {
  const size = n < 0n ? -n : n
  const whole = size / d
  const rounded = (size % d) * 2n >= d ? whole + 1n : whole
  return n < 0n ? -rounded : rounded
}
const percentOf = (amount: bigint, bps: number) =>
  halfUp(times(fraction(amount), fraction(BigInt(bps), 10_000n)))

// --- What is taken off -----------------------------------------------------------------------------------------------

export type OracleLine = {
  shop: string
  creator: string | null
  category: string
  product: string
  amount: bigint
}
export type OracleCoupon = {
  id: string
  funder: 'shop' | 'platform' | 'creator'
  shop: string | null
  creator: string | null
  category: string | null
  products: readonly string[] | null
  off: bigint
  over: bigint
}
export type Off = { shop: bigint; platform: bigint; creator: bigint }

/**
 * Shop's first, then the platform's, then the creator's; each measured on what is left; the largest reached of each shop, of the
 * platform, of each creator. Shared out in proportion, the cents to the largest remainders; a line keeps at least one.
 */
export function discounts(lines: readonly OracleLine[], coupons: readonly OracleCoupon[]): Off[] {
  const off = lines.map((): Off => ({ shop: 0n, platform: 0n, creator: 0n }))
  const rest = (i: number) => lines[i]!.amount - off[i]!.shop - off[i]!.platform - off[i]!.creator
  const owners = (f: OracleCoupon['funder']) =>
    [...new Set(coupons.filter((c) => c.funder === f).map((c) => ownerOf(c)))].sort()
  for (const funder of ['shop', 'platform', 'creator'] as const) {
    for (const owner of owners(funder)) {
      const best = coupons
        .filter((c) => c.funder === funder && ownerOf(c) === owner)
        .map((c) => ({ c, on: lines.flatMap((l, i) => (fits(c, l) ? [i] : [])) }))
        .filter(({ c, on }) => {
          const sum = on.reduce((s, i) => s + rest(i), 0n)
          return on.length > 0 && sum >= c.over && sum - c.off >= BigInt(on.length)
        })
        .reduce<{ c: OracleCoupon; on: number[] } | null>((a, b) => (a && a.c.off >= b.c.off ? a : b), null)
      if (!best) continue
      const parts = share(best.c.off, best.on.map(rest))
      best.on.forEach((i, n) => (off[i]![funder] += parts[n]!))
    }
  }
  return off
}

const ownerOf = (c: OracleCoupon) =>
  c.funder === 'shop' ? c.shop! : c.funder === 'creator' ? c.creator! : ''
const fits = (c: OracleCoupon, l: OracleLine) =>
  (c.shop ?? l.shop) === l.shop &&
  (c.funder !== 'creator' || c.creator === l.creator) &&
  (c.category ?? l.category) === l.category &&
  (c.products === null || c.products.includes(l.product))

/** One cent after another to whoever is furthest below its exact share. */
function share(amount: bigint, sizes: readonly bigint[]): bigint[] {
  const total = sizes.reduce((s, x) => s + x, 0n)
  const parts = sizes.map((x) => (amount * x) / total)
  const short = sizes.map((x, i) => ({ i, by: amount * x - parts[i]! * total }))
  short.sort((a, b) => (a.by === b.by ? a.i - b.i : a.by > b.by ? -1 : 1))
  const missing = amount - parts.reduce((s, x) => s + x, 0n)
  for (const { i } of short.slice(0, Number(missing))) parts[i]! += 1n
  // A line of which everything would go gives a cent to the first that has room.
  for (;;) {
    const empty = parts.findIndex((p, i) => p >= sizes[i]!)
    if (empty < 0) return parts
    const to = parts.findIndex((p, i) => p < sizes[i]! - 1n)
    parts[empty]! -= 1n
    parts[to]! += 1n
  }
}

// --- Who gets what ---------------------------------------------------------------------------------------------------

export type OracleSale = { goods: bigint } & Off
export type OracleRates = {
  platform: number
  tech: number
  creator: number
  agencySplit: number
  recruiter: number
}
/** `fee`, `base`: of the platform's fee alone. */
export type Shares = {
  paid: bigint
  base: bigint
  fee: bigint
  merchant: bigint
  creator: bigint
  agency: bigint
  recruiter: bigint
  platform: bigint
}

export function shares(s: OracleSale, r: OracleRates): Shares {
  const paid = s.goods - s.shop - s.platform - s.creator
  const base = paid + s.platform + s.creator
  const fee = percentOf(base, r.platform)
  const commissionBase = s.goods - s.platform - s.shop
  const commission = percentOf(commissionBase, r.creator)
  const tech = percentOf(commission, r.tech)
  const agency = percentOf(commission - tech, r.agencySplit)
  const recruiterFee = percentOf(commissionBase, r.recruiter)
  const recruiterTech = percentOf(recruiterFee, r.tech)
  const creator = commission - tech - agency - s.creator
  const recruiter = recruiterFee - recruiterTech
  const platform = fee + tech + recruiterTech - s.platform
  // What the others do not get is the merchant's: the residue of every rounding is on its line.
  return {
    paid,
    base,
    fee,
    agency,
    creator,
    recruiter,
    platform,
    merchant: paid - agency - creator - recruiter - platform,
  }
}

/** All that refunds adding up to `back` have taken from everybody: the shares of that part of the sale. */
export function takenBy(back: bigint, s: OracleSale, r: OracleRates): Shares {
  const paid = s.goods - s.shop - s.platform - s.creator
  const part = (x: bigint) => halfUp(times(fraction(x), fraction(back, paid)))
  const [shop, platform, creator] = [part(s.shop), part(s.platform), part(s.creator)]
  return shares({ goods: back + shop + platform + creator, shop, platform, creator }, r)
}

// --- A year under an agreement ---------------------------------------------------------------------------------------

export type OracleTier = { from: bigint; bps: number }

/** Charged less agreed, over lines in the order in which they settled; each yuan looked up in the tiers by its place in the year. */
export function rebate(
  tiers: readonly OracleTier[],
  basis: 'marginal' | 'whole',
  lines: readonly { base: bigint; bps: number; fee: bigint }[],
): bigint {
  const total = lines.reduce((s, l) => s + l.base, 0n)
  const bpsAt = (place: bigint) => tiers.findLast((t) => place >= t.from)?.bps ?? null
  let charged = 0n
  let agreed = 0n
  const lowered = new Map<number, bigint>()
  let place = 0n
  for (const l of lines) {
    charged += l.fee
    const edges = tiers.map((t) => t.from).filter((e) => e > place && e < place + l.base)
    const bounds = [place, ...(basis === 'marginal' ? edges : []), place + l.base]
    const pieces = bounds.slice(1).map((to, i) => {
      const bps = bpsAt(basis === 'whole' ? total : bounds[i]!)
      return { size: to - bounds[i]!, bps: bps === null || bps >= l.bps ? l.bps : bps }
    })
    if (pieces.every((p) => p.bps === l.bps)) agreed += l.fee
    else for (const p of pieces) lowered.set(p.bps, (lowered.get(p.bps) ?? 0n) + p.size)
    place += l.base
  }
  for (const [bps, size] of lowered) agreed += percentOf(size, bps)
  return agreed < charged ? charged - agreed : 0n
}
