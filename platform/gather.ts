// One journey for many askers: while the questions of some are on their way, those that come meanwhile wait together and go as one.
// Alone nobody waits; in a burst a hundred statements become a few. What is asked is always read after it was asked.

/** Who is in a batch that fails is told its error; the next batch is not touched. */
export type Gather<Q, A> = (question: Q) => Promise<A>

/**
 * `ask` answers its questions in their order. At most `atOnce` batches are on their way, of at most `most` questions each.
 */
export function gather<Q, A>(
  ask: (questions: readonly Q[]) => Promise<readonly A[]>,
  { atOnce, most }: { atOnce: number; most: number },
): Gather<Q, A> {
  type Asker = { question: Q; resolve: (answer: A) => void; reject: (error: unknown) => void }
  let waiting: Asker[] = []
  let underway = 0

  async function go(batch: readonly Asker[]): Promise<void> {
    underway += 1
    try {
      const answers = await ask(batch.map((a) => a.question))
      batch.forEach((a, n) => a.resolve(answers[n]!))
    } catch (error) {
      for (const a of batch) a.reject(error)
    } finally {
      underway -= 1
      next()
    }
  }
  const next = () => {
    if (waiting.length === 0 || underway >= atOnce) return
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    void go(batch)
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      next()
    })
}
