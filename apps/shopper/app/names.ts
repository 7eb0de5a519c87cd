// Names of guarantees and need tags: cards carry codes, these two short lists are read once.
import { useQuery } from '@tanstack/react-query'
import { useText } from '#app/ui'
import { listGuarantees, listTags } from '#modules/shop/contract'
import { queryOf } from './api.ts'

const ONCE = { staleTime: Infinity, gcTime: Infinity }

/** code → name in the reader's language; empty until they are here, and for a code that is not listed. */
export function useGuaranteeNames(): (code: string) => string {
  const text = useText()
  const { data } = useQuery({ ...queryOf(listGuarantees, {}), ...ONCE })
  return (code) => {
    const found = data?.items.find((g) => g.id === code)
    return found ? text(found.name) : ''
  }
}

export function useTagNames(): (code: string) => string {
  const text = useText()
  const { data } = useQuery({ ...queryOf(listTags, {}), ...ONCE })
  return (code) => {
    const found = data?.items.find((g) => g.id === code)
    return found ? text(found.name) : ''
  }
}
