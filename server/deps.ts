// What a composed server is given, and what of the outside world it is connected to.
import type { Deps } from '#platform/context'
import type { PlatformClock } from '#platform/demo-clock'
import type { PaymentProvider } from '#platform/providers/payment'

export type ServerDeps = Deps & { clock: PlatformClock }
export type Outside = {
  payments: PaymentProvider
  /** See `InterestOptions` of modules/interest. */
  learnsAtOnce?: boolean
  engineThread?: boolean
}
