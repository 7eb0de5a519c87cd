// Names of the shop's own goods, read once for a list that only has their ids.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '#app/ui'
import { listProducts } from '#modules/shop/contract'
import { queryOf } from '../app/api.ts'
import { ShortId } from '../app/names.tsx'

export function useProductName(shopId: string): (productId: string) => ReactNode {
  const text = useText()
  const { data } = useQuery(queryOf(listProducts, { shopId, limit: '100' }))
  return (id) => {
    const found = data?.items.find((p) => p.productId === id)
    return found ? text(found.title) : <ShortId id={id} />
  }
}
