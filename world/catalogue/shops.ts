// Sixty shops of four kinds, each in a town that is known for what it sells. Names are invented.
import { CRAFTS } from './shops/crafts.ts'
import { FACTORIES } from './shops/factories.ts'
import { FARMS } from './shops/farms.ts'
import { FLAGSHIPS } from './shops/flagships.ts'
import type { ShopSketch } from './shops/sketch.ts'

export type { ShopKind, ShopSketch } from './shops/sketch.ts'

const [shanye, ...flagships] = FLAGSHIPS

/** The first one is the demo's merchant, with the founding story's kettle; the second the demo's factory. */
export const SHOPS: readonly ShopSketch[] = [shanye!, ...FACTORIES, ...FARMS, ...CRAFTS, ...flagships]
