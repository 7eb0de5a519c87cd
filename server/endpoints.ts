// Every endpoint there is, from every module's contract: what OpenAPI, the authorisation matrix and the router are built of.
import type { Endpoint } from '#kernel/contract'
import { allianceEndpoints } from '#modules/alliance/contract'
import { compassEndpoints } from '#modules/compass/contract'
import { contentEndpoints } from '#modules/content/contract'
import { governanceEndpoints } from '#modules/governance/contract'
import { identityEndpoints } from '#modules/identity/contract'
import { integrationsEndpoints } from '#modules/integrations/contract'
import { interestEndpoints } from '#modules/interest/contract'
import { ledgerEndpoints } from '#modules/ledger/contract'
import { liveEndpoints } from '#modules/live/contract'
import { mediaEndpoints } from '#modules/media/contract'
import { promotionsEndpoints } from '#modules/promotions/contract'
import { shopEndpoints } from '#modules/shop/contract'
import { signalsEndpoints } from '#modules/signals/contract'
import { tradeEndpoints } from '#modules/trade/contract'

export const allEndpoints: readonly Endpoint[] = [
  ...identityEndpoints,
  ...shopEndpoints,
  ...mediaEndpoints,
  ...contentEndpoints,
  ...signalsEndpoints,
  ...interestEndpoints,
  ...tradeEndpoints,
  ...ledgerEndpoints,
  ...allianceEndpoints,
  ...compassEndpoints,
  ...governanceEndpoints,
  ...liveEndpoints,
  ...promotionsEndpoints,
  ...integrationsEndpoints,
]
