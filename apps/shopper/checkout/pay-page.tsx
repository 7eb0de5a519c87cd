// Back from the pay page. What a browser brings along proves nothing: only the platform's own confirmation says 'paid', and
// until it is there this page says so and keeps asking.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, Clock, CircleX } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import {
  Button,
  buttonClass,
  formatDateTime,
  InlineError,
  Loading,
  Money,
  Tag,
  useLocale,
  useNow,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getCart, getCheckout, listOrders, payAgain } from '#modules/trade/contract'
import { api, refresh } from '../app/api.ts'
import { lastPlace } from '../app/last-place.ts'
import { Page, Read } from '../app/page.tsx'
import { usePayWords } from './words.ts'

type CheckoutView = OutputOf<typeof getCheckout>

/** The first answer comes at once; the next as soon as there is something new. */
const WAIT_SECONDS = 10
const ASK_EVERY_MS = 1_000
/** After this the page says that it takes longer than usual, and asks less often. */
const PATIENT_MS = 20_000
const ASK_LATER_MS = 5_000

const isSettled = (c: CheckoutView | undefined) =>
  c !== undefined &&
  ((c.state !== 'awaiting-payment' && c.state !== 'part-paid') || c.paymentState !== 'open')

export function PayPage() {
  const w = usePayWords()
  const { checkoutId } = useParams({ from: '/pay/$checkoutId' })
  const [since] = useState(() => Date.now())
  const asked = useRef(false)
  const query = useQuery<CheckoutView, ApiProblem>({
    queryKey: [getCheckout.id, { checkoutId }],
    queryFn: ({ signal }) => {
      const waitSeconds = asked.current ? WAIT_SECONDS : 0
      asked.current = true
      return api.call(getCheckout, { checkoutId, waitSeconds }, { signal })
    },
    staleTime: 0,
    refetchInterval: (q) =>
      isSettled(q.state.data) ? false : Date.now() - since < PATIENT_MS ? ASK_EVERY_MS : ASK_LATER_MS,
  })
  const paid = query.data?.state === 'paid'
  useEffect(() => {
    if (paid) void refresh(listOrders, getCart)
  }, [paid])
  return (
    <Page title={w('pay.title')}>
      <Read query={query}>{(c) => <Result checkout={c} slow={Date.now() - since >= PATIENT_MS} />}</Read>
    </Page>
  )
}

function Result({ checkout, slow }: { checkout: CheckoutView; slow: boolean }) {
  const w = usePayWords()
  const total = (
    <Money className="pay-result-total" minor={checkout.totalMinor} currency={checkout.currency} />
  )
  if (checkout.state === 'paid') {
    return (
      <Outcome
        icon={<CircleCheck size={56} className="good" aria-hidden />}
        title={w('pay.paid')}
        detail={w('pay.paidDetail')}
        total={total}
      >
        <BackLink />
        <OrderLink checkout={checkout} />
      </Outcome>
    )
  }
  if (checkout.state === 'held' || checkout.paymentState === 'mismatch') {
    return (
      <Outcome
        icon={<CircleAlert size={56} className="warn" aria-hidden />}
        title={w('pay.held')}
        detail={w('pay.heldDetail')}
        total={total}
      >
        <OrderLink checkout={checkout} />
      </Outcome>
    )
  }
  if (checkout.state === 'cancelled') {
    return (
      <Outcome
        icon={<CircleX size={56} className="muted" aria-hidden />}
        title={w('pay.cancelled')}
        detail={w('pay.cancelledDetail')}
      >
        <BackLink />
      </Outcome>
    )
  }
  if (checkout.state === 'part-paid' && checkout.paymentState === 'succeeded')
    return <PartPaid checkout={checkout} />
  if (checkout.paymentState === 'failed') {
    return (
      <Outcome
        icon={<CircleX size={56} className="bad" aria-hidden />}
        title={w('pay.declined')}
        detail={w('pay.declinedDetail')}
        total={total}
      >
        <PayAgain checkout={checkout} primary />
        <OrderLink checkout={checkout} />
      </Outcome>
    )
  }
  return (
    <Outcome
      icon={<Clock size={56} className="muted" aria-hidden />}
      title={w('pay.waiting')}
      detail={w(slow ? 'pay.waitingLong' : 'pay.waitingDetail')}
      total={total}
    >
      <Loading />
      <PayAgain checkout={checkout} primary={false} />
      <OrderLink checkout={checkout} />
    </Outcome>
  )
}

/** One part is here; what is left, and from when it can be paid. */
function PartPaid({ checkout }: { checkout: CheckoutView }) {
  const w = usePayWords()
  const locale = useLocale()
  const now = useNow()
  const at = (instant: string) => formatDateTime(instant, locale)
  const { payFrom, expiresAt, parts, currency } = checkout
  const waits = payFrom !== null && Date.parse(payFrom) > now.getTime()
  const until = { until: at(expiresAt) }
  const words = {
    title: w(payFrom === null ? 'pay.partPaid' : waits ? 'pay.depositPaid' : 'pay.balanceOpen'),
    detail:
      payFrom === null
        ? w('pay.partPaidDetail')
        : waits
          ? w('pay.depositPaidDetail', { from: at(payFrom), ...until })
          : w('pay.balanceOpenDetail', until),
  }
  return (
    <Outcome icon={<CircleCheck size={56} className="good" aria-hidden />} {...words}>
      <dl className="breakdown pay-parts-list">
        {parts!.map((p, i) => (
          <div key={i}>
            <dt>
              {w(`pay.parts.${p.kind}`, { n: i + 1 })}{' '}
              {p.paid ? <Tag tone="jade">{w('pay.done')}</Tag> : null}
            </dt>
            <dd>
              <Money minor={p.amountMinor} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      {waits ? (
        <BackLink />
      ) : (
        <PayAgain checkout={checkout} primary words={w(payFrom === null ? 'pay.next' : 'pay.balance')} />
      )}
      <OrderLink checkout={checkout} />
    </Outcome>
  )
}

type OutcomeProps = { icon: ReactNode; title: string; detail: string; total?: ReactNode; children: ReactNode }

const Outcome = ({ icon, title, detail, total, children }: OutcomeProps) => (
  <div className="pay-result" role="status">
    {icon}
    <h2>{title}</h2>
    {total}
    <p className="muted">{detail}</p>
    <div className="pay-result-actions">{children}</div>
  </div>
)

/** To where one came from: the live room, or the feed at the frame it was left at. */
function BackLink() {
  const { t } = useTranslation()
  const w = usePayWords()
  const [place] = useState(lastPlace)
  return (
    <Link to={place} className={buttonClass({ variant: 'primary', size: 'l', block: true })}>
      {place.startsWith('/live/') ? t('live.backToRoom') : w('pay.backToFeed')}
    </Link>
  )
}

function OrderLink({ checkout }: { checkout: CheckoutView }) {
  const w = usePayWords()
  const only = checkout.orderIds.length === 1 ? checkout.orderIds[0] : undefined
  const look = buttonClass({ size: 'l', block: true })
  return only ? (
    <Link to="/orders/$orderId" params={{ orderId: only }} className={look}>
      {w('pay.seeOrder')}
    </Link>
  ) : (
    <Link to="/orders" className={look}>
      {w('pay.seeOrders', { n: checkout.orderIds.length })}
    </Link>
  )
}

export function PayAgain({
  checkout,
  primary,
  words,
}: {
  checkout: Pick<CheckoutView, 'checkoutId'>
  primary: boolean
  /** What the button says; absent: pay. */
  words?: string
}) {
  const w = usePayWords()
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function pay(): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      const { payUrl } = await api.call(payAgain, { checkoutId: checkout.checkoutId })
      if (payUrl) return location.assign(payUrl)
      await refresh(getCheckout)
    } catch (error) {
      setProblem(problemOf(error, locale))
    }
    setBusy(false)
  }
  return (
    <>
      <Button
        size="l"
        block
        variant={primary ? 'primary' : 'secondary'}
        loading={busy}
        onClick={() => void pay()}
      >
        {words ?? w('pay.again')}
      </Button>
      <InlineError problem={problem} />
    </>
  )
}
