// How much of a world. `small` serves tests and benches, `demo` the first start, `large` whoever wants to see it sweat.

export type SizeName = 'small' | 'demo' | 'large'

export type Size = {
  shops: number
  products: number
  creators: number
  contents: number
  shoppers: number
  /** Sessions of the feed in the whole history. */
  sessions: number
  /** Checkouts in the mall: repeat purchases and errands, without the feed. */
  errands: number
  /** How many contents may show the same clip. */
  contentsPerClip: number
}

const DEMO: Size = {
  shops: 60,
  products: 600,
  creators: 120,
  contents: 400,
  shoppers: 5000,
  sessions: 1900,
  errands: 860,
  contentsPerClip: 2,
}

const times = (n: number, s: Size): Size => ({
  shops: s.shops * n,
  products: s.products * n,
  creators: s.creators * n,
  contents: s.contents * n,
  shoppers: s.shoppers * n,
  sessions: s.sessions * n,
  errands: s.errands * n,
  contentsPerClip: s.contentsPerClip * n,
})

export const SIZES: Record<SizeName, Size> = {
  small: {
    shops: 8,
    products: 80,
    creators: 20,
    contents: 60,
    shoppers: 200,
    sessions: 110,
    errands: 46,
    contentsPerClip: 1,
  },
  demo: DEMO,
  large: times(10, DEMO),
}

export const HISTORY_DAYS = 42
