// P6: what a provider reports has one effect, however often, in whatever order, and with whatever restarts between. Orders that are paid,
// declined, paid after a decline, paid twice, paid too late; each report delivered one to five times, shuffled, eight at once, by servers
// that are ended and made anew; with forged, rewritten and old ones among them. The bad twin remembers what it saw in memory alone.
import { sql } from 'kysely'
import { manualClock } from '#kernel/clock'
import { AppError } from '#kernel/errors'
import type { Id } from '#kernel/ids'
import { seededRandom } from '#kernel/random'
import { systemCtx, type Ctx } from '#platform/context'
import { tables } from '#platform/database'
import { signCallback } from '#platform/providers/sandbox-wire'
import { createInProcessPayments } from '#sandbox/payment/in-process'
import { composeServer, type Server } from '#server/compose'
import { judge, type Runnable } from '../../bench/harness.ts'
import { makeMarket, openDoors, type Buyer } from '../support/market.ts'
import { throwawayDatabase } from './throwaway.ts'

const SECRET = 'chaos-secret-0123456789'
const AT_ONCE = 8
const RESTART_EVERY = 200

/** What becomes of an order's payments, and what the order must be in the end. */
const FATES = ['paid', 'declined', 'paid-after-decline', 'paid-twice', 'too-late'] as const
type Fate = (typeof FATES)[number]
const ENDS: Record<Fate, string> = {
  paid: 'paid',
  declined: 'awaiting-payment',
  'paid-after-decline': 'paid',
  'paid-twice': 'paid',
  'too-late': 'cancelled',
}
type Report = { headers: Record<string, string>; body: Uint8Array; eventId: string; genuine: boolean }
type Placed = { orderId: Id<'ord'>; fate: Fate; buyer: Buyer }

export const run: Runnable['run'] = async ({ full, say }) => {
  const orders = full ? 2_000 : 200
  const { url, drop } = await throwawayDatabase()
  const clock = manualClock(new Date())
  const platformClock = {
    ...clock,
    offsetMs: () => 0,
    advance: () => Promise.resolve(0),
    stop: () => Promise.resolve(),
  }
  const { db, deps, doors } = openDoors(url, { secret: SECRET, clock, poolSize: 16 })
  const payments = createInProcessPayments({ secret: SECRET, clock })
  const compose = () => composeServer({ ...deps, clock: platformClock }, { payments: [payments.provider] })
  let server: Server = await compose()
  const random = seededRandom('p6')
  try {
    const market = await makeMarket(db, doors, {
      shops: 2,
      skusPerShop: 2,
      stock: orders * 2,
      buyers: orders,
    })
    const [skuId] = market.skus
    let keys = 0
    const ctxOf = (buyer: Buyer): Ctx => ({
      ...systemCtx('chaos'),
      idempotencyKey: `p6-${(keys += 1)}`,
      actor: { kind: 'person', accountId: buyer.accountId, sessionId: '', guest: false, memberships: [] },
    })
    say(`${orders} orders, each with a fate`)
    const placed: Placed[] = []
    const reports: Report[] = []
    const report = (
      paymentId: Id<'pay'>,
      kind: string,
      eventId: string,
      change: (r: Report) => Report = (r) => r,
    ) => {
      const text = JSON.stringify({
        eventId,
        kind,
        paymentId,
        refundId: null,
        amountMinor: market.priceMinor.toString(),
        currency: 'CNY',
        occurredAt: clock.now().toISOString(),
      })
      const headers = signCallback(SECRET, text, eventId, clock.now().getTime())
      reports.push(change({ headers, body: new TextEncoder().encode(text), eventId, genuine: true }))
    }
    for (const [i, buyer] of market.buyers.entries()) {
      const fate = FATES[i % FATES.length]!
      const input = {
        lines: [{ skuId: skuId!, qty: 1 }],
        addressId: buyer.addressId,
        expectedTotalMinor: market.priceMinor.toString(),
        locale: 'zh' as const,
      }
      const p = await server.flows.checkout.placeOrder(input, ctxOf(buyer))
      placed.push({ orderId: p.orderIds[0]!, fate, buyer })
      const id = (n: number) => `evt-${i}-${n}`
      if (fate === 'paid' || fate === 'too-late') report(p.paymentId, 'payment.succeeded', id(0))
      if (fate === 'paid-twice') {
        report(p.paymentId, 'payment.succeeded', id(0))
        report(p.paymentId, 'payment.succeeded', id(1)) // another report of the same money
      }
      if (fate === 'declined') report(p.paymentId, 'payment.failed', id(0))
      if (fate === 'paid-after-decline') {
        // Failed is told as often as not after the second attempt has succeeded.
        await server.flows.pay.applyEvent('sandbox', {
          ...eventOf(p.paymentId, market.priceMinor),
          kind: 'payment.failed',
          eventId: id(0),
        })
        const again = await server.flows.checkout.payAgain({ checkoutId: p.checkoutId }, ctxOf(buyer))
        report(p.paymentId, 'payment.failed', id(1))
        report(again.paymentId, 'payment.succeeded', id(2))
      }
      if (i % 10 === 0)
        report(p.paymentId, 'payment.succeeded', `forged-${i}`, (r) => ({
          ...r,
          genuine: false,
          headers: signCallback(
            'another secret of someone',
            new TextDecoder().decode(r.body),
            `forged-${i}`,
            clock.now().getTime(),
          ),
        }))
      if (i % 10 === 1)
        report(p.paymentId, 'payment.failed', `rewritten-${i}`, (r) => ({
          ...r,
          genuine: false,
          body: new TextEncoder().encode(
            new TextDecoder().decode(r.body).replace('payment.failed', 'payment.succeeded'),
          ),
        }))
      if (i % 10 === 2)
        report(p.paymentId, 'payment.succeeded', `old-${i}`, (r) => ({
          ...r,
          genuine: false,
          headers: signCallback(
            SECRET,
            new TextDecoder().decode(r.body),
            `old-${i}`,
            clock.now().getTime() - 3_600_000,
          ),
        }))
    }
    // Those that come too late: their orders expire first; the others are paid in time, so they are told before.
    const late = new Set(placed.filter((p) => p.fate === 'too-late').map((p) => p.orderId))
    const lateIds = new Set(placed.flatMap((p, i) => (p.fate === 'too-late' ? [`evt-${i}-0`] : [])))
    const inTime = reports.filter((r) => !lateIds.has(r.eventId))
    const counts = { deliveries: 0, refused: 0, accepted: 0, strange: 0, restarts: 0 }
    let inTheAir = 0
    const twin = { seen: new Set<string>(), charges: new Map<string, number>() }

    async function deliver(all: readonly Report[]): Promise<void> {
      const queue = shuffled(
        random,
        all.flatMap((r) => Array.from({ length: 1 + random.int(5) }, () => r)),
      )
      let next = 0
      const worker = async () => {
        while (next < queue.length) {
          const n = next++
          if (n > 0 && n % RESTART_EVERY === 0) {
            counts.restarts++
            twin.seen.clear() // what it had in memory is gone
            const old = server
            server = await compose()
            await old.stop()
          }
          const r = queue[n]!
          counts.deliveries++
          inTheAir++
          if (r.genuine && !twin.seen.has(r.eventId)) {
            twin.seen.add(r.eventId)
            twin.charges.set(r.eventId, (twin.charges.get(r.eventId) ?? 0) + 1)
          }
          await server.flows.pay
            .paymentCallback(
              { provider: payments.provider.name },
              { ...systemCtx('chaos'), raw: { headers: r.headers, body: r.body } as NonNullable<Ctx['raw']> },
            )
            .then(
              () => (r.genuine ? counts.accepted++ : counts.strange++),
              (error: unknown) => {
                const code = error instanceof AppError ? error.code : String(error)
                if (!r.genuine && (code === 'SIGNATURE_INVALID' || code === 'TIMESTAMP_OLD')) counts.refused++
                else {
                  counts.strange++
                  say(`  unexpected: ${code}`)
                }
              },
            )
          inTheAir--
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
    }

    say('delivered in any order, one to five times, eight at once')
    await deliver(inTime)
    clock.advance(16 * 60_000)
    await expireAll()
    // Signatures are as old as their time says: the late ones are signed now.
    const lateReports: Report[] = placed.flatMap((p, i) => {
      if (!late.has(p.orderId)) return []
      const body = reports.find((r) => r.eventId === `evt-${i}-0`)!.body
      const text = new TextDecoder().decode(body)
      return [
        {
          headers: signCallback(SECRET, text, `evt-${i}-0`, clock.now().getTime()),
          body,
          eventId: `evt-${i}-0`,
          genuine: true,
        },
      ]
    })
    await deliver(lateReports)

    const { rows } = await db.read((tx) =>
      sql<{ order_id: string; state: string; posted: number; refunds: number; sales: number; steps: number }>`
        select o.order_id, o.state,
          (select count(*)::int from ledger.transfer t where t.order_id = o.order_id and t.kind = 'payment' and t.phase in ('posted', 'post-pending')) as posted,
          (select count(*)::int from trade.refund r where r.order_id = o.order_id) as refunds,
          (select count(*)::int from ledger.sale s where s.order_id = o.order_id) as sales,
          (select count(*)::int from trade.order_step s where s.order_id = o.order_id and s.state = 'paid') as steps
        from trade.customer_order o`.execute(tables<unknown>(tx)),
    )
    const byId = new Map(rows.map((r) => [r.order_id, r]))
    let [wrongEnds, doubled] = [0, 0]
    for (const { orderId, fate } of placed) {
      const r = byId.get(orderId)!
      const end = fate === 'declined' ? 'cancelled' : ENDS[fate] // declined, it expired with the late ones
      if (r.state !== end) {
        wrongEnds++
        say(`  ${fate}: ${r.state}`)
      }
      const [money, refunds, sales] =
        fate === 'declined' ? [0, 0, 0] : fate === 'too-late' ? [1, 1, 0] : [1, 0, 1]
      if (r.posted !== money || r.refunds !== refunds || r.sales !== sales || r.steps > 1) {
        doubled++
        say(`  ${fate}: money ${r.posted}, refunds ${r.refunds}, sales ${r.sales}, paid ${r.steps} times`)
      }
    }
    const { rows: told } = await db.read((tx) =>
      sql<{ events: number; onHand: number; reserved: number }>`
        select (select count(*)::int from trade.provider_event) as events,
          (select on_hand from shop.sku where sku_id = ${skuId!}) as "onHand",
          (select reserved from shop.sku where sku_id = ${skuId!}) as reserved`.execute(tables<unknown>(tx)),
    )
    const paid = placed.filter((p) => ENDS[p.fate] === 'paid').length
    const distinct = new Set(reports.filter((r) => r.genuine).map((r) => r.eventId)).size
    const direct = placed.filter((p) => p.fate === 'paid-after-decline').length
    const health = await doors.ledger.getHealth()
    return judge(
      'P6',
      {
        orders,
        ...counts,
        events: told[0]!.events,
        eventsAstray: Math.abs(told[0]!.events - distinct - direct),
        wrongEnds,
        doubledEffects: doubled,
        unitsAstray: Math.abs(orders * 2 - paid - told[0]!.onHand) + told[0]!.reserved,
        unanswered: inTheAir,
        ledgerSum: health.sums.reduce(
          (sum, s) => sum + Math.abs(Number(s.pendingMinor)) + Math.abs(Number(s.postedMinor)),
          0,
        ),
        twinDoubledEffects: [...twin.charges.values()].filter((n) => n > 1).length,
      },
      {
        deliveries: { min: orders * 2 },
        restarts: { min: 1 },
        refused: { min: 1 },
        strange: { max: 0 },
        eventsAstray: { max: 0 },
        wrongEnds: { max: 0 },
        doubledEffects: { max: 0 },
        unitsAstray: { max: 0 },
        unanswered: { max: 0 },
        ledgerSum: { max: 0 },
        twinDoubledEffects: { min: 1 },
      },
    )
  } finally {
    await server.stop()
    await db.close()
    await drop()
  }

  async function expireAll(): Promise<void> {
    while ((await server.flows.cancel.expireUnpaid()) > 0) continue
  }
}

const eventOf = (paymentId: Id<'pay'>, amountMinor: bigint) => ({
  paymentId,
  refundId: null,
  amountMinor,
  currency: 'CNY' as const,
})

function shuffled<T>(random: { int(below: number): number }, list: readonly T[]): T[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.int(i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
