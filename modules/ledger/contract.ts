// The ledger's calls, by who makes them, and the demo clock that moves settlement forward (flows/advance-clock.ts).
import { agreementEndpoints } from './contract/agreements.ts'
import { careEndpoints } from './contract/care.ts'
import { demoEndpoints, operatorEndpoints } from './contract/operator.ts'
import { reconciliationEndpoints } from './contract/reconciliation.ts'
import { statementEndpoints } from './contract/statements.ts'
import { partyEndpoints } from './contract/parties.ts'

export * from './contract/shapes.ts'
export * from './contract/parties.ts'
export * from './contract/operator.ts'
export * from './contract/reconciliation.ts'
export * from './contract/agreements.ts'
export * from './contract/care.ts'
export * from './contract/statements.ts'

export const ledgerEndpoints = [
  ...partyEndpoints,
  ...operatorEndpoints,
  ...reconciliationEndpoints,
  ...agreementEndpoints,
  ...careEndpoints,
  ...statementEndpoints,
  ...demoEndpoints,
] as const
