// The delivery debugger: what was sent to whom, how often, and what both sides said; one can be sent again.
import { useQuery } from '@tanstack/react-query'
import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  EmptyState,
  Panel,
  Segmented,
  Sheet,
  Tag,
  type Column,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import * as c from '#modules/integrations/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { List, Read } from '../app/page.tsx'

type Delivery = OutputOf<typeof c.listDeliveries>['items'][number]
type State = Delivery['state']
type At = { shopId: string }

const TONES: Record<State, Tone> = { delivered: 'jade', waiting: 'amber', failed: 'rose' }

export function Deliveries({ shopId }: At) {
  const { t } = useTranslation()
  const [state, setState] = useState<State | 'all'>('all')
  const [shown, setShown] = useState<Delivery | null>(null)
  const query = useList(c.listDeliveries, { shopId, ...(state === 'all' ? {} : { state }) })
  const resend = useAct(c.resendDelivery, { refreshes: [c.listDeliveries], says: t('developers.resent') })
  const columns: Column<Delivery>[] = [
    {
      key: 'type',
      head: t('developers.type'),
      rowHeader: true,
      cell: (d) => (
        <button type="button" className="link" onClick={() => setShown(d)}>
          {d.type}
        </button>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (d) => <Tag tone={TONES[d.state]}>{t(`developers.deliveryStates.${d.state}`)}</Tag>,
    },
    {
      key: 'answer',
      head: t('developers.answer'),
      cell: (d) => d.lastStatus ?? (d.lastFault ? t(`developers.faults.${d.lastFault}`) : '–'),
    },
    { key: 'attempts', head: t('developers.attempts'), numeric: true, wide: true, cell: (d) => d.attempts },
    { key: 'at', head: t('developers.at'), numeric: true, cell: (d) => <DateTime at={d.createdAt} /> },
    {
      key: 'next',
      head: t('developers.next'),
      numeric: true,
      wide: true,
      cell: (d) => (d.nextAt ? <DateTime at={d.nextAt} /> : '–'),
    },
    {
      key: 'act',
      head: t('app.actions'),
      action: true,
      cell: ({ state: is, deliveryId }) =>
        is === 'waiting' ? null : (
          <Button size="s" onClick={() => void resend.run({ shopId, deliveryId })}>
            {t('developers.resend')}
          </Button>
        ),
    },
  ]
  return (
    <Panel title={t('developers.deliveries')}>
      <Segmented
        label={t('developers.deliveries')}
        value={state}
        onChange={setState}
        options={(['all', 'delivered', 'waiting', 'failed'] as const).map((value) => ({
          value,
          label: value === 'all' ? t('app.all') : t(`developers.deliveryStates.${value}`),
        }))}
      />
      <List
        query={query}
        empty={
          <EmptyState icon={Inbox} title={t('developers.nothing')} detail={t('developers.nothingDetail')} />
        }
      >
        {(items) => (
          <DataTable
            label={t('developers.deliveries')}
            columns={columns}
            rows={items}
            rowKey={(d) => d.deliveryId}
          />
        )}
      </List>
      <Sheet open={shown !== null} onClose={() => setShown(null)} title={shown?.type ?? ''}>
        {shown ? <Detail shopId={shopId} deliveryId={shown.deliveryId} /> : null}
      </Sheet>
    </Panel>
  )
}

const lines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

function Detail({ shopId, deliveryId }: At & { deliveryId: string }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(c.getDelivery, { shopId, deliveryId }))
  return (
    <Read query={query}>
      {(d) => (
        <>
          <h3>{t('developers.body')}</h3>
          <pre className="wire" tabIndex={0}>
            {JSON.stringify(JSON.parse(d.body), null, 2)}
          </pre>
          {d.tries.map((a) => (
            <section key={a.n}>
              <h3>
                {t('developers.attempt', { n: a.n })} · <DateTime at={a.at} /> ·{' '}
                {a.status ?? (a.fault ? t(`developers.faults.${a.fault}`) : '')} · {a.tookMs} ms
              </h3>
              <pre className="wire" tabIndex={0}>
                {lines(a.requestHeaders)}
              </pre>
              <pre className="wire" tabIndex={0}>
                {`${lines(a.responseHeaders)}\n\n${a.responseBody}`}
              </pre>
            </section>
          ))}
        </>
      )}
    </Read>
  )
}
