// The payment provider's mind, pure: commands in, journal entries out; entries applied, state. The process (main.ts) and
// the in-process provider (in-process.ts) both run on it, so what the tests and the world see is what the demo does.
// One entry holds a decision and the events it announces, so that a kill never separates the two.
import type { BilledMove } from '#platform/providers/sandbox-bill'

type Localized = { zh: string; en: string }

export type PaymentState = 'open' | 'succeeded' | 'failed' | 'cancelled'

export type Payment = {
  paymentId: string
  /** Unguessable: whoever has the page's address may pay. */
  token: string
  /** Every form of the page carries it. */
  nonce: string
  amountMinor: string
  currency: string
  merchant: Localized
  title: Localized
  orderRef: string
  locale: 'zh' | 'en'
  returnUrl: string
  callbackUrl: string
  createdAt: number
  expiresAt: number
  state: PaymentState
  /** How far the merchant's clock is ahead: a demo moves its own, and the daily file is cut by days the merchant knows. */
  aheadMs?: number
  /** Once it is decided. */
  decidedAt?: number
  /** Where that is not what was asked. */
  chargedMinor?: string
  inFile?: InFile
}

export type Refund = {
  refundId: string
  paymentId: string
  amountMinor: string
  currency: string
  madeAt: number
  aheadMs?: number
}

export type Delivery = {
  deliveryId: string
  eventId: string
  url: string
  body: string
  dueAt: number
  tries: number
}

export type Entry =
  | { type: 'payment.created'; payment: Payment }
  | {
      type: 'payment.decided'
      paymentId: string
      state: Exclude<PaymentState, 'open'>
      at: number
      deliveries: Delivery[]
      chargedMinor?: string
      inFile?: InFile
    }
  | { type: 'refund.made'; refund: Refund; deliveries: Delivery[] }
  | { type: 'delivery.done'; deliveryId: string }
  | { type: 'delivery.put-off'; deliveryId: string; dueAt: number }

/** How the buyer's decision is reported; for showing and testing what real providers do on bad days. */
export type Mischief = {
  delayMs?: number
  /** The same event, twice. */
  twice?: boolean
  /** Never reported: the merchant has to ask. */
  lose?: boolean
  /** An old failure arrives after the success. */
  lateFailure?: boolean
  /** One 分 less is charged than was asked. */
  shortByOne?: boolean
  inFile?: InFile
}

/** What is wrong with its line in the day's file. */
export type InFile = 'missing' | 'twice' | 'other-amount' | 'other-fee'

export type NewPayment = Omit<
  Payment,
  'token' | 'nonce' | 'createdAt' | 'expiresAt' | 'state' | 'decidedAt' | 'chargedMinor' | 'inFile'
> & {
  expiresInSeconds: number
}
export type NewRefund = Pick<Refund, 'refundId' | 'paymentId' | 'amountMinor' | 'currency' | 'aheadMs'> & {
  callbackUrl: string
}

export class Refused extends Error {
  override name = 'Refused'
  readonly status: 404 | 409 | 422
  constructor(status: 404 | 409 | 422, message: string) {
    super(message)
    this.status = status
  }
}

/** What the merchant is told. Nobody can pay an expired one any more, so it reads as cancelled. */
export const paymentAnswer = (p: Payment, now: number) => ({
  paymentId: p.paymentId,
  state: p.state === 'open' && now > p.expiresAt ? ('cancelled' as const) : p.state,
  amountMinor: charged(p),
  currency: p.currency,
  payPath: p.token,
})
const charged = (p: Payment): string => p.chargedMinor ?? p.amountMinor

export const MAX_TRIES = 40
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000

export type Core = ReturnType<typeof createCore>

/** `newId` makes unguessable text. */
export function createCore(newId: () => string) {
  const payments = new Map<string, Payment>()
  const byToken = new Map<string, Payment>()
  const refunds = new Map<string, Refund>()
  const sentBack = new Map<string, bigint>()
  const waiting = new Map<string, Delivery>()

  function apply(entry: Entry): void {
    switch (entry.type) {
      case 'payment.created':
        payments.set(entry.payment.paymentId, entry.payment)
        byToken.set(entry.payment.token, entry.payment)
        return
      case 'payment.decided':
        Object.assign(payments.get(entry.paymentId)!, {
          state: entry.state,
          decidedAt: entry.at,
          ...(entry.chargedMinor ? { chargedMinor: entry.chargedMinor } : {}),
          ...(entry.inFile ? { inFile: entry.inFile } : {}),
        })
        for (const d of entry.deliveries) waiting.set(d.deliveryId, d)
        return
      case 'refund.made':
        refunds.set(entry.refund.refundId, entry.refund)
        sentBack.set(
          entry.refund.paymentId,
          (sentBack.get(entry.refund.paymentId) ?? 0n) + BigInt(entry.refund.amountMinor),
        )
        for (const d of entry.deliveries) waiting.set(d.deliveryId, d)
        return
      case 'delivery.done':
        waiting.delete(entry.deliveryId)
        return
      case 'delivery.put-off': {
        const d = waiting.get(entry.deliveryId)
        if (d) waiting.set(entry.deliveryId, { ...d, dueAt: entry.dueAt, tries: d.tries + 1 })
      }
    }
  }

  function announce(
    kind: string,
    p: Payment,
    more: { refundId?: string; amountMinor?: string; eventId?: string; url?: string },
    at: number,
    dueAt: number,
  ): Delivery {
    const eventId = more.eventId ?? `evt_${newId()}`
    const body = JSON.stringify({
      eventId,
      kind,
      paymentId: p.paymentId,
      refundId: more.refundId ?? null,
      amountMinor: more.amountMinor ?? charged(p),
      currency: p.currency,
      occurredAt: new Date(at).toISOString(),
    })
    return { deliveryId: `dlv_${newId()}`, eventId, url: more.url ?? p.callbackUrl, body, dueAt, tries: 0 }
  }

  function known(paymentId: string): Payment {
    const p = payments.get(paymentId)
    if (!p) throw new Refused(404, 'no such payment')
    return p
  }

  return {
    apply,
    payment: (paymentId: string) => payments.get(paymentId),
    byToken: (token: string) => byToken.get(token),
    refund: (refundId: string) => refunds.get(refundId),
    waiting: () => [...waiting.values()],
    /** What was taken and sent back between two moments of the merchant's clock, in the order it happened. */
    moved: (from: number, to: number): BilledMove[] =>
      movedBetween([...payments.values()], [...refunds.values()], from, to),

    /** The same id again is the same payment; with another amount it is a mistake. */
    createPayment(n: NewPayment, now: number): Entry[] {
      const before = payments.get(n.paymentId)
      if (before) {
        if (before.amountMinor !== n.amountMinor || before.currency !== n.currency)
          throw new Refused(409, 'this payment id has another amount')
        return []
      }
      const { expiresInSeconds, ...rest } = n
      return [
        {
          type: 'payment.created',
          payment: {
            ...rest,
            token: newId(),
            nonce: newId(),
            createdAt: now,
            expiresAt: now + expiresInSeconds * 1000,
            state: 'open',
          },
        },
      ]
    },

    /** The buyer pays or declines. Nothing when it was decided before, or too late. */
    decide(
      paymentId: string,
      outcome: 'succeeded' | 'failed',
      now: number,
      mischief: Mischief = {},
    ): Entry[] {
      const p = known(paymentId)
      if (p.state !== 'open') return []
      if (now > p.expiresAt)
        return [{ type: 'payment.decided', paymentId, state: 'cancelled', at: now, deliveries: [] }]
      const dueAt = now + (mischief.delayMs ?? 0)
      const short = mischief.shortByOne && outcome === 'succeeded' && BigInt(p.amountMinor) > 1n
      const wrong = short ? { amountMinor: (BigInt(p.amountMinor) - 1n).toString() } : {}
      const first = announce(`payment.${outcome}`, p, wrong, now, dueAt)
      const deliveries = mischief.lose ? [] : [first]
      if (mischief.twice && !mischief.lose) deliveries.push({ ...first, deliveryId: `dlv_${newId()}` })
      if (mischief.lateFailure && outcome === 'succeeded')
        deliveries.push(announce('payment.failed', p, {}, now - 1, dueAt + 500))
      return [
        {
          type: 'payment.decided',
          paymentId,
          state: outcome,
          at: now,
          deliveries,
          ...(short ? { chargedMinor: wrong.amountMinor! } : {}),
          ...(mischief.inFile && outcome === 'succeeded' ? { inFile: mischief.inFile } : {}),
        },
      ]
    },

    /** The merchant withdraws it; what has been decided stays. */
    cancel(paymentId: string, now: number): Entry[] {
      return known(paymentId).state === 'open'
        ? [{ type: 'payment.decided', paymentId, state: 'cancelled', at: now, deliveries: [] }]
        : []
    },

    makeRefund(n: NewRefund, now: number): Entry[] {
      const p = known(n.paymentId)
      const before = refunds.get(n.refundId)
      if (before) {
        if (before.amountMinor !== n.amountMinor || before.paymentId !== n.paymentId)
          throw new Refused(409, 'this refund id has another amount or payment')
        return []
      }
      if (p.state !== 'succeeded' || p.currency !== n.currency)
        throw new Refused(409, 'this payment was not charged')
      if ((sentBack.get(n.paymentId) ?? 0n) + BigInt(n.amountMinor) > BigInt(charged(p)))
        throw new Refused(409, 'more than was charged')
      const { callbackUrl, ...refund } = n
      const told = announce(
        'refund.succeeded',
        p,
        { refundId: n.refundId, amountMinor: n.amountMinor, url: callbackUrl },
        now,
        now,
      )
      return [{ type: 'refund.made', refund: { ...refund, madeAt: now }, deliveries: [told] }]
    },

    /** After an attempt: done, or once more with twice the patience; after MAX_TRIES the merchant has to ask. */
    delivered(d: Delivery, ok: boolean, now: number): Entry {
      if (ok || d.tries + 1 >= MAX_TRIES) return { type: 'delivery.done', deliveryId: d.deliveryId }
      return {
        type: 'delivery.put-off',
        deliveryId: d.deliveryId,
        dueAt: now + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** d.tries),
      }
    },
  }
}

/** 0.6 % of a payment, given back in proportion with a refund. */
const feeOf = (minor: string): bigint => (BigInt(minor) * 60n * 2n + 10_000n) / 20_000n

function movedBetween(
  payments: readonly Payment[],
  refunds: readonly Refund[],
  from: number,
  to: number,
): BilledMove[] {
  const within = (at: number) => at >= from && at < to
  const paid = payments.flatMap((p): BilledMove[] => {
    const at = (p.decidedAt ?? 0) + (p.aheadMs ?? 0)
    if (p.state !== 'succeeded' || !within(at) || p.inFile === 'missing') return []
    const amount = charged(p)
    const line: BilledMove = {
      what: 'payment',
      reference: p.paymentId,
      providerRef: `till-${p.paymentId}`,
      amountMinor: p.inFile === 'other-amount' ? (BigInt(amount) + 100n).toString() : amount,
      currency: p.currency,
      feeMinor: (feeOf(amount) + (p.inFile === 'other-fee' ? 5n : 0n)).toString(),
      at,
    }
    return p.inFile === 'twice' ? [line, line] : [line]
  })
  const sent = refunds.flatMap((r): BilledMove[] => {
    const at = r.madeAt + (r.aheadMs ?? 0)
    if (!within(at)) return []
    return [
      {
        what: 'refund',
        reference: r.refundId,
        providerRef: `till-${r.refundId}`,
        amountMinor: r.amountMinor,
        currency: r.currency,
        feeMinor: (-feeOf(r.amountMinor)).toString(),
        at,
      },
    ]
  })
  return [...paid, ...sent].sort((a, b) => a.at - b.at)
}
