// Where one order's money goes, line by line: what the buyer paid, each share with its rate, and what is left. The figures
// of a line add up to what was paid for it, to the cent.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Breakdown, buttonClass, formatBps, KeyValue, Money, Panel, Sheet, useLocale, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { explainOrder } from '#modules/ledger/contract'
import { queryOf } from '../app/api.ts'
import { CreatorName } from '../app/names.tsx'
import { Read } from '../app/page.tsx'

type Line = OutputOf<typeof explainOrder>['lines'][number]

export function ExplainSheet({
  shopId,
  orderId,
  onClose,
}: {
  shopId: string
  orderId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(explainOrder, { shopId, orderId }))
  return (
    <Sheet open onClose={onClose} side="right" title={t('money.explain')}>
      <Read query={query}>
        {(data) => (
          <div className="stack">
            <KeyValue
              facts={[
                { label: t('money.paid'), value: <Money minor={data.paidMinor} currency={data.currency} /> },
                {
                  label: t('money.refunded'),
                  value: <Money minor={data.refundedMinor} currency={data.currency} />,
                },
                { label: t('orders.no'), value: <code className="whole-id">{data.orderId}</code> },
              ]}
            />
            {data.refundSources.length > 0 ? (
              <Panel title={t('care.sources')}>
                <Breakdown
                  lines={data.refundSources.map((s) => ({
                    key: `${s.refundId}-${s.source}`,
                    label: t(`care.source.${s.source}`),
                    amount: <Money minor={s.amountMinor} currency={data.currency} />,
                  }))}
                />
              </Panel>
            ) : null}
            {data.lines.map((l) => (
              <LineExplained key={l.lineId ?? 'freight'} line={l} />
            ))}
            <Link to="/shop/$shopId/orders/$orderId" params={{ shopId, orderId }} className={buttonClass()}>
              {t('money.toOrder')}
            </Link>
          </div>
        )}
      </Read>
    </Sheet>
  )
}

function LineExplained({ line: l }: { line: Line }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const money = (minor: string | bigint) => <Money minor={minor} currency={l.currency} />
  const minus = (minor: string) => money(-BigInt(minor))
  const some = (minor: string) => minor !== '0'
  const covered = BigInt(l.platformCouponMinor) + BigInt(l.creatorCouponMinor)
  const rated = (word: string, bps: number, base: string) => (
    <>
      {word}{' '}
      <small className="muted">
        {formatBps(bps, locale)} × {money(base)}
      </small>
    </>
  )
  return (
    <Panel
      title={l.kind === 'freight' ? t('order.freight') : text(l.title)}
      action={<span className="muted">{t(`money.state.${l.state}`)}</span>}
    >
      <Breakdown
        lines={[
          { key: 'goods', label: t('money.goods'), amount: money(l.goodsMinor) },
          ...(some(l.shopCouponMinor)
            ? [{ key: 'shopCoupon', label: t('money.shopCoupon'), amount: minus(l.shopCouponMinor) }]
            : []),
          ...(some(l.platformCouponMinor)
            ? [
                {
                  key: 'platformCoupon',
                  label: t('money.platformCoupon'),
                  amount: minus(l.platformCouponMinor),
                },
              ]
            : []),
          ...(some(l.creatorCouponMinor)
            ? [{ key: 'creatorCoupon', label: t('money.creatorCoupon'), amount: minus(l.creatorCouponMinor) }]
            : []),
          { key: 'paid', label: t('money.paid'), amount: money(l.paidMinor), strong: true },
          ...(covered > 0n ? [{ key: 'covered', label: t('money.covered'), amount: money(covered) }] : []),
          {
            key: 'fee',
            label: rated(t('money.fee'), l.platformFee.rateBps, l.platformFee.baseMinor),
            amount: minus(l.platformFee.amountMinor),
          },
          ...(l.commission
            ? [
                {
                  key: 'commission',
                  label: rated(t('money.commission'), l.commission.rateBps, l.commission.baseMinor),
                  amount: minus(l.commission.amountMinor),
                },
                {
                  key: 'creator',
                  label: (
                    <>
                      {t('money.toCreator')} <CreatorName id={l.commission.creatorId} />
                    </>
                  ),
                  amount: money(l.commission.creatorNetMinor),
                  sub: true,
                },
                ...(l.agency
                  ? [
                      {
                        key: 'agency',
                        label: t('money.toAgency', { rate: formatBps(l.agency.splitBps, locale) }),
                        amount: money(l.agency.amountMinor),
                        sub: true,
                      },
                    ]
                  : []),
                ...(some(l.creatorCouponMinor)
                  ? [
                      {
                        key: 'ownCoupon',
                        label: t('money.creatorBears'),
                        amount: money(l.creatorCouponMinor),
                        sub: true,
                      },
                    ]
                  : []),
                ...(some(l.commission.techFeeMinor)
                  ? [
                      {
                        key: 'tech',
                        label: t('money.techFee'),
                        amount: money(l.commission.techFeeMinor),
                        sub: true,
                      },
                    ]
                  : []),
              ]
            : []),
          ...(l.recruiter
            ? [
                {
                  key: 'recruiter',
                  label: t('money.recruiterRate', { rate: formatBps(l.recruiter.rateBps, locale) }),
                  amount: minus(l.recruiter.amountMinor),
                },
              ]
            : []),
          {
            key: 'net',
            label: t('money.yourNet'),
            amount: <span className="good">{money(l.merchantNetMinor)}</span>,
            strong: true,
          },
          ...(some(l.merchantRefundedMinor)
            ? [{ key: 'refunded', label: t('money.takenBack'), amount: minus(l.merchantRefundedMinor) }]
            : []),
        ]}
      />
    </Panel>
  )
}
