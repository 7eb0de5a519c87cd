// One draw of the standard normal distribution (Box and Muller 1958), for first values.
import type { Random } from '#kernel/random'

export const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
