// Shipping many at once; what it says is shown until the next.
import { useState } from 'react'
import type { OutputOf } from '#kernel/contract'
import { getShipQueues, getTodos, listShopOrders, shipBatch } from '#modules/trade/contract'
import { useAct } from '../../app/act.ts'

export type BatchResult = OutputOf<typeof shipBatch>['results']

export function useShipBatch() {
  const [results, setResults] = useState<BatchResult | null>(null)
  const act = useAct(shipBatch, {
    refreshes: [listShopOrders, getShipQueues, getTodos],
    onDone: (out) => setResults(out.results),
  })
  return { ...act, results }
}
