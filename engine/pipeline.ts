// The recommendation algorithm as a list of named stages; this file is the whole runner. Sources may fail or be late: a feed
// with one source less is still a feed. A ranker that
// fails leaves the order that was. Filters may not: what cannot be checked is not shown, so their errors surface.

export type MaybePromise<T> = T | Promise<T>

export type Stage<Q> = {
  name: string
  /** Left out when this answers false. */ enabled?: (query: Q) => boolean
}
export type Hydrator<Q> = Stage<Q> & { hydrate(query: Q): MaybePromise<void> }
/** Answers the same object for an item that another source of this query has found: an item is one candidate. */
export type Source<Q, C> = Stage<Q> & { find(query: Q): MaybePromise<readonly C[]> }
export type CandidateHydrator<Q, C> = Stage<Q> & {
  hydrate(query: Q, candidates: readonly C[]): MaybePromise<void>
}
export type Filter<Q, C> = Stage<Q> & {
  split(query: Q, candidates: readonly C[]): { kept: C[]; removed: C[] }
}
export type Scorer<Q, C> = Stage<Q> & {
  weight: number
  /** It foretells the outcome; the others are intentions (meet every category, give the new their moment), which none can prove wrong. */
  isForecast?: boolean
  score(query: Q, candidate: C): number
}
/** Looks again at what the scorers put first; changes their scores. */
export type Ranker<Q, C> = Stage<Q> & { rank(query: Q, candidates: readonly C[]): void }
export type Selector<Q, C> = Stage<Q> & { select(query: Q, candidates: readonly C[]): C[] }
export type SideEffect<Q, C> = Stage<Q> & { run(query: Q, selected: readonly C[]): void }

export type Pipeline<Q, C> = {
  queryHydrators: readonly Hydrator<Q>[]
  sources: readonly Source<Q, C>[]
  candidateHydrators: readonly CandidateHydrator<Q, C>[]
  filters: readonly Filter<Q, C>[]
  scorers: readonly Scorer<Q, C>[]
  rankers: readonly Ranker<Q, C>[]
  selector: Selector<Q, C>
  sideEffects: readonly SideEffect<Q, C>[]
}

/** What one stage did. `removed` holds those a filter took out. */
export type StageReport<C> = {
  stage: string
  ms: number
  kept: number
  removed: readonly C[]
  failed?: string
}

export type PipelineOptions<C> = {
  /** The sum of what the scorers gave, and of what the forecasts among them did. */
  setScore(candidate: C, score: number, forecast: number): void
  /** What each of them gave, told of the selected only. */
  explain(candidate: C, scores: Record<string, number>): void
  /** Milliseconds, for timings only. */
  nowMs(): number
  /** A source that takes longer is left out. */
  sourceBudgetMs: number
}

export async function runPipeline<Q, C>(
  pipeline: Pipeline<Q, C>,
  query: Q,
  options: PipelineOptions<C>,
): Promise<{ selected: C[]; reports: StageReport<C>[] }> {
  const reports: StageReport<C>[] = []
  const on = <S extends Stage<Q>>(stages: readonly S[]) => stages.filter((s) => s.enabled?.(query) ?? true)
  const report = (stage: string, since: number, kept: number, removed: readonly C[] = [], failed?: string) =>
    void reports.push({
      stage,
      ms: options.nowMs() - since,
      kept,
      removed,
      ...(failed === undefined ? {} : { failed }),
    })

  for (const hydrator of on(pipeline.queryHydrators)) {
    const since = options.nowMs()
    await hydrator.hydrate(query)
    report(hydrator.name, since, 0)
  }

  const merged = new Set<C>()
  const found = await Promise.all(on(pipeline.sources).map((source) => findWithin(source, query, options)))
  for (const { source, since, ms, candidates, failed } of found) {
    for (const c of candidates) merged.add(c)
    report(source, since, candidates.length, [], failed)
    reports.at(-1)!.ms = ms
  }

  let candidates = [...merged]
  for (const hydrator of on(pipeline.candidateHydrators)) {
    const since = options.nowMs()
    await hydrator.hydrate(query, candidates)
    report(hydrator.name, since, candidates.length)
  }
  for (const filter of on(pipeline.filters)) {
    const since = options.nowMs()
    const { kept, removed } = filter.split(query, candidates)
    candidates = kept
    report(filter.name, since, kept.length, removed)
  }
  const scorers = on(pipeline.scorers)
  const totals = new Float64Array(candidates.length)
  const forecasts = new Float64Array(candidates.length)
  const worth = (scorer: Scorer<Q, C>, c: C) => scorer.weight * scorer.score(query, c)
  for (const scorer of scorers) {
    const since = options.nowMs()
    for (let i = 0; i < candidates.length; i++) {
      const value = worth(scorer, candidates[i]!)
      totals[i]! += value
      if (scorer.isForecast) forecasts[i]! += value
    }
    report(scorer.name, since, candidates.length)
  }
  candidates.forEach((c, i) => options.setScore(c, totals[i]!, forecasts[i]!))
  for (const ranker of on(pipeline.rankers)) {
    const since = options.nowMs()
    const failed = attempt(() => ranker.rank(query, candidates))
    report(ranker.name, since, candidates.length, [], failed)
  }
  const since = options.nowMs()
  const selected = pipeline.selector.select(query, candidates)
  for (const c of selected) options.explain(c, Object.fromEntries(scorers.map((s) => [s.name, worth(s, c)])))
  report(pipeline.selector.name, since, selected.length)
  for (const effect of on(pipeline.sideEffects)) effect.run(query, selected)
  return { selected, reports }
}

/** Undefined, or what it failed with. */
function attempt(work: () => void): string | undefined {
  try {
    work()
  } catch (error) {
    return String(error)
  }
}

type Found<C> = { source: string; since: number; ms: number; candidates: readonly C[]; failed?: string }

/** Answers at once for a synchronous source; waits at most the budget for another. */
async function findWithin<Q, C>(
  source: Source<Q, C>,
  query: Q,
  options: PipelineOptions<C>,
): Promise<Found<C>> {
  const since = options.nowMs()
  const done = (candidates: readonly C[], failed?: string): Found<C> => ({
    source: source.name,
    since,
    ms: options.nowMs() - since,
    candidates,
    ...(failed === undefined ? {} : { failed }),
  })
  try {
    const found = source.find(query)
    if (!(found instanceof Promise)) return done(found)
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<null>((resolve) => {
      // What has come by now counts, even if this thread was held up and did not look.
      timer = setTimeout(() => setImmediate(resolve, null), options.sourceBudgetMs)
    })
    const candidates = await Promise.race([found, late]).finally(() => clearTimeout(timer))
    return candidates ? done(candidates) : done([], 'late')
  } catch (error) {
    return done([], String(error))
  }
}
