// Lists that come page by page, typed from the contract.
import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ApiProblem, Descriptor } from '#app/client'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { api } from './api.ts'

type PageOut = { items: unknown[]; nextCursor: string | null }
type ItemOf<P> = P extends { items: (infer T)[] } ? T : never
export type ListQuery<T, P> = UseInfiniteQueryResult<{ items: T[]; first: P }, ApiProblem>

export function useList<E extends Descriptor>(
  endpoint: E,
  input: Omit<RequestOf<E>, 'cursor'>,
  enabled = true,
): ListQuery<ItemOf<OutputOf<E>>, OutputOf<E>> {
  return useInfiniteQuery<
    OutputOf<E>,
    ApiProblem,
    { items: ItemOf<OutputOf<E>>[]; first: OutputOf<E> },
    readonly unknown[],
    string | null
  >({
    queryKey: [endpoint.id, input],
    enabled,
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) =>
      api.call(endpoint, { ...input, ...(pageParam ? { cursor: pageParam } : {}) } as RequestOf<E>, {
        signal,
      }),
    getNextPageParam: (page) => (page as PageOut).nextCursor,
    select: ({ pages }) => ({
      items: pages.flatMap((p) => (p as PageOut).items) as ItemOf<OutputOf<E>>[],
      first: pages[0]!,
    }),
  })
}
