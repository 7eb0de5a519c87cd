// Doing something: busy, refused, done. The key of an idempotent call is kept while nothing is known to have happened, so a
// second press after a lost answer cannot ship, pay or refund twice.
import { useRef, useState } from 'react'
import { problemOf, type ApiProblem, type Descriptor } from '#app/client'
import { useLocale, useToast } from '#app/ui'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { api, refresh } from './api.ts'

type ActOptions<E> = {
  /** Said in a toast when it worked. */
  says?: string
  /** What is read anew afterwards; also after a refusal for a stale or impossible state, so that the truth is on screen. */
  refreshes?: readonly Descriptor[]
  /** Refusals are shown beside the form instead of in a toast. */
  inline?: boolean
  onDone?: (out: OutputOf<E>) => void
}

const MOVED_ON = new Set<string>(['STALE', 'STATE_CONFLICT', 'NOT_FOUND'])

export function useAct<E extends Descriptor>(
  endpoint: E,
  { says, refreshes = [], inline = false, onDone }: ActOptions<E> = {},
) {
  const locale = useLocale()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const key = useRef<string | null>(null)

  async function run(
    input: RequestOf<E>,
    options: { ifMatch?: number; file?: Blob } = {},
  ): Promise<OutputOf<E> | null> {
    setBusy(true)
    setProblem(null)
    key.current ??= crypto.randomUUID()
    try {
      const out = await api.call(endpoint, input, { ...options, idempotencyKey: key.current })
      key.current = null
      await refresh(...refreshes)
      if (says) toast({ text: says, tone: 'good' })
      onDone?.(out)
      return out
    } catch (error) {
      const refusal = problemOf(error, locale)
      if (!refusal.retryable) key.current = null
      setProblem(refusal)
      if (!inline) toast({ text: `${refusal.title} · ${refusal.detail}`, tone: 'bad' })
      if (MOVED_ON.has(refusal.code)) await refresh(...refreshes)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem, forget: () => setProblem(null) }
}
