// My coupons: usable, used, out of date.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TicketPercent } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, buttonClass, EmptyState, ErrorState, Segmented } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listMyCoupons } from '#modules/promotions/contract'
import { api } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { RowsSkeleton } from '../app/skeleton.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'
import { Ticket } from './ticket.tsx'

type Out = OutputOf<typeof listMyCoupons>
type Claim = Out['items'][number]
const STATES = ['usable', 'used', 'expired'] as const satisfies readonly Claim['state'][]

export function CouponsPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('coupons.title')} back>
      <NeedsAccount title={t('coupons.title')}>
        <Coupons />
      </NeedsAccount>
    </Page>
  )
}

function Coupons() {
  const { t } = useTranslation()
  const [state, setState] = useState<Claim['state']>('usable')
  const query = useInfiniteQuery<Out, ApiProblem, Claim[], readonly unknown[], string | undefined>({
    queryKey: [listMyCoupons.id, { state }],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listMyCoupons, { state, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap((p) => p.items),
  })
  return (
    <>
      <Segmented
        label={t('coupons.title')}
        value={state}
        onChange={setState}
        options={STATES.map((s) => ({ value: s, label: t(`coupons.state.${s}`) }))}
      />
      {query.error ? <ErrorState problem={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <RowsSkeleton rows={3} /> : null}
      {query.data?.length === 0 ? <None state={state} /> : null}
      <ul className="ticket-list">
        {query.data?.map((c) => (
          <li key={c.claimId}>
            <Ticket coupon={c} dim={c.state !== 'usable'} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('app.more')}
        </Button>
      ) : null}
    </>
  )
}

function None({ state }: { state: Claim['state'] }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={TicketPercent}
      title={t(`coupons.none.${state}`)}
      detail={t('coupons.noneDetail')}
      action={
        <Link to="/" className={buttonClass({ variant: 'primary' })}>
          {t('cart.toFeed')}
        </Link>
      }
    />
  )
}
