// The draw of a lucky bag: everybody who joined has the same chance. Pure: chance comes in, and the entries in an order that
// does not depend on who was first.
import type { Random } from '#kernel/random'

/** `count` different ones of `entries`, or all when there are fewer. */
export function drawWinners<T>(entries: readonly T[], count: number, random: Random): T[] {
  const pool = [...entries]
  const winners: T[] = []
  while (winners.length < count && pool.length > 0) winners.push(pool.splice(random.int(pool.length), 1)[0]!)
  return winners
}
