// One process of the platform, kept running: started, awaited until it says `ready`, brought back when it dies, ended in order.
import { spawn, type ChildProcess } from 'node:child_process'
import { availableParallelism, totalmem } from 'node:os'
import { ROOT } from './settings.ts'

export type Service = {
  name: string
  /** The present one; another after a revival. */
  readonly process: ChildProcess
  stop(): Promise<void>
}

export type Keeping = {
  /** Told of every end that nobody asked for. */
  died: (how: string) => void
  /** Starts it again, after 1, 2, 4 … 15 s; a minute of life forgives. */
  revive: boolean
  /** Of Node, instead of the usual ones. */
  flags?: readonly string[]
}

/**
 * Requests leave short-lived objects behind: a roomy nursery (MB) halves what collecting them costs. And the collector's helpers
 * may take half of the processors, not all: PostgreSQL works on the same request (measured on two, p99 of a slate 112 and 36 ms
 * with V8's four helpers, 24–46 ms with one). What lives longer is collected when it has grown to a sixteenth of the memory, at most
 * 1 GB, instead of twice what is alive: such a collection slows all slates for a tenth of a second, and came every 13 s.
 */
export const COLLECTOR = [
  '--max-semi-space-size=64',
  `--initial-old-space-size=${Math.min(1_024, Math.round(totalmem() / 2 ** 24))}`,
  `--v8-pool-size=${Math.max(1, Math.floor(availableParallelism() / 2))}`,
]

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
const FORGIVEN_AFTER_MS = 60_000

/** Starts a long-running process and waits for its line `ready`; its other lines are passed on. @throws Error when it ends before */
export async function startService(
  name: string,
  entry: string,
  args: readonly string[],
  env: Record<string, string>,
  { died, revive, flags = COLLECTOR }: Keeping,
): Promise<Service> {
  let child!: ChildProcess
  let ended = false
  let waitMs = FIRST_WAIT_MS
  let timer: NodeJS.Timeout | undefined

  function launch(): Promise<void> {
    const startedAt = performance.now()
    child = spawn(process.execPath, [...flags, entry, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      detached: true,
    })
    child.once('exit', (code, signal) => {
      if (ended) return
      died(signal ?? `exit ${code}`)
      if (!revive) return
      if (performance.now() - startedAt > FORGIVEN_AFTER_MS) waitMs = FIRST_WAIT_MS
      // An attempt that dies before it is ready brings the next one by its own exit.
      timer = setTimeout(() => void launch().catch(() => {}), waitMs)
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)
    })
    return untilReady(name, child)
  }

  await launch().catch((error: unknown) => {
    ended = true
    clearTimeout(timer)
    throw error
  })
  return {
    name,
    get process() {
      return child
    },
    stop() {
      ended = true
      clearTimeout(timer)
      return endProcess(child)
    },
  }
}

function untilReady(name: string, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split('\n')
      text = lines.pop()!
      for (const line of lines) {
        if (line === 'ready') resolve()
        else console.log(line)
      }
    })
    child.once('exit', (code, signal) =>
      reject(new Error(`The ${name} stopped (${signal ?? `exit ${code}`}).`)),
    )
  })
}

/** Asks it to leave, and after 15 s makes it. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(hard)
}
