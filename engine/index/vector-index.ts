// What every index here answers, whichever way it finds the rows; contract.test.ts holds each of them to it.

/** Rows and scores of the best, best first; of equal scores the lower row. Scores are the true dot products, of float32 vectors. */
export type Hits = { rows: Uint32Array; scores: Float64Array }

export type SearchOptions = {
  limit: number
  /** One bit a row, lowest bit of byte 0 is row 0: only these. Rows beyond its end are not allowed. */
  allowed?: Uint8Array
  /** How many of the 8-bit scores' best are scored again in full; more is safer. Default: see CANDIDATES. */
  candidates?: number
}

export type VectorReader = {
  readonly dimensions: number
  /** Rows alive. */
  readonly size: number
  /** One more than the highest row ever set. */
  readonly bound: number
  /** Bytes held. */
  readonly bytes: number
  has(row: number): boolean
  /** The vector, as kept (float32), or null for a dead row. */
  read(row: number): Float32Array | null
  search(query: ArrayLike<number>, options: SearchOptions): Hits
}

/** Rows are numbered by the caller (a key table): each row is one thing, and a deleted one may be set again as another. */
export type VectorIndex = VectorReader & {
  /** Adds or replaces; the next search sees it. */
  set(row: number, vector: ArrayLike<number>): void
  /** Whether it was alive; no search finds it from now on. */
  delete(row: number): boolean
  dump(): VectorIndexDump
}

/** Fit for structured clone. */
export type VectorIndexDump = { dimensions: number; rows: Uint32Array; vectors: Float32Array }
