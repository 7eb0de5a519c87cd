// The ledger's calls, by who makes them, and the demo clock that moves settlement forward (flows/advance-clock.ts).
import { demoEndpoints, operatorEndpoints } from './contract/operator.ts'
import { partyEndpoints } from './contract/parties.ts'

export * from './contract/shapes.ts'
export * from './contract/parties.ts'
export * from './contract/operator.ts'

export const ledgerEndpoints = [...partyEndpoints, ...operatorEndpoints, ...demoEndpoints] as const
