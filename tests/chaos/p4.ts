// P4: the ledger sums to zero, always. Random lives of orders (placed, paid, cancelled, refunded in parts, settled, paid
// out, in any order and twice) run against the real ledger beside a small model; every balance must be the model's and the
// sum of its entries, while a watcher adds everything up. Then somebody with SQL tries to cheat. The bad twin is the same
// ledger without its triggers: the same cheats must be caught by the same checks.
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { tables, type Database } from '#platform/database'
import {
  createLedger,
  split,
  splitRefund,
  type Ledger,
  type Sale,
  type SoldLine,
  type Split,
  type Terms,
} from '#modules/ledger'
import { judge, type Runnable, type Say } from '../../bench/harness.ts'
import { openDoors } from '../support/market.ts'
import { throwawayDatabase } from './throwaway.ts'

const COMMANDS = 30
const CHEATS_SECRET = 'chaos-secret-0123456789'

export const run: Runnable['run'] = async ({ full, say }) => {
  const runs = full ? 1000 : 200
  say(`10 000 random splits`)
  const lost = lostInSplits(10_000)
  const { url, drop } = await throwawayDatabase()
  const { db, deps } = openDoors(url, { secret: CHEATS_SECRET, poolSize: 12 })
  try {
    const ledger = createLedger(deps)
    const watcher = watch(ledger)
    const model = await randomLives(db, ledger, runs, say)
    const watched = await watcher.stop()
    say('cheating with SQL')
    const cheats = await cheat(db)
    const honest = await faults(db)
    say('the bad twin: the same ledger without its triggers')
    await withoutTriggers(db)
    await cheat(db, CHEATS.slice(0, -1)) // all but emptying it, which leaves an auditor nothing to find
    const twin = await faults(db)
    return judge(
      'P4',
      {
        runs,
        commands: model.commands,
        applied: model.applied,
        balancesCompared: model.compared,
        wrongBalances: model.wrong,
        sumChecks: watched.checks,
        sumViolations: watched.violations + honest.unbalanced,
        ledgerSum: Number(honest.sum),
        splits: 10_000,
        splitsLosingMoney: lost,
        cheatsTried: cheats.tried,
        cheatsAccepted: cheats.accepted,
        twinFaultsFound: twin.unbalanced + twin.changed,
      },
      {
        wrongBalances: { max: 0 },
        sumViolations: { max: 0 },
        ledgerSum: { min: 0, max: 0 },
        splitsLosingMoney: { max: 0 },
        cheatsAccepted: { max: 0 },
        balancesCompared: { min: runs },
        sumChecks: { min: 3 },
        twinFaultsFound: { min: 1 },
      },
    )
  } finally {
    await db.close()
    await drop()
  }
}

// --- Splits ----------------------------------------------------------------------------------------------------------

const coupon = fc.bigInt(0n, 50_000n)
const saleArb: fc.Arbitrary<Sale> = fc
  .tuple(fc.bigInt(1n, 10_000_000n), coupon, coupon, coupon)
  .map(([paid, a, b, c]) => ({
    goodsMinor: paid + a + b + c,
    shopCouponMinor: a,
    platformCouponMinor: b,
    creatorCouponMinor: c,
  }))
const termsArb: fc.Arbitrary<Terms> = fc.record({
  platformRateBps: fc.constantFrom(0, 200, 500),
  techFeeBps: fc.constant(1000),
  creatorRateBps: fc.integer({ min: 0, max: 6000 }),
  agencySplitBps: fc.integer({ min: 0, max: 5000 }),
  recruiterRateBps: fc.integer({ min: 0, max: 3000 }),
})
const netsOf = (s: Split) =>
  s.merchantMinor + s.creatorMinor + s.agencyMinor + s.recruiterMinor + s.platformMinor

function lostInSplits(n: number): number {
  return fc.sample(fc.tuple(saleArb, termsArb), { numRuns: n, seed: 4 }).filter(([sale, terms]) => {
    const s = split(sale, terms)
    return netsOf(s) !== s.paidMinor
  }).length
}

// --- Random lives beside a model -------------------------------------------------------------------------------------

type Command =
  | { kind: 'place'; sale: Sale; terms: Terms }
  | { kind: 'pay' | 'cancel' | 'settle'; at: number }
  | { kind: 'refund'; at: number; percent: number }
  | { kind: 'payout'; role: Role }
const ROLES = ['merchant', 'creator', 'agency', 'recruiter'] as const
type Role = (typeof ROLES)[number]

const at = fc.nat(9)
const commandArb: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('place' as const), sale: saleArb, terms: termsArb }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('pay' as const, 'pay' as const, 'settle' as const, 'cancel' as const),
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refund' as const),
      at,
      percent: fc.constantFrom(1, 33, 50, 100),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('payout' as const), role: fc.constantFrom(...ROLES) }),
  },
)

type ModelOrder = {
  orderId: Id<'ord'>
  checkoutId: Id<'chk'>
  line: SoldLine
  state: 'waiting' | 'cancelled' | 'paid' | 'settled'
  refunded: bigint
}

async function randomLives(db: Database, ledger: Ledger, runs: number, say: Say) {
  const lives = fc.sample(fc.array(commandArb, { minLength: COMMANDS, maxLength: COMMANDS }), {
    numRuns: runs,
    seed: 4,
  })
  const total = { commands: 0, applied: 0, compared: 0, wrong: 0 }
  let next = 0
  const worker = async () => {
    while (next < lives.length) {
      const n = next++
      const life = await oneLife(db, ledger, n, lives[n]!)
      total.commands += COMMANDS
      total.applied += life.applied
      total.compared += life.compared
      total.wrong += life.wrong
      if ((n + 1) % 20 === 0) say(`${n + 1} of ${runs} lives`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return total
}

async function oneLife(db: Database, ledger: Ledger, n: number, commands: readonly Command[]) {
  const mark = `P4${n}`
  const parties = {
    merchant: `shp_${mark}`,
    creator: `crt_${mark}`,
    agency: `org_A${mark}`,
    recruiter: `org_R${mark}`,
  } as const
  const orders: ModelOrder[] = []
  const expected = Object.fromEntries(ROLES.map((r) => [r, { pending: 0n, posted: 0n }])) as Record<
    Role,
    { pending: bigint; posted: bigint }
  >
  const add = (s: Split, layer: 'pending' | 'posted', sign: 1n | -1n) => {
    for (const role of ROLES) expected[role][layer] += sign * s[`${role}Minor`]
  }
  const tx = db.transaction
  /** What later refunds took of the merchant beforehand, and what the fund advanced; it recovers at most half of an income. */
  const owed = { lien: 0n, debt: 0n }
  const least = (...amounts: bigint[]) => amounts.reduce((a, b) => (a < b ? a : b))
  const refundFromMerchant = (x: bigint) => {
    if (x <= 0n) return
    const toCome = expected.merchant.pending - owed.lien
    const lien = toCome > 0n ? least(x, toCome) : 0n
    const there = expected.merchant.posted + x
    const available = there > 0n ? least(x - lien, there) : 0n
    const advance = x - lien - available
    owed.lien += lien
    owed.debt += advance
    expected.merchant.posted += lien + advance
  }
  const repayFrom = (income: bigint) => {
    if (income <= 0n) return
    const lien = least(income, owed.lien)
    const debt = least((income - lien + 1n) / 2n, owed.debt)
    owed.lien -= lien
    owed.debt -= debt
    expected.merchant.posted -= lien + debt
  }
  let applied = 0
  for (const [i, c] of commands.entries()) {
    const o = 'at' in c ? orders[c.at % Math.max(1, orders.length)] : undefined
    const payment = o && paymentOf(o)
    if (c.kind === 'place') {
      const line = soldLine(mark, i, c, parties)
      const order: ModelOrder = {
        orderId: line.orderId,
        checkoutId: `chk_${mark}_${i}`,
        line,
        state: 'waiting',
        refunded: 0n,
      }
      const paidMinor = split(c.sale, c.terms).paidMinor
      await tx((t) =>
        ledger.pendPayment(t, {
          ...paymentOf(order),
          currency: 'CNY',
          orders: [{ orderId: order.orderId, paidMinor }],
        }),
      )
      orders.push(order)
    } else if (c.kind === 'payout') {
      const paid = await tx((t) => ledger.payOut(t, c.role, parties[c.role], null)).catch(() => null)
      if ((paid !== null) !== expected[c.role].posted > 0n)
        throw new Error(`payout of ${c.role} ${mark}: model and ledger differ`)
      if (paid === null) continue
      expected[c.role].posted = 0n
    } else if (!o || !payment) continue
    else if (c.kind === 'pay' && o.state === 'waiting') {
      await tx((t) => ledger.postPayment(t, payment, [o.line]))
      add(split(o.line.sale, o.line.terms), 'pending', 1n)
      o.state = 'paid'
    } else if (c.kind === 'cancel' && o.state === 'waiting') {
      await tx((t) => ledger.voidPayment(t, payment))
      o.state = 'cancelled'
    } else if (c.kind === 'settle' && (o.state === 'paid' || o.state === 'settled')) {
      const first = await tx((t) => ledger.settleOrder(t, o.orderId))
      if (first !== (o.state === 'paid')) throw new Error(`settle ${o.orderId}: model and ledger differ`)
      if (!first) continue
      const paid = split(o.line.sale, o.line.terms).paidMinor
      const rest = splitRefund(o.line.sale, o.line.terms, o.refunded, paid - o.refunded)
      add(rest, 'pending', -1n)
      add(rest, 'posted', 1n)
      repayFrom(rest.merchantMinor)
      o.state = 'settled'
    } else if (c.kind === 'refund' && (o.state === 'paid' || o.state === 'settled')) {
      const paid = split(o.line.sale, o.line.terms).paidMinor
      const wanted = (paid * BigInt(c.percent) + 99n) / 100n
      const refundMinor = wanted > paid - o.refunded ? paid - o.refunded : wanted
      if (refundMinor === 0n) continue
      const refundId: Id<'rfd'> = `rfd_${mark}_${i}`
      await tx((t) =>
        ledger.startRefund(t, {
          refundId,
          orderId: o.orderId,
          provider: 'sandbox',
          currency: 'CNY',
          lines: [{ lineId: o.line.lineId, refundMinor }],
        }),
      )
      await tx((t) => ledger.finishRefund(t, { refundId, orderId: o.orderId }))
      const taken = splitRefund(o.line.sale, o.line.terms, o.refunded, refundMinor)
      add(taken, o.state === 'paid' ? 'pending' : 'posted', -1n)
      if (o.state === 'settled') refundFromMerchant(taken.merchantMinor)
      o.refunded += refundMinor
    } else continue
    applied++
  }
  return { applied, ...(await compare(db, parties, expected, owed)) }
}

const soldLine = (
  mark: string,
  i: number,
  { sale, terms }: { sale: Sale; terms: Terms },
  p: { merchant: Id<'shp'>; creator: Id<'crt'>; agency: string; recruiter: string },
): SoldLine => ({
  orderId: `ord_${mark}_${i}`,
  shopId: p.merchant,
  lineId: `oln_${mark}_${i}`,
  title: { zh: '水壶', en: 'Kettle' },
  qty: 1,
  sale,
  terms,
  rateVersionId: null,
  contentId: null,
  creatorId: p.creator,
  agencyId: p.agency,
  recruiterId: p.recruiter,
})

/** Each party's balance, as Σ of its entries, against the model. */
async function compare(
  db: Database,
  parties: Record<Role, string>,
  expected: Record<Role, { pending: bigint; posted: bigint }>,
  owed: { lien: bigint; debt: bigint },
) {
  const { rows } = await db.read((t) =>
    sql<{ party_type: Role; kind: string; layer: 'pending' | 'posted'; sum: bigint }>`
      select a.party_type, a.kind, e.layer, sum(e.amount_minor)::bigint as sum from ledger.entry e join ledger.account a using (account_id)
      where a.kind in ('balance', 'lien', 'debt') and a.party_id = any(${Object.values(parties)}::text[]) group by 1, 2, 3`.execute(
      tables<unknown>(t),
    ),
  )
  let wrong = 0
  for (const role of ROLES) {
    for (const layer of ['pending', 'posted'] as const) {
      const sum =
        rows.find((r) => r.kind === 'balance' && r.party_type === role && r.layer === layer)?.sum ?? 0n
      if (sum !== expected[role][layer]) wrong++
    }
  }
  for (const kind of ['lien', 'debt'] as const)
    if (-(rows.find((r) => r.kind === kind)?.sum ?? 0n) !== owed[kind]) wrong++
  return { compared: ROLES.length * 2 + 2, wrong }
}

/** Adds everything up every 100 ms while the lives go on. */
function watch(ledger: Ledger) {
  let stopped = false
  const result = { checks: 0, violations: 0 }
  const loop = (async () => {
    while (!stopped) {
      for (const s of (await ledger.getHealth()).sums)
        if (s.pendingMinor !== '0' || s.postedMinor !== '0') result.violations++
      result.checks++
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  return {
    async stop() {
      stopped = true
      await loop
      return result
    },
  }
}

// --- Cheating --------------------------------------------------------------------------------------------------------

const anAccount = `(select account_id from ledger.account where currency = 'CNY' order by account_id limit 1)`
const aTransfer = (id: string) =>
  `insert into ledger.transfer (transfer_id, group_id, kind, phase, currency, at) values ('${id}', 'cheat', 'payment', 'posted', 'CNY', now())`
const anEntry = (transfer: string, amount: number) =>
  `insert into ledger.entry (transfer_id, account_id, layer, amount_minor, currency) values (${transfer}, ${anAccount}, 'posted', ${amount}, 'CNY')`

const CHEATS: readonly string[] = [
  `${aTransfer('trf_cheat1')}; ${anEntry("'trf_cheat1'", 100)}`,
  `${aTransfer('trf_cheat2')}; ${anEntry("'trf_cheat2'", 100)}; ${anEntry("'trf_cheat2'", -99)}`,
  aTransfer('trf_cheat3'),
  anEntry('(select min(transfer_id) from ledger.transfer)', 7),
  `update ledger.entry set amount_minor = amount_minor + 1 where entry_id = (select min(entry_id) from ledger.entry)`,
  `update ledger.sale set merchant_minor = merchant_minor`,
  `update ledger.transfer set at = at - interval '1 year'`,
  `delete from ledger.entry where entry_id = (select max(entry_id) from ledger.entry)`,
  `delete from ledger.settlement`,
  `truncate ledger.entry cascade`,
]

async function cheat(db: Database, cheats = CHEATS): Promise<{ tried: number; accepted: number }> {
  let accepted = 0
  for (const text of cheats) {
    await db
      .transaction((t) => sql.raw(text).execute(tables<unknown>(t)))
      .then(
        () => accepted++,
        () => {},
      )
  }
  return { tried: cheats.length, accepted }
}

const withoutTriggers = (db: Database) =>
  db.transaction(async (t) => {
    for (const name of [
      'account',
      'transfer',
      'entry',
      'sale',
      'refund_line',
      'settlement',
      'payout',
      'payout_entry',
    ]) {
      await sql.raw(`alter table ledger.${name} disable trigger user`).execute(tables<unknown>(t))
    }
  })

/** What an auditor sees: the sum, transfers that do not balance, and sales whose payment is gone or has another amount. */
async function faults(db: Database): Promise<{ sum: bigint; unbalanced: number; changed: number }> {
  const { rows } = await db.read((t) =>
    sql<{ sum: bigint; unbalanced: number; changed: number }>`
      select (select coalesce(sum(abs(s)), 0)::bigint
          from (select sum(amount_minor) as s from ledger.entry group by currency, layer) x) as sum,
        (select count(*)::int from (select transfer_id from ledger.entry
          group by transfer_id, currency, layer having sum(amount_minor) <> 0) x) as unbalanced,
        (select count(*)::int from ledger.sale s where s.paid_minor is distinct from (
          select -sum(e.amount_minor) from ledger.entry e join ledger.account a using (account_id)
          where e.transfer_id = s.transfer_id and a.party_type = 'clearing')) as changed`.execute(
      tables<unknown>(t),
    ),
  )
  return rows[0]!
}

const paymentOf = ({ checkoutId }: Pick<ModelOrder, 'checkoutId'>) =>
  ({ checkoutId, paymentId: `pay_${checkoutId}`, provider: 'sandbox', currency: 'CNY' }) as const
