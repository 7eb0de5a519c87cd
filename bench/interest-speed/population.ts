// A made population to measure speed with, not taste: items in clusters with a few that most turn to, people with two clusters each.
import type { EngineEvent, EngineItem } from '#engine'
import type { Random } from '#kernel/random'

const ITEMS_A_CLUSTER = 500
const OWN_TASTE = 0.8

export const itemId = (n: number) => `itm_${n.toString(36).padStart(6, '0')}`
export const personId = (n: number) => `usr_${n.toString(36).padStart(6, '0')}`

export function anItem(n: number, items: number): EngineItem {
  const cluster = Math.floor(n / ITEMS_A_CLUSTER)
  return {
    id: itemId(n),
    author: `a${(n * 7_919) % Math.ceil(items / 20)}`,
    seller: `s${(n * 104_729) % Math.ceil(items / 50)}`,
    category: `c${cluster % 400}`,
    features: [`brand:${(cluster * 31 + (n % 12)) % 20_000}`, `tag:${n % 3_000}`],
  }
}

/** What somebody turns to next. Within a cluster the first items are the popular ones. */
export function anEvent(
  person: number,
  { items, random }: { items: number; random: Random },
  atMs: number,
): EngineEvent {
  const clusters = Math.ceil(items / ITEMS_A_CLUSTER)
  const own = (person * 2_654_435_761 + random.int(2) * 7_919) % clusters
  const cluster = random.next() < OWN_TASTE ? own : random.int(clusters)
  const within = Math.floor(ITEMS_A_CLUSTER ** random.next()) - 1
  const item = Math.min(items - 1, cluster * ITEMS_A_CLUSTER + within)
  const action = random.next() < 0.03 ? 'buy' : 'view'
  return { person: personId(person), item: itemId(item), action, atMs }
}
