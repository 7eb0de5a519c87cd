// Every module, created once: the doors that flows and routes are given.
import type { Deps } from '#platform/context'
import { createAlliance } from '#modules/alliance'
import { createCompass } from '#modules/compass'
import { createContent } from '#modules/content'
import { createGovernance } from '#modules/governance'
import { createIdentity } from '#modules/identity'
import { createIntegrations, type IntegrationsOptions } from '#modules/integrations'
import { createInterest } from '#modules/interest'
import { createLedger } from '#modules/ledger'
import { createLive } from '#modules/live'
import { createMedia } from '#modules/media'
import { createPromotions } from '#modules/promotions'
import { createShop } from '#modules/shop'
import { createSignals } from '#modules/signals'
import { createTrade } from '#modules/trade'

type DoorOptions = { learnsAtOnce?: boolean; engineThread?: boolean; webhooks?: IntegrationsOptions }

export function createDoors(
  deps: Deps,
  { learnsAtOnce = false, engineThread = false, webhooks = {} }: DoorOptions = {},
) {
  const signals = createSignals(deps)
  return {
    identity: createIdentity(deps),
    shop: createShop(deps),
    media: createMedia(deps),
    content: createContent(deps),
    signals,
    interest: createInterest(deps, { readLog: signals.readSignals, learnsAtOnce, engineThread }),
    trade: createTrade(deps),
    ledger: createLedger(deps),
    alliance: createAlliance(deps),
    compass: createCompass(deps),
    governance: createGovernance(deps),
    live: createLive(deps),
    promotions: createPromotions(deps),
    integrations: createIntegrations(deps, webhooks),
  }
}
export type Doors = ReturnType<typeof createDoors>
