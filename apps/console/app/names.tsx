// Names for ids: categories, tags, guarantees, rules and metrics are short lists read once; contents and creators are asked
// for one by one and kept.
import { useQuery } from '@tanstack/react-query'
import { useText } from '#app/ui'
import { getAuthor, getContent } from '#modules/content/contract'
import { listMetrics } from '#modules/compass/contract'
import { listRules } from '#modules/governance/contract'
import { listCategories, listGuarantees, listTags } from '#modules/shop/contract'
import { queryOf } from './api.ts'

const ONCE = { staleTime: Infinity, gcTime: Infinity }

export const useCategories = () => useQuery({ ...queryOf(listCategories, {}), ...ONCE }).data?.items ?? []
export const useTags = () => useQuery({ ...queryOf(listTags, {}), ...ONCE }).data?.items ?? []
export const useGuarantees = () => useQuery({ ...queryOf(listGuarantees, {}), ...ONCE }).data?.items ?? []
export const useRules = () => useQuery({ ...queryOf(listRules, {}), ...ONCE }).data?.items ?? []
export const useMetrics = () => useQuery({ ...queryOf(listMetrics, {}), ...ONCE }).data?.items ?? []

/** id → name; the id itself until the names are here. */
export function useCategoryName(): (id: string | null) => string {
  const text = useText()
  const items = useCategories()
  return (id) => {
    const found = items.find((c) => c.id === id)
    return found ? text(found.name) : (id ?? '')
  }
}

/** Why something was rejected: the rule's number and title, its sentence on hover. */
export function RuleName({ id }: { id: string }) {
  const text = useText()
  const rule = useRules().find((r) => r.ruleId === id)
  return (
    <small className="why" title={rule ? text(rule.explanation) : undefined}>
      {id} {rule ? text(rule.title) : ''}
    </small>
  )
}

/** An id short enough for a table; the whole one on hover and when copied by the screen that shows it. */
export const ShortId = ({ id }: { id: string }) => (
  <code className="short-id" title={id}>
    {id.length > 14 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id}
  </code>
)

export function ContentName({ id }: { id: string }) {
  const text = useText()
  const { data } = useQuery({
    ...queryOf(getContent, { contentId: id as `cnt_${string}` }),
    staleTime: 300_000,
    retry: false,
  })
  return (
    <a href={`/c/${id}`} className="link-plain">
      {data ? text(data.content.title) : <ShortId id={id} />}
    </a>
  )
}

export function CreatorName({ id }: { id: string }) {
  const text = useText()
  const { data } = useQuery({
    ...queryOf(getAuthor, { authorId: id as `crt_${string}` }),
    staleTime: 300_000,
    retry: false,
  })
  return (
    <a href={`/author/${id}`} className="link-plain">
      {data ? text(data.author.name) : <ShortId id={id} />}
    </a>
  )
}
