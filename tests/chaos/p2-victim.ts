// The victim of P2: a server whose API alone answers, so that its statements are one purchase's and nobody else's; told to kill itself before
// its n-th statement or provider call, and started again.
import { sql } from 'kysely'
import { tables, type Database } from '#platform/database'
import type { Stack } from '#server/stack'
import { pause } from './durable-postgres.ts'

export type Victim = { stack: Stack; db: Database; deaths: number }

export const RECOVER_WITHIN_MS = 60_000
const AFTER_DONE_MS = 250

/** False when the server died before it could answer. */
export async function arm({ stack }: Victim, killAt: number | null): Promise<boolean> {
  const child = stack.server.process
  return new Promise<boolean>((resolve) => {
    const done = (armed: boolean) => {
      child.off('message', heard)
      child.off('exit', died)
      resolve(armed)
    }
    const heard = (message: unknown) => {
      if ((message as { armed?: unknown }).armed !== undefined) done(true)
    }
    const died = () => done(false)
    child.on('message', heard)
    child.on('exit', died)
    child.send({ killAt }, (error) => {
      if (error) done(false)
    })
  })
}

/** What happens before each point while `act` runs. */
export async function pointsOf(victim: Victim, act: () => Promise<void>): Promise<string[]> {
  const points: string[] = []
  const listen = (message: unknown) => {
    const { count, what } = message as { count?: number; what?: string }
    if (count !== undefined) points.push(what ?? '')
  }
  await arm(victim, 0)
  victim.stack.server.process.on('message', listen)
  await act()
  await arm(victim, null)
  victim.stack.server.process.off('message', listen)
  return points
}

/** The server died (and is started again), or, on a repeat, had less to do than n and lives on. */
export async function deathOrDone(victim: Victim, isDone: () => Promise<boolean>): Promise<void> {
  const child = victim.stack.server.process
  const until = performance.now() + RECOVER_WITHIN_MS
  while (performance.now() < until) {
    if (child.signalCode !== null) {
      victim.deaths++
      await victim.stack.restartServer({ SERENDIP_CHAOS: '1' })
      return halfAMinutePasses(victim.db)
    }
    // Done may be seen before the death that comes right after it.
    if (await isDone()) await pause(AFTER_DONE_MS)
    if (child.signalCode === null && (await isDone()) && (await arm(victim, null))) return
    await pause(20)
  }
  throw new Error('neither dead nor done')
}

/** The dead request's hold on its key runs out. */
const halfAMinutePasses = async (db: Database): Promise<void> => {
  await db.transaction((tx) =>
    sql`update platform.idempotency_key set locked_until = now() where status is null`.execute(
      tables<unknown>(tx),
    ),
  )
}

/** False when it was not so within a minute: the audit will say so. */
export async function soon(isDone: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + RECOVER_WITHIN_MS; performance.now() < until; await pause(20))
    if (await isDone()) return true
  return false
}
