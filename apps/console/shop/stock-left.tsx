// What is left of a product, and which of its variants run short: a sum of thousands hides the one that is sold out.
import { useTranslation } from 'react-i18next'
import { formatWhole, Tag, useLocale, useText } from '#app/ui'
import type { Localized } from '#kernel/text'

type StockLeftProps = { available: number; lowSkus: readonly { name: Localized; available: number }[] }

export function StockLeft({ available, lowSkus }: StockLeftProps) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const [first, second] = lowSkus
  const said = (s: { name: Localized; available: number }) =>
    s.available > 0
      ? t('stock.left', { name: text(s.name), n: s.available })
      : t('stock.out', { name: text(s.name) })
  return (
    <span className="stock-left">
      {first ? (
        <Tag tone="amber">
          <span title={lowSkus.map(said).join(' · ')}>
            {second ? t('stock.low', { n: lowSkus.length }) : said(first)}
          </span>
        </Tag>
      ) : null}
      {formatWhole(available, locale)}
    </span>
  )
}
