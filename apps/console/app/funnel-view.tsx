// One funnel drawn: seen, clicked, ordered, paid, kept; each figure leads to its order lines where there are any.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatBps, FunnelBars, useLocale } from '#app/ui'
import type { Funnel } from '#modules/compass/contract'

const STEPS = ['impression', 'click', 'order', 'paid', 'kept'] as const
const TONE = { impression: 'plum', click: 'plum', order: 'plum', paid: 'rose', kept: 'jade' } as const

const EVERYTHING: Record<string, string> = {}

type FunnelViewProps = { funnel: Funnel; label: string; shopId?: string; search?: Record<string, string> }

export function FunnelView({ funnel, label, shopId, search = EVERYTHING }: FunnelViewProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const figure = (n: number) => new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en-US').format(n)
  return (
    <FunnelBars
      label={label}
      steps={STEPS.map((key) => {
        const rate = key === 'impression' ? undefined : funnel.rates[key]
        const stage = key === 'order' || key === 'paid' || key === 'kept' ? key : null
        return {
          key,
          label: t(`funnel.${key}`),
          count: funnel[key],
          tone: TONE[key],
          value:
            stage && shopId ? (
              <Link
                to="/shop/$shopId/lines"
                params={{ shopId }}
                search={{ ...search, stage }}
                className="link-figure"
              >
                {figure(funnel[key])}
              </Link>
            ) : (
              figure(funnel[key])
            ),
          note: rate === undefined ? t('funnel.start') : rate === null ? '—' : `→ ${formatBps(rate, locale)}`,
        }
      })}
    />
  )
}
