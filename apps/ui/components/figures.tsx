// Money, counts and dates in the reader's language, with tabular figures.
import {
  formatAgo,
  formatCount,
  formatDate,
  formatDateTime,
  formatMoney,
  moneyParts,
  type Currency,
} from '../format.ts'
import { useLocale, useNow } from './provider.tsx'

type MoneyProps = { minor: string | bigint; currency: Currency; className?: string }

/** ¥129.00, as in a breakdown or a table. */
export const Money = ({ minor, currency, className }: MoneyProps) => (
  <span className={`num ${className ?? ''}`}>{formatMoney(minor, currency, useLocale())}</span>
)

type PriceProps = MoneyProps & { listMinor?: string | null; size?: 's' | 'm' | 'l'; from?: boolean }

/** A price to be seen from afar: small sign, large figure, cents only when there are any, the old price crossed out. */
export function Price({ minor, currency, listMinor, size = 'm', from = false, className }: PriceProps) {
  const locale = useLocale()
  const p = moneyParts(minor, currency, locale)
  const list =
    listMinor && BigInt(listMinor) > BigInt(minor) ? formatMoney(listMinor, currency, locale) : null
  return (
    <span className={`price price-${size} num ${className ?? ''}`}>
      <b>
        <i>{p.symbol}</i>
        {p.major}
        {p.fraction === '00' ? null : <i>.{p.fraction}</i>}
        {from ? <i>{locale === 'zh' ? ' 起' : '+'}</i> : null}
      </b>
      {list ? <s>{list.replace(/\.00$/, '')}</s> : null}
    </span>
  )
}

export const Count = ({ n }: { n: number }) => <span className="num">{formatCount(n, useLocale())}</span>

type DateTimeProps = { at: string; as?: 'date' | 'dateTime' | 'ago' }

export function DateTime({ at, as = 'dateTime' }: DateTimeProps) {
  const locale = useLocale()
  const now = useNow()
  const format = { date: formatDate, dateTime: formatDateTime, ago: formatAgo }[as]
  return (
    <time dateTime={at} title={as === 'ago' ? formatDateTime(at, locale, now) : undefined} className="num">
      {format(at, locale, now)}
    </time>
  )
}
