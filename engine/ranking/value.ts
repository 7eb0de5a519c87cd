// What it is worth to show somebody a thing, in minor units: the one place where a chance becomes money. Pure: chances and facts
// in, a number out. Version 2 of the weights; a change of a weight is a new version, for it changes what everybody is shown.
//
//   value = Σ w·p  +  p_buy · (margin − p_return · cost of a return)  −  w_hide · p_hide
//
// Every weight multiplies a chance (0 … 1) foretold for this showing, never a count of what has happened: weights on counts would
// reward what was shown most.

export const VALUE_VERSION = 2

/** Chances of what this showing leads to; what is not foretold is left out and counts as 0. */
export type Chances = {
  readonly click?: number
  readonly longView?: number
  readonly like?: number
  readonly follow?: number
  readonly cart?: number
  readonly buy?: number
  /** That what is bought comes back: given a purchase, not of the showing. */
  readonly returned?: number
  readonly hide?: number
}
export type Offer = {
  /** What one purchase leaves when it is kept: price times expected pieces times the margin rate. */
  readonly marginMinor: number
  /** What one return takes away: the margin that is not earned after all, and what handling costs. */
  readonly returnCostMinor: number
}
/** Minor units for a chance of 1. */
export type ValueWeights = {
  /** A click says that a picture drew the eye, not that it was worth it: kept below a longView, lest bait wins. */
  readonly click: number
  /** A long look is interest, but long things are looked at longer: the head must be relative to the thing's own length. */
  readonly longView: number
  /** A like is given by few people often: it orders what one person sees and never says who of two people is worth more. */
  readonly like: number
  /** A follow is worth all that comes after it: the weight stands for that, so those later purchases must not be added to it. */
  readonly follow: number
  /** A cart is a step to buying, already within p_buy: this is what it is worth beyond that, as a reminder that may be sent. */
  readonly cart: number
  /** Negative feedback is rare, so its chance is small: the weight looks large and is not; it is what one annoyed person costs. */
  readonly hide: number
  /** Exponent on p_buy: 1 is the expected value; above 1 what is likely is preferred to what is dear. Chosen on past data only. */
  readonly buyTemper: number
}

export const VALUE_WEIGHTS: ValueWeights = {
  click: 1,
  longView: 20,
  like: 10,
  follow: 40,
  cart: 20,
  hide: 200,
  buyTemper: 1,
}

/** Only what a purchase leaves: for ranking by money alone, and for measuring it. */
export const MONEY_ONLY: ValueWeights = {
  click: 0,
  longView: 0,
  like: 0,
  follow: 0,
  cart: 0,
  hide: 0,
  buyTemper: 1,
}

/** What a sale leaves and a return costs, as a shop says it; rates in basis points of the amount. */
export type Trade = {
  /** Of the amount paid and kept. It is the rate before fixed costs: those do not depend on what is shown. */
  readonly marginBps: number
  /** Of the amount sent back, beyond the margin lost: what arrives is worth less. Not the refund, which was never earned. */
  readonly returnLossBps: number
  /** Of each line sent back, however much: opening, checking, carrying it to the shelf. */
  readonly returnHandlingMinor: number
}

/** Assumed where no shop has said otherwise: two fifths remain, a quarter of the worth and 1.00 are lost in a return. */
export const TRADE: Trade = { marginBps: 4_000, returnLossBps: 2_500, returnHandlingMinor: 100 }

/** What a purchase of `amountMinor` leaves when kept, and what is lost against that when it comes back. */
export function offerOf(amountMinor: number, trade: Trade = TRADE): Offer {
  const marginMinor = (amountMinor * trade.marginBps) / 10_000
  return {
    marginMinor,
    returnCostMinor: marginMinor + (amountMinor * trade.returnLossBps) / 10_000 + trade.returnHandlingMinor,
  }
}

/** What a purchase really left: `keptMinor` stayed, `backMinor` was sent back. */
export function netOf(keptMinor: number, backMinor: number, trade: Trade = TRADE): number {
  const handling = backMinor > 0 ? trade.returnHandlingMinor : 0
  return (keptMinor * trade.marginBps - backMinor * trade.returnLossBps) / 10_000 - handling
}

/** The value of showing this thing to this person now, in minor units (a fraction is fine; it ranks, nobody is billed with it). */
export function valueOf(chances: Chances, offer: Offer, weights: ValueWeights = VALUE_WEIGHTS): number {
  const { click = 0, longView = 0, like = 0, follow = 0, cart = 0, buy = 0, returned = 0, hide = 0 } = chances
  const liking =
    weights.click * click +
    weights.longView * longView +
    weights.like * like +
    weights.follow * follow +
    weights.cart * cart
  const left = offer.marginMinor - returned * offer.returnCostMinor
  return liking + buy ** weights.buyTemper * left - weights.hide * hide
}
