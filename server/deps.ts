// What a composed server is given, and what of the outside world it is connected to.
import type { Deps } from '#platform/context'
import type { PlatformClock } from '#platform/demo-clock'
import type { LiveEngine } from '#platform/live-engine'
import type { PaymentProvider } from '#platform/providers/payment'

export type ServerDeps = Deps & { clock: PlatformClock }
export type Outside = {
  payments: PaymentProvider
  /** Carries the pictures of live rooms; absent: rooms sell without one. */
  liveEngine?: LiveEngine
  /** See `InterestOptions` of modules/interest. */
  learnsAtOnce?: boolean
  engineThread?: boolean
}
