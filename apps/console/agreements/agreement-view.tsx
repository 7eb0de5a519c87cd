// One agreement as both sides read it: how far the year has come, what it comes to, and each credit note with what it is about.
import { useTranslation } from 'react-i18next'
import {
  DataTable,
  DateTime,
  formatBps,
  KeyValue,
  Money,
  Panel,
  Tag,
  Tile,
  useLocale,
  type Column,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getAgreement, listAgreements } from '#modules/ledger/contract'

export type Agreement = OutputOf<typeof listAgreements>['items'][number]
export type AgreementDetail = OutputOf<typeof getAgreement>
export type Year = Pick<
  Agreement,
  | 'salesMinor'
  | 'chargedMinor'
  | 'agreedMinor'
  | 'rebateMinor'
  | 'effectiveBps'
  | 'reached'
  | 'next'
  | 'forecastMinor'
  | 'daysGone'
  | 'daysInYear'
>
type Note = AgreementDetail['notes'][number]

const TONE: Record<Agreement['state'], Tone> = {
  draft: 'amber',
  signed: 'plum',
  active: 'jade',
  measured: 'plum',
  achieved: 'jade',
  missed: 'neutral',
  rebated: 'jade',
  closed: 'neutral',
}

export function AgreementState({ state }: { state: Agreement['state'] }) {
  const { t } = useTranslation()
  return <Tag tone={TONE[state]}>{t(`agreement.states.${state}`)}</Tag>
}

/** Sales so far on the way to the next tier (to the last, once it is reached); the mark is where the year would end. */
export function Progress({ year: y, currency }: { year: Year; currency: 'CNY' | 'USD' }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const goal = y.next ?? y.reached
  if (!goal) return null
  const percentOf = (minor: string) =>
    Math.min(100, Number((BigInt(minor) * 1000n) / BigInt(goal.thresholdMinor)) / 10)
  const percent = percentOf(y.salesMinor)
  return (
    <div className="tier-progress">
      <div
        className="tier-bar"
        role="progressbar"
        aria-label={t('agreement.progress')}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ inlineSize: `${percent}%` }} />
        <b style={{ insetInlineStart: `${percentOf(y.forecastMinor)}%` }} title={t('agreement.forecast')} />
      </div>
      <small className="muted">
        {y.next
          ? t('agreement.toNext', { percent, rate: formatBps(y.next.rateBps, locale) })
          : t('agreement.allReached', { rate: formatBps(goal.rateBps, locale) })}{' '}
        <Money minor={y.salesMinor} currency={currency} /> /{' '}
        <Money minor={goal.thresholdMinor} currency={currency} />
      </small>
    </div>
  )
}

export function YearTiles({ year: y, currency }: { year: Year; currency: 'CNY' | 'USD' }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const money = (minor: string) => <Money minor={minor} currency={currency} />
  return (
    <div className="tiles">
      <Tile
        label={t('agreement.sales')}
        hint={<p>{t('agreement.salesHint')}</p>}
        value={money(y.salesMinor)}
        note={t('agreement.days', { gone: y.daysGone, days: y.daysInYear })}
      />
      <Tile
        label={t('agreement.forecast')}
        hint={<p>{t('agreement.forecastHint')}</p>}
        value={money(y.forecastMinor)}
        note={
          y.next ? (
            <>
              {t('agreement.nextAt')} {money(y.next.thresholdMinor)}
            </>
          ) : (
            t('agreement.noNext')
          )
        }
      />
      <Tile
        label={t('agreement.rebate')}
        hint={<p>{t('agreement.rebateHint')}</p>}
        value={<span className="good">{money(y.rebateMinor)}</span>}
        note={
          <>
            {t('agreement.charged')} {money(y.chargedMinor)} · {t('agreement.agreed')} {money(y.agreedMinor)}
          </>
        }
      />
      <Tile
        label={t('agreement.effective')}
        hint={<p>{t('agreement.effectiveHint')}</p>}
        value={formatBps(y.effectiveBps, locale)}
        note={
          y.reached
            ? t('agreement.reachedRate', { rate: formatBps(y.reached.rateBps, locale) })
            : t('agreement.noneReached')
        }
      />
    </div>
  )
}

export function AgreementTerms({ agreement: a }: { agreement: Agreement }) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <KeyValue
      facts={[
        { label: t('agreement.mode'), value: t(`agreement.modes.${a.mode}`) },
        { label: t('agreement.basis'), value: t(`agreement.bases.${a.basis}`) },
        {
          label: t('agreement.tiers'),
          value: (
            <ul className="tier-list">
              {a.tiers.map((tier) => (
                <li key={tier.thresholdMinor}>
                  {t('agreement.from')} <Money minor={tier.thresholdMinor} currency={a.currency} />:{' '}
                  <b>{formatBps(tier.rateBps, locale)}</b>
                </li>
              ))}
            </ul>
          ),
        },
        ...(a.exclusions.length > 0
          ? [{ label: t('agreement.exclusions'), value: a.exclusions.join(' · ') }]
          : []),
        ...(a.note ? [{ label: t('agreement.note'), value: a.note }] : []),
      ]}
    />
  )
}

/** The credit notes; none before the year is over. */
export function CreditNotes({ agreement: a }: { agreement: AgreementDetail }) {
  const { t } = useTranslation()
  if (a.notes.length === 0) return null
  const columns: Column<Note>[] = [
    { key: 'at', head: t('ledger.at'), rowHeader: true, cell: (n) => <DateTime at={n.at} /> },
    {
      key: 'amount',
      head: t('agreement.given'),
      numeric: true,
      cell: (n) => (
        <Money
          className={n.amountMinor.startsWith('-') ? 'bad' : 'good'}
          minor={n.amountMinor}
          currency={a.currency}
        />
      ),
    },
    {
      key: 'charged',
      head: t('agreement.charged'),
      numeric: true,
      cell: (n) => <Money minor={n.chargedMinor} currency={a.currency} />,
    },
    {
      key: 'agreed',
      head: t('agreement.agreed'),
      numeric: true,
      cell: (n) => <Money minor={n.agreedMinor} currency={a.currency} />,
    },
    { key: 'lines', head: t('agreement.feeLines'), numeric: true, cell: (n) => n.lines },
  ]
  return (
    <Panel flush title={t('agreement.notes')}>
      <DataTable label={t('agreement.notes')} columns={columns} rows={a.notes} rowKey={(n) => n.noteId} />
    </Panel>
  )
}
