// Work on the clock: each job runs at its interval in one process at a time (a named lock), and again at once when it
// says there is more. Why not a queue: what is due is a state in the tables, so a lost job is found by the next run.
import type { Database } from './database.ts'
import type { Logger } from './logger.ts'

/** `run` does one bounded batch and returns how many things it did; `name` is imperative: `expire-reservations`. */
export type Job = { name: string; everyMs: number; run: () => Promise<number> }

export function runJobs(db: Database, log: Logger, jobs: readonly Job[]): () => Promise<void> {
  let stopped = false
  const locks = db.locks()
  const sleepers = new Set<() => void>()
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        sleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      sleepers.add(done)
    })
  const loops = jobs.map(async (job) => {
    while (!stopped) {
      const did = await locks.holding(job.name, job.run).catch((error: unknown) => {
        log.error({ job: job.name, error: String(error) }, 'job failed')
        return 0
      })
      if (!did) await sleep(job.everyMs)
    }
  })
  return async () => {
    stopped = true
    for (const wake of sleepers) wake()
    await Promise.all(loops)
    await locks.close()
  }
}
