// The price of one promise of exposure, moved after every slate by what is owed. Two parts: the level, learned slowly, which is
// the price the promise costs in the long run, and the haste, in proportion to what is owed now, which fades as it is paid.
// A level alone (plain dual ascent) pays a drift back too late; haste alone keeps owing a little for ever. Both are counted in
// units of the spread of what the price has to bridge, so that scores of any scale need no setting.

export type PriceControlOptions = {
  /** Shares of exposure; at least one of them. */
  readonly floor?: number
  readonly ceiling?: number
  /** The price stays within ±, never below 0 without a ceiling nor above 0 without a floor. */
  readonly maxPrice: number
  /** Units of exposure over which the promise is kept. */
  readonly window: number
}

/**
 * What one slate tells. `short`: no more of the group, `full`: no more of the others could have been served. `gap`: by how much
 * the best of the others was better than the best of the group.
 */
export type SlateFacts = { readonly short: boolean; readonly full: boolean; readonly gap: number }

const START = {
  level: 0,
  /** Exposure below the floor, and above the ceiling; negative: to spare. */
  below: 0,
  above: 0,
  spread: 0,
  middle: 0,
  slates: 0,
  served: 0,
  total: 0,
  unservable: 0,
  recentTotal: 0,
  recentUnservable: 0,
  recentLimited: 0,
}
export type PriceControlDump = Readonly<typeof START>
export type PriceControl = ReturnType<typeof createPriceControl>

/** Spreads of price for a whole window's promise owed; and spreads a window by which the level then moves. Critically damped. */
const HASTE = 2
const LEARNING = 1
/** What is owed or to spare beyond so many windows is written off: supply that comes back is not met by a flood. */
const MOST_OWED = 1
/** The spread is told over about so many slates. */
const SPREAD_SLATES = 200
/** A promise is called broken when more than this part of it could not be served lately. */
const BROKEN = 0.05

export function createPriceControl({ floor: promisedFloor, ceiling, maxPrice, window }: PriceControlOptions) {
  let floor = promisedFloor
  const [least, most] = [ceiling === undefined ? 0 : -maxPrice, floor === undefined ? 0 : maxPrice]
  let promised = (floor ?? ceiling ?? NaN) * window
  let state = { ...START }
  /** What moves the price, in windows' promises: what is owed; when nothing is, what there is to spare takes the price back to 0. */
  function drive(): number {
    if (floor !== undefined && state.below > 0) return state.below / promised
    if (ceiling !== undefined && state.above > 0) return -state.above / promised
    if (state.level > 0) return state.below / promised
    return state.level < 0 ? -state.above / promised : 0
  }
  const price = () => clamp(state.level + HASTE * state.spread * drive(), least, most)
  const atLimit = (direction: number) => (direction > 0 ? price() >= most : price() <= least)

  /** Mean absolute deviation of the gap from its middle, both decayed. */
  function learnSpread(gap: number): void {
    if (!Number.isFinite(gap)) return
    state.slates++
    const weight = Math.max(1 / state.slates, 1 / SPREAD_SLATES)
    state.middle += weight * (gap - state.middle)
    // The first gaps have no middle yet: their own size stands in for it.
    const distance = state.slates < 5 ? Math.abs(gap) : Math.abs(gap - state.middle)
    state.spread = clamp(state.spread + weight * (distance - state.spread), 1e-4 * maxPrice, maxPrice)
  }

  /** Adds to what is owed; what cannot be had at any price, or is owed too long, is told instead of pursued. */
  function owe(side: 'below' | 'above', error: number, impossible: boolean): void {
    const sum = state[side] + (impossible && error > 0 ? 0 : error)
    state[side] = clamp(sum, -MOST_OWED * promised, MOST_OWED * promised)
    const lost = impossible && error > 0 ? error : Math.max(0, sum - state[side])
    state.unservable += lost
    state.recentUnservable += impossible ? lost : 0
    if (!impossible && error > 0 && atLimit(side === 'below' ? 1 : -1)) state.recentLimited += error
  }

  return {
    price,
    /** Promises another share from now on; what is owed stays owed. */
    setFloor(share: number): void {
      floor = share
      promised = share * window
    },
    /** `served` of `total` units of exposure went to the group. */
    note(served: number, total: number, { short, full, gap }: SlateFacts): void {
      learnSpread(gap)
      const keep = Math.exp(-total / (2 * window))
      state.recentTotal = state.recentTotal * keep + (promised / window) * total
      state.recentUnservable *= keep
      state.recentLimited *= keep
      state.served += served
      state.total += total
      if (floor !== undefined) owe('below', floor * total - served, short)
      if (ceiling !== undefined) owe('above', served - ceiling * total, full)
      const step = (LEARNING * state.spread * drive() * total) / window
      // Moves only where it acts: not against its limit, nor for what cannot be had. Stops at 0 before it changes sides.
      if (step === 0 || atLimit(step) || (short && step > 0) || (full && step < 0)) return
      const moved = clamp(state.level + step, least, most)
      state.level = moved * state.level < 0 ? 0 : moved
    },
    report: () => ({
      price: price(),
      served: state.total === 0 ? NaN : state.served / state.total,
      owed: Math.max(
        floor === undefined ? -Infinity : state.below,
        ceiling === undefined ? -Infinity : state.above,
      ),
      unservable: state.unservable,
      state: stateOf(),
    }),
    dump: (): PriceControlDump => ({ ...state }),
    restore(dump: PriceControlDump): void {
      const bad = Object.keys(START).find((key) => !Number.isFinite(dump[key as keyof PriceControlDump]))
      if (bad) throw new RangeError(`price control: ${bad} is no number`)
      state = { ...dump }
    },
  }

  function stateOf(): 'kept' | 'short of candidates' | 'price at its limit' {
    if (state.recentUnservable > BROKEN * state.recentTotal) return 'short of candidates'
    return state.recentLimited > BROKEN * state.recentTotal ? 'price at its limit' : 'kept'
  }
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value))
