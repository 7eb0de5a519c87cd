// The payment providers of this installation. A payment stays with the one it was opened at: it is asked, closed and
// refunded there, also after the operator has stopped offering it.
import { AppError } from '#kernel/errors'
import type { PaymentProvider } from './payment.ts'

export type Payments = {
  all: readonly PaymentProvider[]
  /** What buyers may choose; the first is what they get unasked. */
  offered: readonly [PaymentProvider, ...PaymentProvider[]]
  /** @throws Error for one that is not configured any more: somebody has to bring it back */
  of(name: string): PaymentProvider
  /** @throws AppError PAY_METHOD_GONE when buyers may not choose it */
  chosen(name: string | null | undefined): PaymentProvider
}

export function paymentsOf(all: readonly PaymentProvider[], offers?: readonly string[]): Payments {
  const byName = new Map(all.map((p) => [p.name, p]))
  const of = (name: string) => {
    const provider = byName.get(name)
    if (!provider) throw new Error(`payment provider ${name} is not configured`)
    return provider
  }
  const [first, ...more] = offers ? offers.map(of) : all
  if (!first) throw new Error('no payment provider is offered')
  return {
    all,
    offered: [first, ...more],
    of,
    chosen(name) {
      if (!name) return first
      const found = [first, ...more].find((p) => p.name === name)
      if (!found) throw new AppError('PAY_METHOD_GONE', { offered: [first, ...more].map((p) => p.name) })
      return found
    },
  }
}
