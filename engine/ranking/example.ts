// One impression as the models see it: places of a table with a number each. What the person's own outcomes say comes first, so that
// an order within one person's list can leave it out: between two visits it only tells that the person has meanwhile clicked. Then who,
// where and when: with it the same for every candidate, so that both are told and summed once a list. A poisoned number is refused
// here, once, and counted.

export type Example = {
  readonly indices: Uint32Array
  readonly values: Float32Array
  /**
   * Features in use: before `ownCount` what the person's outcomes say of the person, before `sharedCount` who, where and when, before
   * `tasteCount` what the person's outcomes say of such items, then the item.
   */
  count: number
  ownCount: number
  sharedCount: number
  tasteCount: number
  /** Features whose pairs a factorisation machine looks at. */
  readonly crossed: Uint32Array
  readonly crossedValues: Float32Array
  crossedCount: number
  /** Whose rates this impression will change (`RateTable` keys), and what was to be expected of each side. */
  readonly itemKeys: Uint32Array
  itemKeyCount: number
  readonly personKeys: Uint32Array
  personKeyCount: number
  readonly deepKeys: Uint32Array
  deepKeyCount: number
  /** Of whoever is shown this thing here; a model that foretells it better (without the person's outcomes) writes it here. */
  expectedOfPerson: number
  expectedOfItem: number
  /** Of what is counted above, how much is shared by all candidates of one list: crossed, keys of items, people, depth. */
  readonly shared: Uint8Array
  /** Numbers refused so far. */
  refused: number
}

/** A log-odds beyond this says no more than this. */
const HUGE = 64

/** `crossed`: 0 where no factorisation machine looks. */
export const createExample = (capacity = 256, crossed = 64): Example => ({
  indices: new Uint32Array(capacity),
  values: new Float32Array(capacity),
  count: 0,
  ownCount: 0,
  sharedCount: 0,
  tasteCount: 0,
  crossed: new Uint32Array(crossed),
  crossedValues: new Float32Array(crossed),
  crossedCount: 0,
  itemKeys: new Uint32Array(48),
  itemKeyCount: 0,
  personKeys: new Uint32Array(32),
  personKeyCount: 0,
  deepKeys: new Uint32Array(16),
  deepKeyCount: 0,
  expectedOfPerson: 0,
  expectedOfItem: 0,
  shared: new Uint8Array(4),
  refused: 0,
})

export function clearExample(x: Example): void {
  x.count = x.ownCount = x.sharedCount = x.tasteCount = x.crossedCount = 0
  x.itemKeyCount = x.personKeyCount = x.deepKeyCount = 0
}

/** What it holds by now is shared by all candidates of a list. */
export function shareExample(x: Example): void {
  x.sharedCount = x.count
  x.shared[0] = x.crossedCount
  x.shared[1] = x.itemKeyCount
  x.shared[2] = x.personKeyCount
  x.shared[3] = x.deepKeyCount
}
/** Back to what is shared, for the next candidate. */
export function clearUnshared(x: Example): void {
  x.count = x.tasteCount = x.sharedCount
  x.crossedCount = x.shared[0]!
  x.itemKeyCount = x.shared[1]!
  x.personKeyCount = x.shared[2]!
  x.deepKeyCount = x.shared[3]!
}

export function addFeature(x: Example, index: number, value: number): void {
  if (!(value >= -HUGE && value <= HUGE)) {
    x.refused++
    return
  }
  if (x.count === x.indices.length) return
  x.indices[x.count] = index
  x.values[x.count++] = value
}

export function addCrossed(x: Example, index: number, value: number): void {
  if (x.crossedCount === x.crossed.length) return
  x.crossed[x.crossedCount] = index
  x.crossedValues[x.crossedCount++] = value
}

export const addItemKey = (x: Example, key: number): void => {
  if (x.itemKeyCount < x.itemKeys.length) x.itemKeys[x.itemKeyCount++] = key
}
export const addPersonKey = (x: Example, key: number): void => {
  if (x.personKeyCount < x.personKeys.length) x.personKeys[x.personKeyCount++] = key
}
export const addDeepKey = (x: Example, key: number): void => {
  if (x.deepKeyCount < x.deepKeys.length) x.deepKeys[x.deepKeyCount++] = key
}

/** An example of only what a head learns from, no larger than it has to be: for those that wait for hours. */
export function keptExample(x: Example): Example {
  const none = new Uint32Array(0)
  return {
    ...x,
    indices: x.indices.slice(0, x.count),
    values: x.values.slice(0, x.count),
    crossed: x.crossed.slice(0, x.crossedCount),
    crossedValues: x.crossedValues.slice(0, x.crossedCount),
    itemKeys: none,
    itemKeyCount: 0,
    personKeys: none,
    personKeyCount: 0,
    deepKeys: none,
    deepKeyCount: 0,
  }
}

/** Examples that wait for their labels, used over and over: a few thousand a second would else be a few thousand typed arrays. */
export function createExamplePool(capacity?: number) {
  const free: Example[] = []
  return {
    take: (): Example => free.pop() ?? createExample(capacity),
    give: (x: Example): void => void free.push(x),
  }
}
