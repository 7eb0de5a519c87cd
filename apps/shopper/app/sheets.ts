// Sheets live in the URL's search: back closes the topmost one and returns to the same frame, and a link can open one.
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type SheetName = 'product' | 'confirm' | 'comments' | 'why' | 'bag' | 'enter'

export type SheetSearch = {
  sheet?: SheetName | undefined
  product?: string | undefined
  sku?: string | undefined
  qty?: number | undefined
  content?: string | undefined
  slate?: string | undefined
  place?: number | undefined
  /** The live room something is looked at and bought in, and its flash sale. */
  room?: string | undefined
  sale?: string | undefined
}

const NAMES: readonly string[] = [
  'product',
  'confirm',
  'comments',
  'why',
  'bag',
  'enter',
] satisfies SheetName[]
const text = (value: unknown) => (typeof value === 'string' && value.length <= 64 ? value : undefined)
const count = (value: unknown, max: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max ? value : undefined

/** Whatever stands in the address bar, as a sheet that can be shown; anything odd is left out. */
export function readSheetSearch(raw: Record<string, unknown>): SheetSearch {
  const out: SheetSearch = {
    sheet: NAMES.includes(String(raw.sheet)) ? (raw.sheet as SheetName) : undefined,
    product: text(raw.product),
    sku: text(raw.sku),
    qty: count(raw.qty, 200),
    content: text(raw.content),
    slate: text(raw.slate),
    place: count(raw.place, 63),
    room: text(raw.room),
    sale: text(raw.sale),
  }
  return Object.fromEntries(Object.entries(out).filter(([, v]) => v !== undefined))
}

export function useSheets() {
  const navigate = useNavigate()
  const router = useRouter()
  const search: SheetSearch = useSearch({ strict: false })
  const open = useCallback(
    (sheet: SheetSearch) => void navigate({ to: '.', search: sheet, resetScroll: false }),
    [navigate],
  )
  const close = useCallback(() => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '.', search: {}, replace: true, resetScroll: false })
  }, [navigate, router])
  return { search, open, close }
}
