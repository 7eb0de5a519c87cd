// What a page takes from its address: the organisation, and its filters. Filters live in the search part, so that a view can
// be kept, sent and gone back to.
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Filters = Record<string, string | undefined>

export const useShopId = (): string => useParams({ strict: false }).shopId ?? ''
export const useCreatorId = (): string => useParams({ strict: false }).creatorId ?? ''
export const useAgencyId = (): string => useParams({ strict: false }).agencyId ?? ''

/** The filters of the page, and a way to change some of them; undefined takes one out. */
export function useFilters(): [Filters, (change: Filters) => void] {
  const search = useSearch({ strict: false }) as Filters
  const navigate = useNavigate()
  const change = useCallback(
    (next: Filters) =>
      void navigate({
        to: '.',
        search: (old: Filters) =>
          Object.fromEntries(Object.entries({ ...old, ...next }).filter(([, v]) => v)) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return [search, change]
}
