// A flash sale that is ready to start: kept in this browser until its moment, so that on air it is one key and one look.
import { useCallback, useState } from 'react'

export type SaleDraft = {
  productId: string
  skuId: string
  priceMinor: string
  units: number
  limitPerPerson: number
  seconds: number
}

const keyOf = (roomId: string) => `serendip.prepared-sale.${roomId}`

export function usePreparedSale(roomId: string): [SaleDraft | null, (draft: SaleDraft | null) => void] {
  const [draft, setDraft] = useState<SaleDraft | null>(() => readDraft(localStorage.getItem(keyOf(roomId))))
  const keep = useCallback(
    (next: SaleDraft | null) => {
      if (next) localStorage.setItem(keyOf(roomId), JSON.stringify(next))
      else localStorage.removeItem(keyOf(roomId))
      setDraft(next)
    },
    [roomId],
  )
  return [draft, keep]
}

function readDraft(text: string | null): SaleDraft | null {
  try {
    const d = JSON.parse(text ?? 'null') as Partial<SaleDraft> | null
    const whole = (n: unknown) => Number.isInteger(n) && (n as number) > 0
    return d &&
      typeof d.productId === 'string' &&
      typeof d.skuId === 'string' &&
      /^\d+$/.test(d.priceMinor ?? '') &&
      whole(d.units) &&
      whole(d.limitPerPerson) &&
      whole(d.seconds)
      ? (d as SaleDraft)
      : null
  } catch {
    return null
  }
}
