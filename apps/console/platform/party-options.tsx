// Parties by name in a list to choose from.
import { useQueries } from '@tanstack/react-query'
import { useText } from '#app/ui'
import { getAuthor } from '#modules/content/contract'
import { getShop } from '#modules/shop/contract'
import { queryOf } from '../app/api.ts'

const KEPT = { staleTime: 300_000, retry: false } as const

/** An id whose name is not known (an agency's) is listed as it is. */
export function PartyOptions({ ids }: { ids: readonly string[] }) {
  const text = useText()
  const shops = ids.filter((id) => id.startsWith('shp_'))
  const creators = ids.filter((id) => id.startsWith('crt_'))
  const shopNames = useQueries({
    queries: shops.map((shopId) => ({ ...queryOf(getShop, { shopId }), ...KEPT })),
  })
  const creatorNames = useQueries({
    queries: creators.map((authorId) => ({
      ...queryOf(getAuthor, { authorId: authorId as `crt_${string}` }),
      ...KEPT,
    })),
  })
  const names = new Map<string, string>()
  shops.forEach((id, i) => shopNames[i]?.data && names.set(id, text(shopNames[i].data.name)))
  creators.forEach((id, i) => creatorNames[i]?.data && names.set(id, text(creatorNames[i].data.author.name)))
  return ids.map((id) => (
    <option key={id} value={id}>
      {names.get(id) ?? id}
    </option>
  ))
}
