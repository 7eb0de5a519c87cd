// A shop's name for its id, asked for once and kept.
import { useQuery } from '@tanstack/react-query'
import { useText } from '#app/ui'
import { getShop } from '#modules/shop/contract'
import { queryOf } from './api.ts'
import { ShortId } from './names.tsx'

export function ShopName({ id }: { id: string }) {
  const text = useText()
  const { data } = useQuery({ ...queryOf(getShop, { shopId: id }), staleTime: 300_000, retry: false })
  return (
    <a href={`/shop/${id}`} className="link-plain">
      {data ? text(data.name) : <ShortId id={id} />}
    </a>
  )
}
