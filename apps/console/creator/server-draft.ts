// A draft kept on the server while it is written, so that it is there on another device. What is not whole yet is kept in this
// browser only (draft-store.ts). Saves follow each other, each against the version it began from: a second tab is told, not
// overwritten.
import { useEffect, useRef, useState } from 'react'
import { problemOf, type ApiProblem } from '#app/client'
import { useLocale } from '#app/ui'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { edit, getMine, listMine, publish } from '#modules/content/contract'
import { api, refresh } from '../app/api.ts'

type Own = OutputOf<typeof getMine>
export type DraftFields = Omit<RequestOf<typeof edit>, 'creatorId' | 'contentId'>
/** Which draft of the server, and which version of it, this form holds. */
export type Kept = { contentId: string; version: number }

export type ServerDraft = {
  kept: Kept | null
  savedAt: Date | null
  /** Why the last save did not happen; null while all is well. */
  problem: ApiProblem | null
  /** Somebody saved another version meanwhile: nothing more is saved until one of the two is chosen. */
  theirs: Own | null
  /** It was submitted or taken away meanwhile: what stands here has no draft on the server any more. */
  gone: boolean
  /** Keep what stands here as a draft of its own. */
  asNew: () => void
  /** Keep what stands here over theirs. */
  overwrite: () => Promise<void>
  /** Nothing under way and nothing waiting any more; answers the draft, if there is one. */
  rest: () => Promise<Kept | null>
  /** What stands in the form from now on is what this version holds. */
  adopt: (kept: Kept | null) => void
}

const SAVE_AFTER_MS = 1_500
const AGAIN_AFTER_MS = 10_000

export function useServerDraft(
  creatorId: string,
  fields: DraftFields,
  options: {
    ready: boolean
    start: Kept | null
    /** The form began with what the server holds, not with what this browser kept. */
    startSaved: boolean
  },
): ServerDraft {
  const locale = useLocale()
  const [kept, setKept] = useState(options.start)
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [theirs, setTheirs] = useState<Own | null>(null)
  const [gone, setGone] = useState(false)
  const [turn, setTurn] = useState(0)
  const now = JSON.stringify(fields)
  const saved = useRef(options.startSaved ? now : '')
  const adopted = useRef(false)
  const running = useRef<Promise<Kept | null>>(Promise.resolve(options.start))
  const timer = useRef(0)
  const { ready } = options

  const go = (next: Kept | null) => {
    running.current = Promise.resolve(next)
    setKept(next)
    setTheirs(null)
    setGone(false)
    setProblem(null)
    setTurn((n) => n + 1)
  }
  const adopt = (next: Kept | null) => {
    adopted.current = true
    go(next)
  }

  const saveOnce = async (from: Kept | null, text: string): Promise<Kept | null> => {
    const given = JSON.parse(text) as DraftFields
    try {
      const own = from
        ? await api.call(
            edit,
            { creatorId, contentId: from.contentId, ...given, asDraft: true } as RequestOf<typeof edit>,
            {
              ifMatch: from.version,
              idempotencyKey: crypto.randomUUID(),
            },
          )
        : await api.call(publish, { creatorId, ...given, submit: false } as RequestOf<typeof publish>, {
            idempotencyKey: crypto.randomUUID(),
          })
      const next = { contentId: own.contentId, version: own.version }
      saved.current = text
      setKept(next)
      setSavedAt(new Date())
      setProblem(null)
      if (!from) void refresh(listMine)
      return next
    } catch (error) {
      const refusal = problemOf(error, locale)
      setProblem(refusal)
      if (refusal.retryable) window.setTimeout(() => setTurn((n) => n + 1), AGAIN_AFTER_MS)
      else if (from && (refusal.code === 'STATE_CONFLICT' || refusal.code === 'NOT_FOUND')) setGone(true)
      else if (from && refusal.code === 'STALE')
        setTheirs(await api.call(getMine, { creatorId, contentId: from.contentId }).catch(() => null))
      return from
    }
  }

  useEffect(() => {
    if (adopted.current) {
      adopted.current = false
      saved.current = now
    }
    if (!ready || theirs || gone || now === saved.current) return
    timer.current = window.setTimeout(() => {
      running.current = running.current.then((from) => saveOnce(from, now))
    }, SAVE_AFTER_MS)
    return () => clearTimeout(timer.current)
    // `saveOnce` is of this render: what it closes over is what is saved.
  }, [now, ready, theirs, gone, turn])

  return {
    kept,
    savedAt,
    problem,
    theirs,
    gone,
    adopt,
    asNew: () => go(null),
    async overwrite() {
      if (!theirs) return
      const from = { contentId: theirs.contentId, version: theirs.version }
      setTheirs(null)
      running.current = saveOnce(from, now)
      await running.current
    },
    rest() {
      clearTimeout(timer.current)
      return running.current
    },
  }
}
