// What a composed server is given, and what of the outside world it is connected to.
import type { Deps } from '#platform/context'
import type { PlatformClock } from '#platform/demo-clock'
import type { LiveEngine } from '#platform/live-engine'
import type { Courier } from '#platform/providers/courier'
import type { IntegrationsOptions } from '#modules/integrations'
import type { PaymentProvider } from '#platform/providers/payment'

export type ServerDeps = Deps & { clock: PlatformClock }
export type Outside = {
  /** The first is what buyers get unasked. */
  payments: readonly PaymentProvider[]
  /** Names of those buyers may choose; all when absent. */
  offers?: readonly string[]
  /** Carries parcels; absent: numbers are typed and nobody follows them. */
  courier?: Courier | null
  /** Carries the pictures of live rooms; absent: rooms sell without one. */
  liveEngine?: LiveEngine
  /** See `InterestOptions` of modules/interest. */
  learnsAtOnce?: boolean
  /** How webhooks' receivers are reached, when not by the internet. */
  webhooks?: IntegrationsOptions
  engineThread?: boolean
}
