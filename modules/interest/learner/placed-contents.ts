// Everything that may be shown, as vectors to be searched, those whom hardly anybody has met apart from the rest. It is made of the
// catalogue and of what the placer knows, so it is never written down. Vectors move as the placer learns: some hundred rows a second
// are placed anew, in turn, and never many at once, so that no slate waits for them.
import { createExactIndex, type ExactIndex } from '#engine'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { isAllowed, type Content } from '../catalogue/entries.ts'
import { PARAMS } from '../params.ts'
import type { Placer, Pull } from './placer.ts'

export type PlacedContents = ReturnType<typeof createPlacedContents>
export type Near = { contentId: string; match: number }

const { perStep, perSecond, maxRows, unmetBelow } = PARAMS.placer.index

export function createPlacedContents(
  catalogue: Catalogue,
  placer: () => Placer,
  impressionsOf: (contentId: string, atMs: number) => number,
) {
  const width = placer().width
  /** Made when it is asked for first: most learners in tests never are. */
  let index: ExactIndex | null = null
  const rowOf = new Map<string, number>()
  const idOf: (string | undefined)[] = []
  const free: number[] = []
  let vectors = new Float32Array(0)
  /** One bit a row. */
  let unmet = new Uint8Array(0)
  /** To be placed or taken out, those published first in front. */
  let waiting: string[] = []
  let hand = 0
  let steppedAtMs = -Infinity

  function reserve(rows: number): void {
    if (unmet.length * 8 >= rows) return
    const room = Math.max(1024, 2 ** Math.ceil(Math.log2(rows)))
    const [wider, longer] = [new Float32Array(room * width), new Uint8Array(room / 8)]
    wider.set(vectors)
    longer.set(unmet)
    vectors = wider
    unmet = longer
  }

  function rowFor(contentId: string): number {
    const known = rowOf.get(contentId)
    if (known !== undefined) return known
    const row = free.pop() ?? idOf.length
    if (row >= maxRows) return -1
    reserve(row + 1)
    rowOf.set(contentId, row)
    idOf[row] = contentId
    return row
  }

  function put(content: Content, atMs: number): void {
    const row = rowFor(content.contentId)
    if (row < 0) return
    const vector = vectors.subarray(row * width, (row + 1) * width)
    placer().place(content, vector)
    index!.set(row, vector)
    const bit = 1 << (row & 7)
    if (impressionsOf(content.contentId, atMs) < unmetBelow) unmet[row >> 3]! |= bit
    else unmet[row >> 3]! &= ~bit
  }

  function takeOut(contentId: string): void {
    const row = rowOf.get(contentId)
    if (row === undefined) return
    rowOf.delete(contentId)
    idOf[row] = undefined
    free.push(row)
    index!.delete(row)
    vectors.fill(0, row * width, (row + 1) * width)
    unmet[row >> 3]! &= ~(1 << (row & 7))
  }

  function renew(contentId: string, atMs: number): void {
    const content = catalogue.content(contentId)
    if (content && isAllowed(content)) put(content, atMs)
    else takeOut(contentId)
  }

  /** What changed, then as many of the others as time has passed for. */
  function step(atMs: number): void {
    index ??= createExactIndex({ dimensions: width, maximumRows: maxRows })
    const changed = catalogue.takeChanged()
    if (changed.length > 0) waiting = inOrder([...new Set([...waiting, ...changed])])
    for (const id of waiting.splice(0, perStep)) renew(id, atMs)
    const due = Math.min(perStep, idOf.length, Math.floor(((atMs - steppedAtMs) * perSecond) / 1000))
    if (due <= 0) return
    steppedAtMs = atMs
    for (let n = 0; n < due; n++) {
      hand = (hand + 1) % idOf.length
      const id = idOf[hand]
      if (id !== undefined) renew(id, atMs)
    }
  }

  /** By what they are and not by who told of them first: equal worlds have equal rows. */
  const inOrder = (ids: string[]): string[] => {
    const since = (id: string) => catalogue.content(id)?.publishedAtMs ?? 0
    return ids.sort((a, b) => since(a) - since(b) || (a < b ? -1 : 1))
  }

  /** Of all interests, the best; 0 for what has no place. */
  function matchOf(pull: Pull, contentId: string): number {
    const row = rowOf.get(contentId)
    if (row === undefined) return 0
    let best = -Infinity
    for (let from = 0; from < pull.length; from += width) {
      let sum = 0
      for (let d = 0, v = row * width; d < width; d++, v++) sum += pull[from + d]! * vectors[v]!
      if (sum > best) best = sum
    }
    return best
  }

  return {
    step,
    matchOf,
    get size() {
      return rowOf.size
    },

    /** The nearest to each interest, best first: of those hardly anybody has met, or of all. */
    nearest(pull: Pull, limit: number, { unmetOnly = false } = {}): Near[] {
      if (!index || index.size === 0) return []
      const best = new Map<string, number>()
      for (let from = 0; from < pull.length; from += width) {
        const { rows, scores } = index.search(pull.subarray(from, from + width), {
          limit,
          candidates: 2 * limit,
          ...(unmetOnly ? { allowed: unmet } : {}),
        })
        rows.forEach((row, i) => {
          const id = idOf[row]!
          best.set(id, Math.max(best.get(id) ?? -Infinity, scores[i]!))
        })
      }
      return Array.from(best, ([contentId, match]) => ({ contentId, match }))
        .sort((a, b) => b.match - a.match)
        .slice(0, limit)
    },
  }
}
