// One funnel drawn: seen, clicked, ordered, paid, kept; each figure leads to its order lines where there are any. Only what
// contents brought came through a click, so only that is a funnel; the other orders stand below it by themselves.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatBps, formatWhole, FunnelBars, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getFunnel } from '#modules/compass/contract'

const STEPS = ['impression', 'click', 'order', 'paid', 'kept'] as const
const ORDERS = ['order', 'paid', 'kept'] as const
type OrderStep = (typeof ORDERS)[number]
const TONE = { impression: 'plum', click: 'plum', order: 'plum', paid: 'rose', kept: 'jade' } as const

type FunnelViewProps = {
  funnel: Pick<OutputOf<typeof getFunnel>, 'total' | 'brought'>
  label: string
  shopId: string
  days: string
}

export function FunnelView({ funnel: { total, brought }, label, shopId, days }: FunnelViewProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const lines = (stage: OrderStep, n: number, contentId: 'any' | 'none') => (
    <Link
      to="/shop/$shopId/lines"
      params={{ shopId }}
      search={{ days, stage, contentId }}
      className="link-figure"
    >
      {formatWhole(n, locale)}
    </Link>
  )
  return (
    <>
      <FunnelBars
        label={label}
        steps={STEPS.map((key) => {
          const rate = key === 'impression' ? undefined : brought.rates[key]
          return {
            key,
            label: t(`funnel.${key}`),
            count: brought[key],
            tone: TONE[key],
            value:
              key === 'impression' || key === 'click'
                ? formatWhole(brought[key], locale)
                : lines(key, brought[key], 'any'),
            note:
              rate === undefined ? t('funnel.start') : rate === null ? '—' : `→ ${formatBps(rate, locale)}`,
          }
        })}
      />
      {total.order + total.paid > brought.order + brought.paid ? (
        <p className="funnel-direct num">
          <span className="muted">{t('funnel.direct')}</span>
          {ORDERS.map((key) => (
            <span key={key}>
              {t(`funnel.${key}`)} <b>{lines(key, total[key] - brought[key], 'none')}</b>
            </span>
          ))}
        </p>
      ) : null}
    </>
  )
}
