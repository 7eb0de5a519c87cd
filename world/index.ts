// The door of the world: a seeded population that lives six weeks on the platform, for the demo, simulations and benches.
export { makeWorld, planWorld, type Counts, type WorldOptions } from './make.ts'
export { HISTORY_DAYS, SIZES, type SizeName } from './sizes.ts'
