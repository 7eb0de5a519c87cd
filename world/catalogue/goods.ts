// All seventy-two archetypes, by category and by id.
import type { Archetype } from './archetype.ts'
import { baby } from './goods/baby.ts'
import { beauty } from './goods/beauty.ts'
import { books } from './goods/books.ts'
import { clothing } from './goods/clothing.ts'
import { crafts } from './goods/crafts.ts'
import { digital } from './goods/digital.ts'
import { fresh } from './goods/fresh.ts'
import { home } from './goods/home.ts'
import { kitchen } from './goods/kitchen.ts'
import { outdoor } from './goods/outdoor.ts'
import { pets } from './goods/pets.ts'
import { snacks } from './goods/snacks.ts'

export const ARCHETYPES: readonly Archetype[] = [
  ...clothing,
  ...beauty,
  ...snacks,
  ...fresh,
  ...home,
  ...kitchen,
  ...baby,
  ...pets,
  ...outdoor,
  ...digital,
  ...books,
  ...crafts,
]

const byId = new Map(ARCHETYPES.map((a) => [a.id, a]))

export function archetypeOf(id: string): Archetype {
  const found = byId.get(id)
  if (!found) throw new Error(`No archetype ${id}`)
  return found
}
