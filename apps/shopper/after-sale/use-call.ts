// A call about a case: busy, refused, or done; its key is kept while nothing is known to have happened.
import { useRef, useState } from 'react'
import { problemOf, type ApiProblem } from '#app/client'
import { useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  getAfterSale,
  getAfterSaleOptions,
  getOrder,
  listAfterSales,
  listOrders,
} from '#modules/trade/contract'
import { refresh } from '../app/api.ts'

export type Case = OutputOf<typeof getAfterSale>

export function useCaseCall() {
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const key = useRef<string | null>(null)
  async function run<T>(call: (idempotencyKey: string) => Promise<T>): Promise<T | null> {
    setBusy(true)
    setProblem(null)
    key.current ??= crypto.randomUUID()
    try {
      const out = await call(key.current)
      key.current = null
      await refresh(getAfterSale, listAfterSales, getAfterSaleOptions, getOrder, listOrders)
      return out
    } catch (error) {
      const refusal = problemOf(error, locale)
      if (!refusal.retryable) key.current = null
      setProblem(refusal)
      if (refusal.code === 'STALE' || refusal.code === 'STATE_CONFLICT') await refresh(getAfterSale)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run }
}
