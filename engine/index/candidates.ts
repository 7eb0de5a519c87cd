// The best few hundred of many offers, kept in the buffer they are written to: pairs (row u32, score f32). When it fills, all but the
// best are dropped and the worst of these is the threshold from then on, so that after the first rows hardly any is written at all.

/** `count` pairs from pair `first` on: puts the `keep` best in front (any order) and returns the worst score among them. */
export function keepBest(
  words: Uint32Array,
  floats: Float32Array,
  first: number,
  count: number,
  keep: number,
): number {
  let [low, high] = [first, first + count - 1]
  const wanted = first + keep - 1
  while (low < high) {
    const pivot = middle(floats[2 * low + 1]!, floats[2 * ((low + high) >>> 1) + 1]!, floats[2 * high + 1]!)
    let [i, j] = [low, high]
    while (i <= j) {
      while (floats[2 * i + 1]! > pivot) i++
      while (floats[2 * j + 1]! < pivot) j--
      if (i > j) break
      swap(words, i++, j--)
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else break
  }
  let worst = Infinity
  for (let i = first; i <= wanted; i++) worst = Math.min(worst, floats[2 * i + 1]!)
  return worst
}

const middle = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))

/** Swapped as words: the score's bits move along. */
function swap(words: Uint32Array, i: number, j: number): void {
  const [row, score] = [words[2 * i]!, words[2 * i + 1]!]
  words[2 * i] = words[2 * j]!
  words[2 * i + 1] = words[2 * j + 1]!
  words[2 * j] = row
  words[2 * j + 1] = score
}
