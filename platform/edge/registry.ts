// All streams of this process: who may publish, who takes over from whom, how long an interruption lasts, and in which order the hooks
// hear of it. The newest authorised publisher always wins: a phone that lost its network must be able to come back at once.
import type { LiveHooks, StreamHealth } from '../live-engine.ts'
import type { Logger } from '../logger.ts'
import { createLiveStream, type LiveStream } from './live-stream.ts'
import type { OpenPublisher, Publisher } from './publisher.ts'
import { createRecorder } from './recorder.ts'

export type RegistryOptions = {
  hooks: LiveHooks
  log: Logger
  now(): number
  resumeMs: number
  /** Null: nothing is recorded. */
  recordingsDir: string | null
  isRecorded?(stream: string): boolean
  newSession(): string
  maxStreams: number
}

export type Registry = {
  openPublisher: OpenPublisher
  /** A stream that lives, or ended a moment ago (its playlist still says so). */
  find(name: string): LiveStream | null
  health(name: string): StreamHealth | null
  all(): readonly StreamHealth[]
  close(name: string): void
  /** Bytes that wait for slow viewers, of all streams. */
  queuedBytes(): number
  /** Closes everything; resolves when recordings are on disk and hooks have been told. */
  stop(): Promise<void>
}

type Publishing = {
  session: string
  protocol: 'rtmp' | 'whip'
  dismiss(reason: string): void
  hasStarted: boolean
  atMs: number
}
type Entry = {
  stream: LiveStream
  publishing: Publishing | null
  lastPublishing: Publishing | null
  everStarted: boolean
  lostTimer: NodeJS.Timeout | null
  /** Hooks in the order of what happened. */
  told: Promise<void>
}

const HOOK_MS = 5000
/** A playlist of what is over says so for a while. */
const ENDED_MS = 20_000

export function createRegistry(options: RegistryOptions): Registry {
  const { hooks, log, now } = options
  const entries = new Map<string, Entry>()
  const ended = new Map<string, LiveStream>()
  const leaving = new Set<Promise<unknown>>()

  const tell = (entry: Entry, what: string, call: () => Promise<void>) => {
    entry.told = entry.told
      .then(() => inTime(call()))
      .catch((error: unknown) =>
        log.error({ stream: entry.stream.name, what, error: String(error) }, 'live hook failed'),
      )
  }

  function openEntry(name: string): Entry {
    const known = entries.get(name)
    if (known) return known
    const recorder =
      options.recordingsDir && (options.isRecorded?.(name) ?? true)
        ? createRecorder({
            folder: options.recordingsDir,
            stream: name,
            onSegment: hooks.onSegment,
            log,
            after: ended.get(name)?.recorder?.settled(),
          })
        : null
    const stream = createLiveStream({ name, now, recorder })
    const entry: Entry = {
      stream,
      publishing: null,
      lastPublishing: null,
      everStarted: false,
      lostTimer: null,
      told: Promise.resolve(),
    }
    entries.set(name, entry)
    ended.delete(name)
    return entry
  }

  function drop(name: string, entry: Entry): void {
    if (entries.get(name) !== entry) return
    entries.delete(name)
    if (entry.lostTimer) clearTimeout(entry.lostTimer)
    const publishing = entry.publishing
    entry.publishing = null
    publishing?.dismiss('closed')
    entry.stream.finish()
    ended.set(name, entry.stream)
    setTimeout(() => ended.get(name) === entry.stream && ended.delete(name), ENDED_MS).unref()
    const gone = Promise.all([entry.told, entry.stream.recorder?.settled()])
    leaving.add(gone)
    void gone.finally(() => leaving.delete(gone))
  }

  function interrupt(entry: Entry, publishing: Publishing, reason: string): void {
    if (entry.publishing !== publishing) return
    const { name } = entry.stream
    entry.publishing = null
    entry.lastPublishing = publishing
    entry.stream.interrupt()
    log.info({ stream: name, session: publishing.session, reason }, 'publisher gone')
    if (publishing.hasStarted)
      tell(entry, 'onInterrupted', () =>
        hooks.onInterrupted({ stream: name, session: publishing.session, atMs: now(), reason }),
      )
    if (entry.lostTimer) clearTimeout(entry.lostTimer)
    entry.lostTimer = setTimeout(() => {
      if (entry.publishing) return
      if (entry.everStarted) tell(entry, 'onLost', () => hooks.onLost({ stream: name, atMs: now() }))
      drop(name, entry)
    }, options.resumeMs)
  }

  function attach(
    entry: Entry,
    p: { session: string; protocol: 'rtmp' | 'whip'; dismiss(reason: string): void },
  ): Publisher {
    const before = entry.publishing
    const mine: Publishing = { ...p, hasStarted: false, atMs: now() }
    if (before) {
      interrupt(entry, before, 'replaced')
      before.dismiss('replaced')
    }
    if (entry.lostTimer) clearTimeout(entry.lostTimer)
    entry.lostTimer = null
    entry.publishing = mine
    const { name } = entry.stream
    const sink = entry.stream.begin(() => {
      mine.hasStarted = true
      const resumed = entry.everStarted
      entry.everStarted = true
      log.info({ stream: name, session: p.session, resumed }, 'stream started')
      tell(entry, 'onStarted', () =>
        hooks.onStarted({ stream: name, session: p.session, resumed, atMs: now() }),
      )
    })
    return { ...sink, session: p.session, end: (reason) => interrupt(entry, mine, reason) }
  }

  const healthOf = (entry: Entry): StreamHealth | null => {
    const from = entry.publishing ?? entry.lastPublishing
    if (!from || !entry.everStarted) return null
    return {
      stream: entry.stream.name,
      state: entry.publishing?.hasStarted ? 'live' : 'interrupted',
      protocol: from.protocol,
      publishedAtMs: from.atMs,
      ...entry.stream.figures(),
      recording: entry.stream.recorder?.state() ?? 'off',
    }
  }

  return {
    async openPublisher(attempt) {
      const session = options.newSession()
      const { stream, key, address } = attempt
      const refused = await inTime(hooks.mayPublish({ stream, key, session, address })).catch(
        (error: unknown) => {
          log.error({ stream, error: String(error) }, 'asking who may publish failed')
          return 'UNAVAILABLE'
        },
      )
      if (refused !== null) return { refused }
      if (!entries.has(stream) && entries.size >= options.maxStreams) return { refused: 'TOO_MANY_STREAMS' }
      return { publisher: attach(openEntry(stream), { session, ...attempt }) }
    },
    find: (name) => entries.get(name)?.stream ?? ended.get(name) ?? null,
    health(name) {
      const entry = entries.get(name)
      return entry ? healthOf(entry) : null
    },
    all: () => [...entries.values()].map(healthOf).filter((one) => one !== null),
    close(name) {
      const entry = entries.get(name)
      if (entry) drop(name, entry)
    },
    queuedBytes() {
      let sum = 0
      for (const { stream } of entries.values())
        for (const viewer of stream.viewers) sum += viewer.queuedBytes()
      return sum
    },
    async stop() {
      for (const [name, entry] of entries) {
        const publishing = entry.publishing
        if (publishing) interrupt(entry, publishing, 'stopping')
        publishing?.dismiss('stopping')
        drop(name, entry)
      }
      await Promise.allSettled(leaving)
    },
  }
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${HOOK_MS} ms`)), HOOK_MS)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
