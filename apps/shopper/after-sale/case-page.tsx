// One case as its buyer follows it: where it stands, whose turn it is and until when, the money, the parcels, and all that was said.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass, DateTime, Money, Tag, useText } from '#app/ui'
import { getAfterSale } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read, Section } from '../app/page.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'
import { CaseMoves } from './case-moves.tsx'
import { Deadline } from './deadline.tsx'
import type { Case } from './use-call.ts'
import { useCaseWords } from './words.ts'

const WATCH_EVERY_MS = 5_000

export function CasePage() {
  const w = useCaseWords()
  return (
    <Page title={w('title')} back>
      <NeedsAccount title={w('title')}>
        <CaseBody />
      </NeedsAccount>
    </Page>
  )
}

function CaseBody() {
  const w = useCaseWords()
  const { afterSaleId } = useParams({ from: '/after-sales/$afterSaleId' })
  const query = useQuery({
    ...queryOf(getAfterSale, { afterSaleId }),
    staleTime: 0,
    refetchInterval: WATCH_EVERY_MS,
  })
  return (
    <Read query={query}>
      {(c) => (
        <>
          <Headline of={c} />
          <CaseMoves of={c} />
          {c.refund ? <RefundProgress of={c} refund={c.refund} /> : null}
          <Parcels of={c} />
          <Goods of={c} />
          <History of={c} />
          <Link
            to="/orders/$orderId"
            params={{ orderId: c.orderId }}
            className={buttonClass({ block: true })}
          >
            {w('toOrder')}
          </Link>
        </>
      )}
    </Read>
  )
}

function Headline({ of: c }: { of: Case }) {
  const w = useCaseWords()
  const lapse = c.lapse
  return (
    <section className="card order-headline">
      <p className="order-headline-state">
        <Tag
          tone={c.waitsFor === 'buyer' || c.waitsFor === 'both' ? 'amber' : c.waitsFor ? 'plum' : 'neutral'}
        >
          {c.waitsFor ? w(`turn.${c.waitsFor}`) : w(`type.${c.type}`)}
        </Tag>
      </p>
      <h2>{w(`state.${c.state}`)}</h2>
      {c.dueAt ? (
        <p>
          <Deadline at={c.dueAt} />
        </p>
      ) : null}
      {lapse ? (
        <p className="muted">
          {w(
            lapse.pays
              ? 'lapse.paid'
              : `lapse.${lapse.to as 'to-return' | 'to-send' | 'done' | 'closed' | 'evidence' | 'judging'}`,
          )}
        </p>
      ) : null}
    </section>
  )
}

function RefundProgress({ of: c, refund }: { of: Case; refund: NonNullable<Case['refund']> }) {
  const w = useCaseWords()
  return (
    <Section title={w('refund.title')}>
      <dl className="card breakdown">
        <div>
          <dt>{w(`refund.${refund.state}`)}</dt>
          <dd>
            <b>
              <Money minor={refund.amountMinor} currency={c.currency} />
            </b>
          </dd>
        </div>
        {refund.succeededAt ? (
          <div>
            <dt className="muted">
              <DateTime at={refund.succeededAt} />
            </dt>
            <dd />
          </div>
        ) : null}
      </dl>
    </Section>
  )
}

function Parcels({ of: c }: { of: Case }) {
  const w = useCaseWords()
  const parcels = [
    ['returnParcel', c.returnParcel],
    ['sentParcel', c.sentParcel],
  ] as const
  return (
    <>
      {c.returnTo ? (
        <Section title={w('returnTo')}>
          <p className="card">
            <b>{c.returnTo.name}</b> <span className="num">{c.returnTo.phone}</span>
            <br />
            {c.returnTo.region} {c.returnTo.detail}
          </p>
        </Section>
      ) : null}
      {parcels.map(([name, parcel]) =>
        parcel ? (
          <Section key={name} title={w(name)}>
            <p className="card">
              {parcel.carrier} <span className="num">{parcel.trackingNo}</span>
            </p>
          </Section>
        ) : null,
      )}
    </>
  )
}

function Goods({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  const w = useCaseWords()
  const text = useText()
  return (
    <Section title={w(`type.${c.type}`)}>
      <div className="card">
        {c.lines.map((l) => (
          <div key={l.lineId} className="goods">
            <img className="goods-picture" src={l.imageUrl} alt="" width={64} height={64} loading="lazy" />
            <div className="goods-text">
              <p className="goods-title">{text(l.title)}</p>
              <p className="muted">{text(l.skuName)}</p>
            </div>
            <p className="goods-figures">
              <Money minor={l.amountMinor} currency={c.currency} />
              <span className="muted num">× {l.qty}</span>
            </p>
          </div>
        ))}
        <dl className="breakdown">
          <div>
            <dt>{t('refund.reason')}</dt>
            <dd>{t(`refund.reasons.${c.reason}`)}</dd>
          </div>
          {c.asksMoney ? (
            <div className="breakdown-total">
              <dt>{w('asked')}</dt>
              <dd>
                <Money minor={BigInt(c.amountMinor) + BigInt(c.freightMinor)} currency={c.currency} />
              </dd>
            </div>
          ) : null}
          {c.freightMinor === '0' ? null : (
            <div>
              <dt className="muted">{w('withFreight')}</dt>
              <dd>
                <Money minor={c.freightMinor} currency={c.currency} />
              </dd>
            </div>
          )}
        </dl>
      </div>
    </Section>
  )
}

function History({ of: c }: { of: Case }) {
  const w = useCaseWords()
  return (
    <Section title={w('history')}>
      <ol className="card timeline">
        {c.timeline.toReversed().map((s, i) => (
          <li key={`${s.at}${i}`}>
            <b>
              {w(`by.${s.by}`)} {w(`move.${s.move}`)}
            </b>
            <small className="muted">
              <DateTime at={s.at} />
            </small>
            {s.note ? <p>{s.note}</p> : null}
            {s.media.length > 0 ? (
              <span className="case-pictures">
                {s.media.map((url, n) => (
                  <a key={url} href={url} target="_blank" rel="noreferrer">
                    <img src={url} alt={w('pictureN', { n: n + 1 })} width={72} height={72} loading="lazy" />
                  </a>
                ))}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  )
}
