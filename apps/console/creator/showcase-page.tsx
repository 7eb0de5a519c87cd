// 橱窗: what the creator may put on contents, what each sale brings now, and how long a better rate is kept.
import { Link } from '@tanstack/react-router'
import { Store } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  formatBps,
  Money,
  Panel,
  Tag,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { browseSquare, listShowcase, unpickProduct } from '#modules/alliance/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId } from '../app/address.ts'
import { useList } from '../app/list.ts'
import { List, Page } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

type Item = OutputOf<typeof listShowcase>['items'][number]

export function ShowcasePage() {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const creatorId = useCreatorId()
  const may = useMay()
  const [leaving, setLeaving] = useState<Item | null>(null)
  const query = useList(listShowcase, { creatorId, limit: '50' })
  const unpick = useAct(unpickProduct, {
    refreshes: [listShowcase, browseSquare],
    says: t('square.unpicked'),
    onDone: () => setLeaving(null),
  })
  const toSquare = (
    <Link
      to="/creator/$creatorId/square"
      params={{ creatorId }}
      className={buttonClass({ variant: 'primary' })}
    >
      {t('showcase.toSquare')}
    </Link>
  )
  const columns: Column<Item>[] = [
    {
      key: 'product',
      head: t('products.product'),
      rowHeader: true,
      cell: ({ card }) => (
        <span className="goods-cell">
          <img src={card.imageUrl} alt="" width={32} height={32} loading="lazy" />
          <span className="clip">{text(card.title)}</span>
        </span>
      ),
    },
    {
      key: 'price',
      head: t('products.price'),
      numeric: true,
      cell: ({ card }) => <Money minor={card.minPriceMinor} currency={card.currency} />,
    },
    {
      key: 'rate',
      head: t('plan.rateHead'),
      numeric: true,
      cell: (i) =>
        i.rateBps === null ? <Tag tone="amber">{t('showcase.ended')}</Tag> : formatBps(i.rateBps, locale),
    },
    {
      key: 'earn',
      head: t('square.earnHead'),
      numeric: true,
      cell: (i) => <Money className="good" minor={i.estimatedCommissionMinor} currency={i.card.currency} />,
    },
    {
      key: 'locked',
      head: t('showcase.locked'),
      numeric: true,
      cell: (i) =>
        i.lockedUntil ? (
          <span
            title={
              i.planRateBps === null
                ? undefined
                : t('showcase.planNow', { rate: formatBps(i.planRateBps, locale) })
            }
          >
            <DateTime at={i.lockedUntil} as="date" />
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'on',
      head: t('showcase.onSale'),
      cell: ({ card }) => (
        <Tag tone={card.availability === 'onSale' ? 'jade' : 'amber'}>
          {t(`showcase.availability.${card.availability}`)}
        </Tag>
      ),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      numeric: true,
      cell: (i) => (
        <span className="with-action">
          {may('content.write') && i.card.availability !== 'offShelf' ? (
            <Link
              to="/creator/$creatorId/publish"
              params={{ creatorId }}
              search={{ product: i.card.productId }}
              className="link"
            >
              {t('nav.publish')}
            </Link>
          ) : null}
          <Button size="s" onClick={() => setLeaving(i)}>
            {t('showcase.remove')}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Page title={t('nav.showcase')} scope="showcase.write" actions={toSquare}>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={Store}
              title={t('showcase.none')}
              detail={t('showcase.noneDetail')}
              action={toSquare}
            />
          }
        >
          {(items) => (
            <DataTable
              label={t('nav.showcase')}
              columns={columns}
              rows={items}
              rowKey={(i) => i.card.productId}
            />
          )}
        </List>
      </Panel>
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('showcase.removeTitle')}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={unpick.busy}
              onClick={() => leaving && void unpick.run({ creatorId, productId: leaving.card.productId })}
            >
              {t('showcase.remove')}
            </Button>
          </>
        }
      >
        {leaving ? text(leaving.card.title) : ''}
        <p>{t(leaving?.lockedUntil ? 'showcase.removeLocked' : 'showcase.removeDetail')}</p>
      </Dialog>
    </Page>
  )
}
