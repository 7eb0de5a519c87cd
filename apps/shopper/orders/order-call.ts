// A call that answers the order anew: busy, refused, or the new order on screen.
import { useState } from 'react'
import { problemOf, type ApiProblem } from '#app/client'
import { useLocale } from '#app/ui'
import { getOrder, listOrders } from '#modules/trade/contract'
import { queries, queryOf, refresh } from '../app/api.ts'
import type { OrderDetail } from './order-state.tsx'

export function useOrderCall(done: () => void) {
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function run(call: () => Promise<OrderDetail | null>): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      const order = await call()
      if (order) queries.setQueryData(queryOf(getOrder, { orderId: order.orderId }).queryKey, order)
      await refresh(listOrders)
      done()
    } catch (error) {
      setProblem(problemOf(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run }
}
