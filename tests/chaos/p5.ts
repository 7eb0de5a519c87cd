// P5: every payout is explained. Seeded orders with coupons, creators, agencies and recruiters are sold, a part of them returned before
// settlement and after it, settled and paid out, in rounds; then each entry of each payout is worked out again from what it is about: the
// sold line's terms by `split`, what refunds took, what funded them, what was recovered. The bad twin has an entry that was paid and is
// covered by no payout any more, and one whose amount no formula gives.
import { sql } from 'kysely'
import { seededRandom } from '#kernel/random'
import { createLedger, splitRefund, type Ledger, type SoldLine, type Split } from '#modules/ledger'
import { tables, type Database } from '#platform/database'
import { judge, type Runnable } from '../../bench/harness.ts'
import { openDoors } from '../support/market.ts'
import { throwawayDatabase } from './throwaway.ts'

const SHOPS = 10
const A_CHECKOUT = 50
/** Of a hundred orders, twelve. */
const isReturned = (i: number) => (i * 7) % 25 < 3
const ROLES = ['merchant', 'creator', 'agency', 'recruiter'] as const

export const run: Runnable['run'] = async ({ full, say }) => {
  const orders = full ? 100_000 : 2_000
  const { url, drop } = await throwawayDatabase()
  const { db, deps } = openDoors(url, { secret: 'chaos-secret-0123456789', poolSize: 12 })
  try {
    const ledger = createLedger(deps)
    const sold = await sell(db, ledger, orders, say)
    say('every payout, entry by entry')
    const honest = await explain(db)
    const { unexplainedPayoutMinor } = await ledger.getHealth()
    say('the bad twin: an entry that nothing covers, a line whose terms were changed')
    await db.transaction(async (tx) => {
      for (const text of TWIN) await sql.raw(text).execute(tables<unknown>(tx))
    })
    const twin = await explain(db)
    return judge(
      'P5',
      {
        orders,
        returnedPercent: Number(((sold.returned / orders) * 100).toFixed(2)),
        payouts: honest.payouts,
        entries: honest.entries,
        explainedPercent: Number(((honest.explained / honest.payouts) * 100).toFixed(4)),
        unexplainedMinor: Number(honest.unexplainedMinor),
        entriesWithoutFormula: honest.strange,
        ledgersOwnFigure: Number(unexplainedPayoutMinor),
        twinPayoutsUnexplained: twin.payouts - twin.explained,
      },
      {
        returnedPercent: { min: 11, max: 13 },
        payouts: { min: SHOPS },
        entries: { min: orders },
        explainedPercent: { min: 100, max: 100 },
        unexplainedMinor: { min: 0, max: 0 },
        entriesWithoutFormula: { max: 0 },
        ledgersOwnFigure: { min: 0, max: 0 },
        twinPayoutsUnexplained: { min: 2 },
      },
    )
  } finally {
    await db.close()
    await drop()
  }
}

/** As an attacker with SQL and no triggers would leave it. */
const TWIN = [
  'alter table ledger.payout_entry disable trigger user',
  'alter table ledger.sale disable trigger user',
  `delete from ledger.payout_entry where entry_id = (select min(entry_id) from ledger.payout_entry)`,
  `update ledger.sale set platform_rate_bps = platform_rate_bps + 100 where transfer_id = (select max(transfer_id) from ledger.sale
    where kind = 'goods' and exists (select from ledger.settlement d where d.order_id = sale.order_id))`,
]

// --- Sold, returned, settled, paid out -------------------------------------------------------------------------------

async function sell(db: Database, ledger: Ledger, orders: number, say: (text: string) => void) {
  const total = { returned: 0 }
  const rounds = orders / (SHOPS * A_CHECKOUT)
  const oneShop = async (shop: number) => {
    const random = seededRandom(`p5-${shop}`)
    const pick = (n: number) => Math.floor(random.next() * n)
    const waiting: SoldLine[] = []
    // One round more, in which nothing is sold: what is still out comes back.
    for (let round = 0; round <= rounds; round++) {
      const lines = Array.from({ length: round < rounds ? A_CHECKOUT : 0 }, (_, i) =>
        aLine(shop, round * A_CHECKOUT + i, pick),
      )
      const mark = `P5${shop}R${round}`
      const payment = {
        checkoutId: `chk_${mark}`,
        paymentId: `pay_${mark}`,
        provider: 'sandbox',
        currency: 'CNY',
      } as const
      const refund = (line: SoldLine, when: string, percent: bigint) => {
        total.returned++
        return db.transaction((tx) =>
          ledger.startRefund(tx, {
            refundId: `rfd_${line.orderId.slice(4)}${when}`,
            orderId: line.orderId,
            provider: 'sandbox',
            currency: 'CNY',
            lines: [{ lineId: line.lineId, refundMinor: (paidOf(line) * percent + 99n) / 100n }],
          }),
        )
      }
      if (lines.length > 0)
        await db.transaction(async (tx) => {
          await ledger.pendPayment(tx, {
            ...payment,
            orders: lines.map((l) => ({ orderId: l.orderId, paidMinor: paidOf(l) })),
          })
          await ledger.postPayment(tx, payment, lines)
        })
      const returned = lines.filter((_, i) => isReturned(i))
      for (const [i, line] of returned.entries())
        if (i % 2 === 0) await refund(line, 'E', i % 4 === 0 ? 100n : 40n)
      await db.transaction(async (tx) => {
        for (const l of lines) await ledger.settleOrder(tx, l.orderId)
      })
      // The later half comes back after its money was paid out.
      for (const line of waiting.splice(0)) await refund(line, 'L', 55n)
      waiting.push(...returned.filter((_, i) => i % 2 === 1))
      for (const role of ROLES)
        await db.transaction((tx) => ledger.payOut(tx, role, partyOf(role, shop), null)).catch(() => null)
    }
    say(`shop ${shop + 1} of ${SHOPS}`)
  }
  let next = 0
  const worker = async () => {
    while (next < SHOPS) await oneShop(next++)
  }
  await Promise.all(Array.from({ length: 5 }, worker))
  return total
}

const partyOf = (role: (typeof ROLES)[number], shop: number): string =>
  ({ merchant: 'shp', creator: 'crt', agency: 'org_A', recruiter: 'org_R' })[role] + `_P5${shop}`
const paidOf = ({ sale: s }: SoldLine) =>
  s.goodsMinor - s.shopCouponMinor - s.platformCouponMinor - s.creatorCouponMinor

function aLine(shop: number, i: number, pick: (n: number) => number): SoldLine {
  const off = () => (pick(3) === 0 ? BigInt(pick(900)) : 0n)
  return {
    orderId: `ord_P5${shop}N${i}`,
    shopId: `shp_P5${shop}`,
    lineId: `oln_P5${shop}N${i}`,
    title: { zh: '水壶', en: 'Kettle' },
    qty: 1,
    sale: {
      goodsMinor: 3_000n + BigInt(pick(50_000)),
      shopCouponMinor: off(),
      platformCouponMinor: off(),
      creatorCouponMinor: off(),
    },
    terms: {
      platformRateBps: [0, 200, 500][pick(3)]!,
      techFeeBps: 1_000,
      creatorRateBps: pick(3_000),
      agencySplitBps: pick(4_000),
      recruiterRateBps: pick(1_000),
    },
    rateVersionId: null,
    contentId: null,
    creatorId: `crt_P5${shop}`,
    agencyId: `org_A_P5${shop}`,
    recruiterId: `org_R_P5${shop}`,
  }
}

// --- Explained --------------------------------------------------------------------------------------------------------

type Row = {
  payout_id: string
  role: (typeof ROLES)[number]
  amount: bigint
  entry: bigint
  kind: string
  phase: string
  goods: bigint | null
  shop: bigint
  platform: bigint
  creator: bigint
  paid: bigint
  rates: number[]
  early: bigint
  /** What a refund, its funding or a recovery says of itself. */
  said: bigint | null
}

async function explain(db: Database) {
  const { rows } = await db.read((tx) =>
    sql<Row>`
      select p.payout_id, p.role, p.amount_minor as amount, e.amount_minor as entry, t.kind, t.phase, s.goods_minor as goods,
        s.shop_coupon_minor as shop, s.platform_coupon_minor as platform, s.creator_coupon_minor as creator, s.paid_minor as paid,
        array[s.platform_rate_bps, s.tech_fee_bps, s.creator_rate_bps, s.agency_split_bps, s.recruiter_rate_bps] as rates,
        coalesce((select sum(r.paid_minor) from ledger.refund_line r
          where r.sale_transfer_id = s.transfer_id and not r.settled), 0)::bigint as early,
        case t.kind
          when 'refund' then -(select case p.role when 'merchant' then r.merchant_minor when 'creator' then r.creator_minor
            when 'agency' then r.agency_minor else r.recruiter_minor end from ledger.refund_line r where r.transfer_id = t.transfer_id)
          when 'funding' then (select sum(f.amount_minor) from ledger.refund_source f
            where f.refund_id = t.group_id and f.source <> 'available')::bigint
          when 'recovery' then -(select sum(x.amount_minor) from ledger.entry x join ledger.account a on a.account_id = x.account_id
            where x.transfer_id = t.transfer_id and (a.kind = 'lien' or (a.party_type = 'fund' and a.kind = 'balance')))::bigint
          when 'payout' then -p.amount_minor end as said
      from ledger.payout p left join ledger.payout_entry c on c.payout_id = p.payout_id
      left join ledger.entry e on e.entry_id = c.entry_id left join ledger.transfer t on t.transfer_id = e.transfer_id
      left join ledger.sale s on s.transfer_id = t.of_transfer_id and t.kind = 'sale'`.execute(
      tables<unknown>(tx),
    ),
  )
  const payouts = Map.groupBy(rows, (r) => r.payout_id)
  const result = { payouts: payouts.size, explained: 0, entries: 0, unexplainedMinor: 0n, strange: 0 }
  for (const items of payouts.values()) {
    const rest = items.reduce((sum, r) => sum + (r.entry ?? r.amount), 0n)
    const strange = items.filter((r) => formulaOf(r) !== r.entry).length
    result.entries += items.length
    result.strange += strange
    result.unexplainedMinor += rest < 0n ? -rest : rest
    if (rest === 0n && strange === 0) result.explained++
  }
  return result
}

/** What the entry should be by what it is about. */
function formulaOf(r: Row): bigint | null {
  if (r.kind !== 'sale') return r.said
  const [platformRateBps, techFeeBps, creatorRateBps, agencySplitBps, recruiterRateBps] = r.rates as [
    number,
    number,
    number,
    number,
    number,
  ]
  const left: Split = splitRefund(
    {
      goodsMinor: r.goods!,
      shopCouponMinor: r.shop,
      platformCouponMinor: r.platform,
      creatorCouponMinor: r.creator,
    },
    { platformRateBps, techFeeBps, creatorRateBps, agencySplitBps, recruiterRateBps },
    r.early,
    r.paid - r.early,
  )
  return left[`${r.role}Minor`]
}
