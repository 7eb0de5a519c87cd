// What a line would cost this person, if it were bought: the usual amount of the thing, times how much more than usual this
// person takes of things, times how much more again of this one. All means of logarithms, each pulled towards 'as usual' while
// little is known: a shop that once ordered three thousand pieces does not do so every time.

export type UsualAmountOptions = {
  readonly people: number
  readonly items: number
  /** Lines after which a mean is believed by half. */
  readonly itemStrength?: number
  readonly personStrength?: number
  readonly ownStrength?: number
}

export function createUsualAmount({
  people,
  items,
  itemStrength = 3,
  personStrength = 5,
  ownStrength = 1,
}: UsualAmountOptions) {
  const all = createMeans(1)
  const byItem = createMeans(items)
  const byPerson = createMeans(people)
  const own = new Map<number, { sum: number; count: number }>()
  let [misses, missCount] = [1, 1]

  const usualOf = (item: number) => all.mean(0, 0) + byItem.mean(item, itemStrength)
  function logAmount(person: number, item: number): number {
    const known = own.get(person * items + item)
    const extra = known ? known.sum / (known.count + ownStrength) : 0
    return usualOf(item) + byPerson.mean(person, personStrength) + extra
  }

  return {
    /** Minor units; a mean, so half the squared miss is added to the logarithm (a log-normal's mean). */
    expect: (person: number, item: number): number =>
      Math.exp(logAmount(person, item) + misses / missCount / 2),

    learn(person: number, item: number, amountMinor: number): void {
      const amount = Math.log(Math.max(1, amountMinor))
      misses += (amount - logAmount(person, item)) ** 2
      missCount++
      const beyondPerson = amount - usualOf(item) - byPerson.mean(person, personStrength)
      const key = person * items + item
      const known = own.get(key)
      if (known) {
        known.sum += beyondPerson
        known.count++
      } else own.set(key, { sum: beyondPerson, count: 1 })
      byPerson.add(person, amount - usualOf(item))
      byItem.add(item, amount - all.mean(0, 0))
      all.add(0, amount)
    },
  }
}

function createMeans(count: number) {
  const sums = new Float64Array(count)
  const counts = new Float64Array(count)
  return {
    add(k: number, value: number): void {
      sums[k]! += value
      counts[k]! += 1
    },
    mean: (k: number, strength: number): number => (counts[k] === 0 ? 0 : sums[k]! / (counts[k]! + strength)),
  }
}
