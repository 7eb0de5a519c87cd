// The blocks both pages are made of: money, people, steps, sources, goods. Each number has its definition beside it.
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import {
  clockOf,
  DataTable,
  formatBps,
  formatMoney,
  formatWhole,
  Hint,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { RoomScreen, ScreenTerm } from '#modules/live/contract'

type Of = { screen: RoomScreen }

export function useFigures(screen: RoomScreen) {
  const locale = useLocale()
  return {
    money: (minor: string | null) => (minor === null ? '—' : formatMoney(minor, screen.currency, locale)),
    whole: (n: number | null) => (n === null ? '—' : formatWhole(n, locale)),
    rate: (bps: number | null) => (bps === null ? '—' : formatBps(Math.round(bps / 10) * 10, locale)),
    time: (ms: number | null) => (ms === null ? '—' : clockOf(Math.round(ms / 1000))),
  }
}

export function Figure({
  screen,
  term,
  label,
  value,
  note,
  className = '',
}: Of & { term: ScreenTerm; label: string; value: ReactNode; note?: ReactNode; className?: string }) {
  const text = useText()
  const words = screen.definitions[term]
  return (
    <div className={`screen-figure ${className}`}>
      <dt>
        {label} {words ? <Hint label={label}>{text(words)}</Hint> : null}
      </dt>
      <dd className="num">{value}</dd>
      {note ? <dd className="screen-note num">{note}</dd> : null}
    </div>
  )
}

export function MoneyBlock({ screen }: Of) {
  const { t } = useTranslation()
  const { money, whole } = useFigures(screen)
  const { totals, previous } = screen
  const before = previous.median
  const against = (value: string) => t('screen.median', { value, n: previous.rooms })
  return (
    <section className="screen-block screen-money" aria-label={t('screen.figure.paid')}>
      <dl>
        <Figure
          screen={screen}
          term="paid"
          className="screen-hero"
          label={t('screen.figure.paid')}
          value={money(totals.paidMinor)}
          note={before ? against(money(before.paidMinor)) : t('screen.noMedian')}
        />
        <Figure
          screen={screen}
          term="net"
          className="screen-hero screen-net"
          label={t('screen.figure.net')}
          value={money(totals.netMinor)}
          note={t('screen.refundedIs', { value: money(totals.refundedMinor) })}
        />
      </dl>
      <dl className="screen-row">
        <Figure
          screen={screen}
          term="orders"
          label={t('screen.figure.orders')}
          value={whole(totals.orders)}
          note={before ? against(whole(before.orders)) : null}
        />
        <Figure screen={screen} term="units" label={t('screen.figure.units')} value={whole(totals.units)} />
        <Figure screen={screen} term="gpm" label={t('screen.figure.gpm')} value={money(totals.gpmMinor)} />
        <Figure
          screen={screen}
          term="valuePerViewer"
          label={t('screen.figure.valuePerViewer')}
          value={money(totals.valuePerViewerMinor)}
        />
        <Figure screen={screen} term="opm" label={t('screen.figure.opm')} value={totals.opm ?? '—'} />
      </dl>
      <p className="screen-note num">
        {t('screen.notCounted', { unpaid: totals.unpaidOrders, cancelled: totals.cancelledOrders })}
      </p>
    </section>
  )
}

export function PeopleBlock({ screen, live }: Of & { live: boolean }) {
  const { t } = useTranslation()
  const { whole, rate, time } = useFigures(screen)
  const { totals, previous } = screen
  const before = previous.median
  const against = (value: string) => t('screen.median', { value, n: previous.rooms })
  const entered = screen.steps.find((s) => s.step === 'entry')!.people
  return (
    <section className="screen-block" aria-label={t('screen.people')}>
      <h2>{t('screen.people')}</h2>
      <dl className="screen-grid">
        {live ? (
          <Figure
            screen={screen}
            term="acu"
            className="screen-big"
            label={t('screen.figure.online')}
            value={whole(totals.online)}
          />
        ) : null}
        <Figure
          screen={screen}
          term="views"
          className="screen-big"
          label={t('screen.figure.entered')}
          value={whole(entered)}
          note={before ? against(whole(before.viewers)) : null}
        />
        <Figure
          screen={screen}
          term="acu"
          label={t('screen.figure.acu')}
          value={totals.acu ?? '—'}
          note={before && before.acu !== null ? against(String(before.acu)) : null}
        />
        <Figure
          screen={screen}
          term="pcu"
          label={t('screen.figure.pcu')}
          value={whole(totals.pcu)}
          note={before && before.pcu !== null ? against(whole(before.pcu)) : null}
        />
        <Figure
          screen={screen}
          term="dwell"
          label={t('screen.figure.dwell')}
          value={time(totals.dwellMs)}
          note={before && before.dwellMs !== null ? against(time(before.dwellMs)) : null}
        />
        <Figure
          screen={screen}
          term="minuteRate"
          label={t('screen.figure.minuteRate')}
          value={rate(totals.minuteRateBps)}
        />
        <Figure
          screen={screen}
          term="interactionRate"
          label={t('screen.figure.interactionRate')}
          value={rate(totals.interactionRateBps)}
          note={`${whole(totals.interacting)} / ${whole(entered)}`}
        />
        <Figure
          screen={screen}
          term="followRate"
          label={t('screen.figure.followRate')}
          value={rate(totals.followRateBps)}
          note={`${whole(totals.newFollowers)} / ${whole(totals.nonFanViewers)}`}
        />
        <Figure
          screen={screen}
          term="couponUse"
          label={t('screen.figure.couponUse')}
          value={rate(totals.couponUseBps)}
          note={`${whole(totals.couponsUsed)} / ${whole(totals.couponsClaimed)}`}
        />
      </dl>
    </section>
  )
}

export function StepsBlock({ screen }: Of) {
  const { t } = useTranslation()
  const text = useText()
  const { whole, rate } = useFigures(screen)
  const most = Math.max(1, ...screen.steps.map((s) => s.people))
  return (
    <section className="screen-block" aria-label={t('screen.steps')}>
      <h2>
        {t('screen.steps')} <Hint label={t('screen.steps')}>{text(screen.definitions.stepRate!)}</Hint>
      </h2>
      <ol className="screen-steps">
        {screen.steps.map((s, i) => (
          <li key={s.step}>
            {i > 0 ? (
              <span className="screen-rate num">
                {rate(s.rateBps)}{' '}
                <small>{`${whole(s.fromPrevious)} / ${whole(screen.steps[i - 1]!.people)}`}</small>
              </span>
            ) : null}
            <span className="screen-step">
              <span
                className="screen-step-bar"
                style={{ width: `${Math.max(0.5, (s.people / most) * 100)}%` }}
                aria-hidden
              />
              <span>
                {t(`screen.step.${s.step}`)}{' '}
                <Hint label={t(`screen.step.${s.step}`)}>{text(screen.definitions[s.step]!)}</Hint>
              </span>
              <b className="num">{whole(s.people)}</b>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

export function SourcesBlock({ screen }: Of) {
  const { t } = useTranslation()
  const text = useText()
  const { whole, rate } = useFigures(screen)
  return (
    <section className="screen-block screen-sources" aria-label={t('screen.sources')}>
      <h2>
        {t('screen.sources')} <Hint label={t('screen.sources')}>{text(screen.definitions.sources!)}</Hint>
      </h2>
      {screen.sources.length === 0 ? (
        <p className="muted">{t('screen.noEntries')}</p>
      ) : (
        <table className="screen-table">
          <thead>
            <tr>
              <th scope="col">{t('screen.source.head')}</th>
              <th scope="col">{t('screen.source.entries')}</th>
              <th scope="col">{t('screen.source.payers')}</th>
            </tr>
          </thead>
          <tbody>
            {screen.sources.map((s) => (
              <tr key={s.source}>
                <th scope="row">{t(`screen.from.${s.source}`)}</th>
                <td className="num">
                  {whole(s.entries)} <small>{rate(s.entriesBps)}</small>
                </td>
                <td className="num">
                  {whole(s.payers)} <small>{rate(s.payersBps)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type Goods = RoomScreen['products'][number]
export function GoodsBlock({ screen }: Of) {
  const { t } = useTranslation()
  const text = useText()
  const { whole, rate, money } = useFigures(screen)
  const count = (key: 'saw' | 'clicked' | 'buyers' | 'orders' | 'units'): Column<Goods> => ({
    key,
    head: t(`screen.goods.${key}`),
    numeric: true,
    cell: (p) => whole(p[key]),
  })
  const columns: Column<Goods>[] = [
    {
      key: 'title',
      head: t('screen.goods.title'),
      rowHeader: true,
      cell: (p) => (
        <span className="goods-cell">
          {p.imageUrl ? (
            <img src={p.imageUrl} alt="" width={32} height={32} loading="lazy" />
          ) : (
            <span className="goods-blank" />
          )}
          <span className="clip">{p.title ? text(p.title) : t('screen.gone')}</span>
        </span>
      ),
    },
    {
      key: 'explained',
      head: t('screen.goods.explained'),
      numeric: true,
      cell: (p) => clockOf(p.explainedSeconds),
    },
    count('saw'),
    count('clicked'),
    count('buyers'),
    { key: 'rate', head: t('screen.goods.rate'), numeric: true, cell: (p) => rate(p.rateBps) },
    count('orders'),
    count('units'),
    { key: 'paid', head: t('screen.figure.paid'), numeric: true, cell: (p) => money(p.paidMinor) },
    {
      key: 'refunded',
      head: t('screen.minute.refunded'),
      numeric: true,
      cell: (p) => money(p.refundedMinor),
    },
  ]
  return (
    <div className="screen-block screen-goods">
      <h2>
        {t('screen.goods.all')}{' '}
        <Hint label={t('screen.goods.rate')}>{text(screen.definitions.productRate!)}</Hint>
      </h2>
      {screen.products.length === 0 ? (
        <p className="muted">{t('screen.goods.none')}</p>
      ) : (
        <DataTable
          label={t('screen.goods.all')}
          columns={columns}
          rows={screen.products}
          rowKey={(p) => p.productId}
        />
      )}
    </div>
  )
}
