// The one client and the one cache of this app. A query's key is the endpoint's id and its input: nothing to invent.
import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiProblem, createClient, fetchTransport, type Descriptor } from '#app/client'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { currentLocale } from './i18n.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiProblem
  }
}

export const api = createClient(fetchTransport({ locale: currentLocale, client: 'shopper/1' }), {
  locale: currentLocale,
})

const SESSION_ENDED = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'TOKEN_INVALID', 'SESSION_REVOKED'])
export const SESSION_KEY = ['session'] as const

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiProblem && SESSION_ENDED.has(error.code))
        void queries.invalidateQueries({ queryKey: SESSION_KEY })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.retryable,
    },
  },
})

/** `useQuery(queryOf(getOrder, { orderId }))`. */
export const queryOf = <E extends Descriptor>(endpoint: E, input: RequestOf<E>) =>
  queryOptions<OutputOf<E>, ApiProblem>({
    queryKey: [endpoint.id, input],
    queryFn: ({ signal }) => api.call(endpoint, input, { signal }),
  })

/** Refetches everything read from these endpoints. */
export const refresh = (...endpoints: Descriptor[]): Promise<unknown> =>
  Promise.all(endpoints.map((e) => queries.invalidateQueries({ queryKey: [e.id] })))
