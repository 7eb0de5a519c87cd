// The shapes of data that a published protocol prescribes and that is not a stream of timed interactions: sessions, fixed
// splits, impressions with labels, logged policies, lines of orders. Columns and indices throughout, as in `Dataset`.

/** Lists of different length in two arrays: list i is `values` from `offsets[i]` to before `offsets[i + 1]`. */
export type Ragged = { readonly offsets: Uint32Array; readonly values: Uint32Array }

/** Row-major: number (r, c) is `values[r * width + c]`. */
export type Matrix = { readonly rows: number; readonly width: number; readonly values: Float32Array }

/** What is known from the start: list i of `of` holds indices into `names` (`tag:39`) of thing i. */
export type Features = { readonly names: readonly string[]; readonly of: Ragged }

/** Anonymous sessions, no times. Items are indices into `items`. */
export type Sessions = {
  readonly name: string
  readonly items: readonly string[]
  readonly train: Ragged
  /** `label[i]` is the item that followed prefix i. */
  readonly prefixes: Ragged
  readonly label: Uint32Array
}

/** A split fixed by its publishers. People and items are the numbers of the files, from 0. */
export type SplitInteractions = {
  readonly name: string
  readonly personCount: number
  readonly itemCount: number
  readonly actions: readonly string[]
  /** One `Ragged` an action; its list p holds the items of person p. */
  readonly train: readonly Ragged[]
  readonly validation: readonly Ragged[]
  readonly test: readonly Ragged[]
  /** One row an item, such as `image` and `audio`. */
  readonly itemVectors: Readonly<Record<string, Matrix>>
}

/** What was shown, and what came of it; in order of time. Every column is `length` long. */
export type Impressions = {
  readonly name: string
  readonly people: readonly string[]
  readonly items: readonly string[]
  readonly length: number
  readonly person: Uint32Array
  readonly item: Uint32Array
  /** Milliseconds since 1970. */
  readonly atMs: Float64Array
  /** 0 or 1 a label: `click`, `like`, … */
  readonly labels: Readonly<Record<string, Uint8Array>>
  readonly playedMs: Float64Array
  readonly durationMs: Float64Array
  /** The surface on which it was shown. */
  readonly tab: Uint8Array
  /** What each person did before the first impression, oldest first: `watched`, `liked`, `watchedLong`. */
  readonly earlier: Readonly<Record<string, Ragged>>
  readonly personFeatures: Features
  readonly itemFeatures: Features
}

/** What a policy chose, with what chance, and what came of it; in the order of the file. */
export type BanditLog = {
  readonly name: string
  readonly itemCount: number
  readonly length: number
  readonly atMs: Float64Array
  readonly item: Uint32Array
  /** 0 is the first place of the slate. */
  readonly position: Uint8Array
  readonly click: Uint8Array
  /** Chance (0–1] with which the policy put this item in this place. */
  readonly propensity: Float64Array
  readonly context: Features
  /** One row a choice, one column an item. */
  readonly affinity: Matrix
}

/** Places of slates that were looked at, in order of time: what stood there, with what chance, and whether it was enjoyed. */
export type LoggedSlates = {
  readonly length: number
  /** Indices into `people` and `items` of this log. */
  readonly people: readonly string[]
  readonly items: readonly string[]
  readonly person: Uint32Array
  readonly item: Uint32Array
  readonly atMs: Float64Array
  /** Chance (0–1] with which the policy put this item in this place. */
  readonly propensity: Float64Array
  /** 1: it was drawn to be tried, not chosen as the best. */
  readonly explored: Uint8Array
  /** What was foretold, larger is likelier; NaN where nothing was. */
  readonly forecast: Float64Array
  readonly enjoyed: Uint8Array
}

export const LINE_KINDS = ['buy', 'return', 'adjustment'] as const

/** Lines of orders in order of time. Every column is `length` long. */
export type OrderLines = {
  readonly people: readonly string[]
  readonly items: readonly string[]
  readonly orders: readonly string[]
  readonly length: number
  /** Index into `people`; −1 when nobody knows who it was. */
  readonly person: Int32Array
  readonly item: Uint32Array
  readonly order: Uint32Array
  readonly atMs: Float64Array
  /** Pieces; negative in a return. */
  readonly quantity: Int32Array
  /** Of the whole line, in hundredths of the currency; negative in a return. */
  readonly amountMinor: Int32Array
  /** Index into `LINE_KINDS`. */
  readonly kind: Uint8Array
  /** What is known of each of `items` from the start, such as `word:glass`; empty when nothing is. */
  readonly itemFeatures: Features
}

/** Lists to two arrays. A list that is not there is empty. */
export function toRagged(lists: readonly (readonly number[] | undefined)[], count = lists.length): Ragged {
  const offsets = new Uint32Array(count + 1)
  for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i]! + (lists[i]?.length ?? 0)
  const values = new Uint32Array(offsets[count]!)
  for (let i = 0; i < count; i++) values.set(lists[i] ?? [], offsets[i])
  return { offsets, values }
}

/** List i, as a view. */
export const listOf = ({ offsets, values }: Ragged, i: number): Uint32Array =>
  values.subarray(offsets[i], offsets[i + 1])
