// What is bought, where it goes, what it costs line by line: the same in the sheet over the video and on the cart's page.
import { MapPin } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DateTime,
  Field,
  formatDateTime,
  InlineError,
  Input,
  Money,
  Skeleton,
  Tag,
  useLocale,
  useText,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getQuote } from '#modules/trade/contract'
import { AccountFields } from './account-fields.tsx'
import { AddressFields } from './address-fields.tsx'
import { PayWith } from './pay-with.tsx'
import type { Checkout } from './use-checkout.ts'
import { usePayWords } from './words.ts'

type Quote = OutputOf<typeof getQuote>

export function CheckoutBody({ checkout }: { checkout: Checkout }) {
  const form = useRef<HTMLFormElement>(null)
  const { failure } = checkout
  useEffect(() => {
    if (!failure) return
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (field) field.focus()
    else form.current?.querySelector('.inline-error')?.scrollIntoView({ block: 'center' })
  }, [failure])
  return (
    <form
      ref={form}
      className="checkout"
      id="checkout"
      onSubmit={(e) => {
        e.preventDefault()
        if (checkout.ready && !checkout.busy) void checkout.submit()
      }}
    >
      <Account checkout={checkout} />
      <DeliverTo checkout={checkout} />
      <Goods checkout={checkout} />
      {checkout.quote.data ? (
        <PayWith quote={checkout.quote.data} plan={checkout.plan} onChange={checkout.setPlan} />
      ) : null}
      <InlineError problem={checkout.problemAt('order')} />
    </form>
  )
}

export function PayBar({ checkout }: { checkout: Checkout }) {
  const { t } = useTranslation()
  const w = usePayWords()
  const { quote } = checkout
  const deposit = quote.data?.deposit
  return (
    <div className="pay-bar">
      <p>
        <small className="muted">{deposit ? w('deposit.now') : t('checkout.total')}</small>
        {quote.data ? (
          <Money
            className="pay-total"
            minor={deposit?.depositMinor ?? quote.data.totalMinor}
            currency={quote.data.currency}
          />
        ) : (
          <Skeleton className="pay-total-skeleton" />
        )}
      </p>
      <Button
        type="submit"
        form="checkout"
        size="l"
        variant="primary"
        loading={checkout.busy}
        disabled={!checkout.ready}
      >
        {checkout.buttonText}
      </Button>
    </div>
  )
}

function Account({ checkout }: { checkout: Checkout }) {
  const { t } = useTranslation()
  const { account, credentials, setCredentials } = checkout
  if (!account.guest) return null
  const fresh = credentials.mode === 'signUp'
  return (
    <section className="checkout-block">
      <header className="section-head">
        <h2>{t(fresh ? 'checkout.newHere' : 'checkout.welcomeBack')}</h2>
        <button
          type="button"
          className="link"
          onClick={() => setCredentials({ ...credentials, mode: fresh ? 'logIn' : 'signUp' })}
        >
          {t(fresh ? 'account.haveOne' : 'account.needOne')}
        </button>
      </header>
      <p className="muted">{t('checkout.kept')}</p>
      <AccountFields value={credentials} onChange={setCredentials} problem={checkout.problemAt('account')} />
      <InlineError problem={checkout.problemAt('account')} />
    </section>
  )
}

function DeliverTo({ checkout }: { checkout: Checkout }) {
  const { t } = useTranslation()
  const { account, credentials, known, address, writing, setChosen, draft, setDraft, addresses } = checkout
  if (account.guest && credentials.mode === 'logIn') return null
  return (
    <section className="checkout-block">
      <header className="section-head">
        <h2>{t('checkout.deliverTo')}</h2>
        {known.length > 0 ? (
          <button type="button" className="link" onClick={() => setChosen(writing ? known[0]!.id : 'new')}>
            {t(writing ? 'checkout.useSaved' : 'checkout.newAddress')}
          </button>
        ) : null}
      </header>
      {addresses.isPending && !account.guest ? <Skeleton className="address-skeleton" /> : null}
      {writing ? (
        <AddressFields draft={draft} onChange={setDraft} problem={checkout.problemAt('address')} />
      ) : null}
      {!writing && address ? (
        <div className="address-choices" role="radiogroup" aria-label={t('checkout.deliverTo')}>
          {known.map((a) => (
            <label key={a.id} className="address-choice">
              <input
                type="radio"
                name="address"
                checked={a.id === address.id}
                onChange={() => setChosen(a.id)}
              />
              <MapPin size={18} aria-hidden />
              <span>
                <b>{a.name}</b> <span className="num">{a.phone}</span>
                <small className="muted">
                  {a.province} {a.city} {a.district} {a.detail}
                </small>
              </span>
            </label>
          ))}
        </div>
      ) : null}
      <InlineError problem={checkout.problemAt('address')} />
      <InlineError problem={addresses.error} />
    </section>
  )
}

function Goods({ checkout }: { checkout: Checkout }) {
  const { t } = useTranslation()
  const { quote, note, setNote } = checkout
  if (quote.error) return <InlineError problem={quote.error} />
  if (!quote.data) return <Skeleton className="quote-skeleton" />
  return (
    <section className="checkout-block">
      <QuoteLines quote={quote.data} />
      <Field label={t('checkout.note')}>
        <Input
          maxLength={200}
          autoComplete="off"
          value={note}
          onChange={(e) => setNote(e.target.value)}
          placeholder={t('checkout.noteExample')}
        />
      </Field>
      <Breakdown quote={quote.data} />
    </section>
  )
}

function QuoteLines({ quote }: { quote: Quote }) {
  const text = useText()
  return (
    <>
      {quote.shops.map((shop) => (
        <div key={shop.shopId} className="quote-shop">
          <h2>{text(shop.shopName)}</h2>
          {shop.lines.map((l, i) => (
            <div key={`${l.skuId} ${i}`} className="goods">
              <img src={l.imageUrl} alt="" width={64} height={64} loading="lazy" />
              <div className="goods-text">
                <p className="goods-title">{text(l.title)}</p>
                <p className="muted">{text(l.skuName)}</p>
                {l.parts ? (
                  <p className="muted">{l.parts.map((p) => `${text(p.name)} × ${p.qty}`).join(' + ')}</p>
                ) : null}
                {l.offer ? (
                  <p>
                    <OfferTag offer={l.offer} />
                  </p>
                ) : null}
              </div>
              <p className="goods-figures">
                <Money minor={l.priceMinor} currency={quote.currency} />
                {BigInt(l.shopPriceMinor) > BigInt(l.priceMinor) ? (
                  <s className="muted">
                    <Money minor={l.shopPriceMinor} currency={quote.currency} />
                  </s>
                ) : null}
                <span className="muted num">× {l.qty}</span>
              </p>
            </div>
          ))}
        </div>
      ))}
    </>
  )
}

type Offer = NonNullable<Quote['shops'][number]['lines'][number]['offer']>
const OFFER_WORDS = {
  sale: 'live.salePrice',
  room: 'live.fromRoom',
  campaign: 'product.campaignPrice',
  presale: 'product.presale',
} as const

function OfferTag({ offer }: { offer: Offer }) {
  const { t } = useTranslation()
  return (
    <>
      <Tag tone={offer.kind === 'presale' ? 'amber' : 'rose'}>{t(OFFER_WORDS[offer.kind])}</Tag>
      {offer.shipsAt ? (
        <small>
          {' '}
          {t('product.shipsBy')} <DateTime at={offer.shipsAt} as="date" />
        </small>
      ) : null}
    </>
  )
}

export function Breakdown({ quote }: { quote: Quote }) {
  const { t } = useTranslation()
  const text = useText()
  const several = quote.shops.length > 1
  // The goods of a quote are told net of coupons; here each has a line of its own.
  const goodsMinor = quote.coupons.reduce((sum, c) => sum + BigInt(c.offMinor), BigInt(quote.goodsMinor))
  return (
    <dl className="breakdown">
      <div>
        <dt>{t('checkout.goods')}</dt>
        <dd>
          <Money minor={goodsMinor} currency={quote.currency} />
        </dd>
      </div>
      {quote.coupons.map((c) => (
        <div key={c.claimId ?? c.couponId}>
          <dt>{t(c.claimId ? `coupons.funder.${c.funder}` : 'live.couponOff')}</dt>
          <dd className="bad">
            <Money minor={`-${c.offMinor}`} currency={quote.currency} />
          </dd>
        </div>
      ))}
      {quote.shops.map((s) => (
        <div key={s.shopId}>
          <dt>
            {t('checkout.freight')} <FreightRule rule={s.freightRule} currency={quote.currency} />
            {several ? <small className="muted"> · {text(s.shopName)}</small> : null}
          </dt>
          <dd>
            <Money minor={s.freightMinor} currency={quote.currency} />
          </dd>
        </div>
      ))}
      <div className="breakdown-total">
        <dt>{t('checkout.total')}</dt>
        <dd>
          <Money minor={quote.totalMinor} currency={quote.currency} />
        </dd>
      </div>
      {quote.deposit ? <DepositRows deposit={quote.deposit} currency={quote.currency} /> : null}
      {quote.taxMinor === '0' ? null : (
        <div>
          <dt>
            <small className="muted">{t('checkout.taxWithin')}</small>
          </dt>
          <dd>
            <small className="muted">
              <Money minor={quote.taxMinor} currency={quote.currency} />
            </small>
          </dd>
        </div>
      )}
    </dl>
  )
}

function DepositRows({
  deposit,
  currency,
}: {
  deposit: NonNullable<Quote['deposit']>
  currency: Quote['currency']
}) {
  const w = usePayWords()
  const locale = useLocale()
  const between = {
    from: formatDateTime(deposit.balanceFrom, locale),
    until: formatDateTime(deposit.balanceUntil, locale),
  }
  return (
    <>
      <div>
        <dt>{w('deposit.now')}</dt>
        <dd>
          <b>
            <Money minor={deposit.depositMinor} currency={currency} />
          </b>
        </dd>
      </div>
      <div>
        <dt>
          {w('deposit.later')}
          <small className="muted deposit-when">{w('deposit.between', between)}</small>
        </dt>
        <dd>
          <Money minor={deposit.balanceMinor} currency={currency} />
        </dd>
      </div>
    </>
  )
}

export function FreightRule({
  rule,
  currency,
}: {
  rule: Quote['shops'][number]['freightRule']
  currency: Quote['currency']
}) {
  const { t } = useTranslation()
  if (rule.kind === 'free') return <small className="muted">{t('freight.free')}</small>
  if (rule.kind === 'flat' || rule.freeOverMinor === null)
    return <small className="muted">{t('freight.flat')}</small>
  return (
    <small className="muted">
      {t('freight.freeOver')} <Money minor={rule.freeOverMinor} currency={currency} />
    </small>
  )
}
