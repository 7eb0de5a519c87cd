// Labels come as one PDF; it is opened beside the desk, where the browser prints it.
import { getShopOrder, listShopOrders, printLabels } from '#modules/trade/contract'
import { useAct } from '../../app/act.ts'

const KEEP_MS = 60_000

export function openPdf(base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (c) => c.codePointAt(0)!)
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
  const link = document.createElement('a')
  link.href = url
  link.target = '_blank'
  link.rel = 'noopener'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}

export function usePrint() {
  return useAct(printLabels, {
    refreshes: [getShopOrder, listShopOrders],
    onDone: ({ pdf }) => openPdf(pdf),
  })
}
