// A score to a chance that keeps its word (Platt 1999), learned from each answer: chance = 1 / (1 + e^−(a · score + b)), with
// AdaGrad steps. Why every head has one: a price is multiplied with the chance, so twice too high is twice too dear.

export type PlattOptions = {
  readonly learningRate?: number
  readonly slope?: number
  readonly offset?: number
}
export type OnlinePlatt = ReturnType<typeof createOnlinePlatt>

export function createOnlinePlatt({ learningRate = 0.02, slope = 1, offset = 0 }: PlattOptions = {}) {
  let [a, b] = [slope, offset]
  let [squaresA, squaresB] = [1, 1]
  const chance = (score: number): number => 1 / (1 + Math.exp(-(a * score + b)))
  return {
    chance,
    /** `score` turned out to be right (1) or not (0). */
    learn(score: number, label: number): void {
      const surprise = label - chance(score)
      squaresA += (surprise * score) ** 2
      squaresB += surprise ** 2
      a += (learningRate * surprise * score) / Math.sqrt(squaresA)
      b += (learningRate * surprise) / Math.sqrt(squaresB)
    },
    state: () => ({ slope: a, offset: b }),
  }
}
