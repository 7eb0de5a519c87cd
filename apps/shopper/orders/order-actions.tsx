// What the buyer may do now, as the server says; each asks before it does what cannot be undone.
import { Link } from '@tanstack/react-router'
import { Star } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  Dialog,
  Field,
  InlineError,
  Select,
  Sheet,
  Textarea,
  useText,
  useToast,
} from '#app/ui'
import {
  BUYER_REFUND_REASONS,
  cancelOrder,
  confirmReceipt,
  getOrder,
  refundOrder,
  reviewOrder,
} from '#modules/trade/contract'
import { api, refresh } from '../app/api.ts'
import { PayAgain } from '../checkout/pay-page.tsx'
import { useOrderCall } from './order-call.ts'
import type { OrderDetail } from './order-state.tsx'

type Open = 'cancel' | 'refund' | 'confirm-receipt' | 'review' | null

export function OrderActions({ order }: { order: OrderDetail }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const may = (action: OrderDetail['actions'][number]) => order.actions.includes(action)
  if (order.actions.length === 0) return null
  return (
    <div className="order-actions">
      {may('pay') ? <PayAgain checkout={order} primary /> : null}
      {may('confirm-receipt') ? (
        <Button variant="primary" size="l" onClick={() => setOpen('confirm-receipt')}>
          {t('order.confirmReceipt')}
        </Button>
      ) : null}
      {may('review') ? (
        <Button
          variant={may('confirm-receipt') ? 'secondary' : 'primary'}
          size="l"
          onClick={() => setOpen('review')}
        >
          {t('order.review')}
        </Button>
      ) : null}
      {may('refund') && order.state === 'paid' ? (
        <Button size="l" onClick={() => setOpen('refund')}>
          {t('order.refund')}
        </Button>
      ) : null}
      {may('after-sale') && (order.state !== 'paid' || order.lines.some((l, i) => i > 0 || l.qty > 1)) ? (
        <Link
          to="/orders/$orderId/after-sale"
          params={{ orderId: order.orderId }}
          className={buttonClass({ size: 'l' })}
        >
          {t('order.afterSale')}
        </Link>
      ) : null}
      {may('cancel') ? (
        <Button size="l" onClick={() => setOpen('cancel')}>
          {t('order.cancel')}
        </Button>
      ) : null}
      <AskCancel order={order} open={open === 'cancel'} onClose={close} />
      <AskReceipt order={order} open={open === 'confirm-receipt'} onClose={close} />
      {open === 'refund' ? <RefundSheet order={order} onClose={close} /> : null}
      {open === 'review' ? <ReviewSheet order={order} onClose={close} /> : null}
    </div>
  )
}

type AskProps = { order: OrderDetail; open: boolean; onClose: () => void }

function AskCancel({ order, open, onClose }: AskProps) {
  const { t } = useTranslation()
  const { busy, problem, run } = useOrderCall(onClose)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('order.cancelAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('order.keep')}</Button>
          <Button
            variant="danger"
            loading={busy}
            onClick={() => void run(() => api.call(cancelOrder, { orderId: order.orderId }))}
          >
            {t('order.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('order.cancelDetail')}</p>
      <InlineError problem={problem} />
    </Dialog>
  )
}

function AskReceipt({ order, open, onClose }: AskProps) {
  const { t } = useTranslation()
  const { busy, problem, run } = useOrderCall(onClose)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('order.receiptAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('order.notYet')}</Button>
          <Button
            variant="primary"
            loading={busy}
            onClick={() => void run(() => api.call(confirmReceipt, { orderId: order.orderId }))}
          >
            {t('order.confirmReceipt')}
          </Button>
        </>
      }
    >
      <p>{t('order.receiptDetail')}</p>
      <InlineError problem={problem} />
    </Dialog>
  )
}

function RefundSheet({ order, onClose }: Omit<AskProps, 'open'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const [reason, setReason] = useState<(typeof BUYER_REFUND_REASONS)[number]>(BUYER_REFUND_REASONS[0])
  const [note, setNote] = useState('')
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const { busy, problem, run } = useOrderCall(() => {
    onClose()
    toast({ text: t('refund.asked'), tone: 'good' })
  })
  const input = { orderId: order.orderId, reason, ...(note.trim() ? { note } : {}) }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('order.refund')}
      footer={
        <Button
          block
          size="l"
          variant="primary"
          loading={busy}
          onClick={() => void run(() => api.call(refundOrder, input, { idempotencyKey }))}
        >
          {t('refund.submit')}
        </Button>
      }
    >
      <div className="form">
        <p className="muted">{t('refund.beforeShipping')}</p>
        <Field label={t('refund.reason')} required>
          <Select value={reason} onChange={(e) => setReason(e.target.value as typeof reason)}>
            {BUYER_REFUND_REASONS.map((r) => (
              <option key={r} value={r}>
                {t(`refund.reasons.${r}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('refund.note')}>
          <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <InlineError problem={problem} />
      </div>
    </Sheet>
  )
}

function ReviewSheet({ order, onClose }: Omit<AskProps, 'open'>) {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  const open = order.lines.filter((l) => !l.reviewed)
  const [productId, setProductId] = useState(open[0]?.productId ?? '')
  const [rating, setRating] = useState(5)
  const [words, setWords] = useState('')
  const { busy, problem, run } = useOrderCall(() => {
    void refresh(getOrder)
    onClose()
    toast({ text: t('review.thanks'), tone: 'good' })
  })
  const submit = () =>
    run(
      async () => (
        await api.call(reviewOrder, { orderId: order.orderId, productId, rating, text: words }),
        null
      ),
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('order.review')}
      footer={
        <Button
          block
          size="l"
          variant="primary"
          loading={busy}
          disabled={!words.trim() || !productId}
          onClick={() => void submit()}
        >
          {t('review.submit')}
        </Button>
      }
    >
      <div className="form">
        {open.length > 1 ? (
          <Field label={t('review.product')}>
            <Select value={productId} onChange={(e) => setProductId(e.target.value as typeof productId)}>
              {open.map((l) => (
                <option key={l.lineId} value={l.productId}>
                  {text(l.title)}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          <p>{open[0] ? text(open[0].title) : null}</p>
        )}
        <fieldset className="star-choice">
          <legend>{t('review.rating')}</legend>
          {[1, 2, 3, 4, 5].map((n) => (
            <label key={n}>
              <input
                type="radio"
                name="rating"
                value={n}
                checked={rating === n}
                onChange={() => setRating(n)}
                aria-label={t('reviews.rating', { n })}
              />
              <Star size={32} fill={n <= rating ? 'currentColor' : 'none'} aria-hidden />
            </label>
          ))}
        </fieldset>
        <Field label={t('review.words')} required error={problem?.fieldError('text') ?? null}>
          <Textarea
            maxLength={1000}
            rows={4}
            value={words}
            onChange={(e) => setWords(e.target.value)}
            placeholder={t('review.example')}
          />
        </Field>
        <InlineError problem={problem} />
      </div>
    </Sheet>
  )
}
