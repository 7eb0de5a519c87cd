// A worker of the queue: takes one piece at a time, keeps its lease alive while it works, stops it when it was cancelled or
// taken over, and says what became of it. Everything that is visible of a finished piece commits with its last row.
import { AppError } from '#kernel/errors'
import type { Database, Tx } from './database.ts'
import type { Logger } from './logger.ts'
import { WORK_CHANNEL, type Work, type WorkQueue, type WorkReason } from './work-queue.ts'

export type WorkTools = {
  /** Aborted when the work was cancelled, taken over, or this process is leaving. */
  signal: AbortSignal
  /** Said at the next beat. */
  report(progress: number, stage: string): void
}

export type WorkHandler = {
  kind: string
  /** Does it and answers what to commit. @throws AppError: the subject's fault, no second try · anything else is tried again */
  run(work: Work, tools: WorkTools): Promise<(tx: Tx) => Promise<void>>
  /** After the commit: what is not needed any more. */
  done?(subjectId: string): Promise<void>
  /** Failed for good; commits with that. */
  undo(tx: Tx, subjectId: string, reason: WorkReason): Promise<void>
}

export type WorkLoopOptions = {
  db: Database
  queue: WorkQueue
  log: Logger
  handler: WorkHandler
  concurrency?: number
  /** How often it looks without being told. */
  pollMs?: number
}

/** Starts `concurrency` workers; answers the function that stops them and gives back what they held. */
export async function runWorkLoop(options: WorkLoopOptions): Promise<() => Promise<void>> {
  const { db, log, handler, concurrency = 1, pollMs = 1_000 } = options
  const leaving = new AbortController()
  const sleepers = new Set<() => void>()
  const wake = () => {
    for (const done of sleepers) done()
  }
  const unlisten = await db.listen(WORK_CHANNEL, wake)
  const sleep = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        sleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, pollMs)
      sleepers.add(done)
      if (leaving.signal.aborted) done()
    })
  const worker = async () => {
    while (!leaving.signal.aborted) {
      const did = await once(options, leaving.signal).catch((error: unknown) => {
        log.error({ kind: handler.kind, error: String(error) }, 'work failed')
        return false
      })
      if (!did) await sleep()
    }
  }
  const workers = Array.from({ length: concurrency }, worker)
  return async () => {
    leaving.abort()
    wake()
    await Promise.all(workers)
    await unlisten()
  }
}

async function once({ db, queue, log, handler }: WorkLoopOptions, leaving: AbortSignal): Promise<boolean> {
  await queue.sweep(handler.kind, (tx, subjectId, reason) => handler.undo(tx, subjectId, reason))
  const work = await queue.take(handler.kind)
  if (!work) return false
  const lost = new AbortController()
  const said = { progress: 0, stage: null as string | null }
  const beat = async () => {
    if (!(await queue.beat(work, said.progress, said.stage).catch(() => true))) lost.abort()
  }
  const heart = setInterval(() => void beat(), Math.max(50, queue.leaseMs / 4))
  const signal = AbortSignal.any([leaving, lost.signal])
  const report = (progress: number, stage: string) => {
    const turned = stage !== said.stage
    Object.assign(said, { progress, stage })
    if (turned) void beat()
  }
  try {
    const commit = await handler.run(work, { signal, report })
    clearInterval(heart)
    const isDone = await db.transaction(async (tx) => {
      const isOurs = await queue.complete(tx, work)
      if (isOurs) await commit(tx)
      return isOurs
    })
    if (isDone) await handler.done?.(work.subjectId)
  } catch (error) {
    clearInterval(heart)
    if (lost.signal.aborted) return true
    if (leaving.aborted) {
      await queue.release(work)
      return true
    }
    const reason = reasonOf(error)
    log.warn(
      { kind: work.kind, subject: work.subjectId, attempt: work.attempt, error: String(error) },
      'work',
    )
    await db.transaction(async (tx) => {
      const forGood = await queue.fail(tx, work, reason, { again: !(error instanceof AppError) })
      if (forGood) await handler.undo(tx, work.subjectId, reason)
    })
  } finally {
    clearInterval(heart)
  }
  return true
}

/** People are told a refusal's code and data; of anything else only that it broke. */
const reasonOf = (error: unknown): WorkReason =>
  error instanceof AppError ? { ...error.data, code: error.code } : { code: 'INTERNAL' }
