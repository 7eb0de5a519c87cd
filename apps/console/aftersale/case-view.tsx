// One case as both desks read it: what is asked and why, which goods, whose turn and until when, what happened in order with every word
// and picture, the parcels, and where the money came from.
import { useTranslation } from 'react-i18next'
import { KeyValue, Money, Panel, Tag, Timeline, useText, DateTime, type Fact, type Tone } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getShopAfterSale } from '#modules/trade/contract'
import { Deadline } from './deadline.tsx'

export type Case = OutputOf<typeof getShopAfterSale>

export const caseTone = (c: Pick<Case, 'state' | 'waitsFor'>): Tone =>
  c.state === 'done'
    ? 'jade'
    : c.waitsFor === 'merchant' || c.waitsFor === 'both'
      ? 'amber'
      : c.waitsFor
        ? 'plum'
        : 'neutral'

export const CaseState = ({ of }: { of: Pick<Case, 'state' | 'waitsFor'> }) => {
  const { t } = useTranslation()
  return <Tag tone={caseTone(of)}>{t(`afterSale.state.${of.state}`)}</Tag>
}

export const CaseView = ({ of: c }: { of: Case }) => (
  <>
    <Asked of={c} />
    <Goods of={c} />
    {c.refund ? <RefundMade of={c} refund={c.refund} /> : null}
    <History of={c} />
  </>
)

function Asked({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  const facts: (Fact | false)[] = [
    {
      label: t('afterSale.reason'),
      value: (
        <>
          {t(`refund.reasons.${c.reason}`)}{' '}
          <span className="muted">
            {t(c.fault === 'merchant' ? 'afterSale.faultOfShop' : 'afterSale.faultOfBuyer')}
          </span>
        </>
      ),
    },
    c.asksMoney && {
      label: t('afterSale.asked'),
      value: (
        <>
          <Money minor={BigInt(c.amountMinor) + BigInt(c.freightMinor)} currency={c.currency} />
          {c.freightMinor === '0' ? null : (
            <small className="muted">
              {' '}
              {t('afterSale.ofItFreight')} <Money minor={c.freightMinor} currency={c.currency} />
            </small>
          )}
        </>
      ),
    },
    Boolean(c.note) && { label: t('refund.note'), value: c.note },
    { label: t('refund.requested'), value: <DateTime at={c.askedAt} /> },
    c.dueAt !== null && { label: t('afterSale.until'), value: <Deadline at={c.dueAt} /> },
    c.lapse !== null && {
      label: t('afterSale.ifNobody'),
      value: `${t(`afterSale.state.${c.lapse.to}`)}${c.lapse.pays ? t('afterSale.andPays') : ''}`,
    },
    c.returnParcel !== null && { label: t('afterSale.returnParcel'), value: <Parcel of={c.returnParcel} /> },
    c.sentParcel !== null && { label: t('afterSale.sentParcel'), value: <Parcel of={c.sentParcel} /> },
    c.ruling !== null && { label: t('afterSale.ruling'), value: t(`afterSale.move.${c.ruling}`) },
  ]
  return (
    <Panel title={t(`afterSale.type.${c.type}`)} action={<CaseState of={c} />}>
      {c.serialsDiffer ? (
        <div className="notice notice-rose" role="status">
          <b>{t('afterSale.serialsDiffer')}</b>
        </div>
      ) : null}
      <KeyValue facts={facts.filter((f) => f !== false)} />
    </Panel>
  )
}

const Parcel = ({ of }: { of: { carrier: string; trackingNo: string } }) => (
  <>
    {of.carrier} <code className="whole-id">{of.trackingNo}</code>
  </>
)

function Goods({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <Panel title={t('orders.goods')}>
      <ul className="case-goods">
        {c.lines.map((l) => (
          <li key={l.lineId}>
            <img src={l.imageUrl} alt="" width={48} height={48} loading="lazy" />
            <span>
              {text(l.title)}
              <small className="muted">
                {text(l.skuName)} × {l.qty}
              </small>
            </span>
            <Money minor={l.amountMinor} currency={c.currency} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function RefundMade({ of: c, refund }: { of: Case; refund: NonNullable<Case['refund']> }) {
  const { t } = useTranslation()
  return (
    <Panel
      title={t('refund.title')}
      action={
        <Tag tone={refund.state === 'succeeded' ? 'jade' : 'plum'}>{t(`refund.state.${refund.state}`)}</Tag>
      }
    >
      <KeyValue
        facts={[
          { label: t('refund.amount'), value: <Money minor={refund.amountMinor} currency={c.currency} /> },
          ...(refund.succeededAt
            ? [{ label: t('refund.succeeded'), value: <DateTime at={refund.succeededAt} /> }]
            : []),
          ...refund.sources.map((s) => ({
            label: t(`afterSale.source.${s.source}`),
            value: <Money minor={s.amountMinor} currency={c.currency} />,
          })),
        ]}
      />
    </Panel>
  )
}

function History({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('afterSale.history')}>
      <Timeline
        label={t('afterSale.history')}
        steps={c.timeline.map((s, i) => ({
          key: String(i),
          title: `${t(`afterSale.by.${s.by}`)} · ${t(`afterSale.move.${s.move}`)}`,
          at: <DateTime at={s.at} />,
          note:
            s.note || s.media.length > 0 ? (
              <>
                {s.note}
                <Evidence media={s.media} />
              </>
            ) : null,
        }))}
      />
    </Panel>
  )
}

/** Pictures open whole in a tab of their own. */
export function Evidence({ media }: { media: readonly string[] }) {
  const { t } = useTranslation()
  if (media.length === 0) return null
  return (
    <span className="evidence">
      {media.map((url, i) => (
        <a key={url} href={url} target="_blank" rel="noreferrer">
          <img src={url} alt={t('afterSale.evidenceN', { n: i + 1 })} width={72} height={72} loading="lazy" />
        </a>
      ))}
    </span>
  )
}
