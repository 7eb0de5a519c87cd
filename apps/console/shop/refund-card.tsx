// One refund asked of the shop, with its deadline: approve, or refuse with a reason the buyer will read.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DateTime,
  Dialog,
  Field,
  InlineError,
  KeyValue,
  Money,
  Panel,
  Tag,
  Textarea,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  decideRefund,
  getShopOrder,
  getTodos,
  listShopOrders,
  listShopRefunds,
} from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { useMay } from '../app/session.tsx'

export type Refund = OutputOf<typeof decideRefund>
export const REFUND_TONE: Record<Refund['state'], Tone> = {
  requested: 'amber',
  approved: 'plum',
  refused: 'neutral',
  succeeded: 'jade',
}

export function RefundCard({ refund, shopId }: { refund: Refund; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Panel
      title={t('refund.title')}
      action={<Tag tone={REFUND_TONE[refund.state]}>{t(`refund.state.${refund.state}`)}</Tag>}
    >
      <KeyValue
        facts={[
          {
            label: t('refund.amount'),
            value: <Money minor={refund.amountMinor} currency={refund.currency} />,
          },
          { label: t('refund.reason'), value: t(`refund.reasons.${refund.reason}`) },
          { label: t('refund.requested'), value: <DateTime at={refund.requestedAt} /> },
          ...(refund.decideBy && refund.state === 'requested'
            ? [{ label: t('refund.decideBy'), value: <DateTime at={refund.decideBy} /> }]
            : []),
          ...(refund.note ? [{ label: t('refund.note'), value: refund.note }] : []),
          ...(refund.refusal ? [{ label: t('refund.refusal'), value: refund.refusal }] : []),
          ...(refund.succeededAt
            ? [{ label: t('refund.succeeded'), value: <DateTime at={refund.succeededAt} /> }]
            : []),
        ]}
      />
      {refund.state === 'requested' && may('refund.decide') ? (
        <Decide refund={refund} shopId={shopId} />
      ) : null}
    </Panel>
  )
}

export function Decide({ refund, shopId }: { refund: Refund; shopId: string }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'approve' | 'refuse' | null>(null)
  const [refusal, setRefusal] = useState('')
  const act = useAct(decideRefund, {
    inline: true,
    says: t('refund.decided'),
    refreshes: [listShopRefunds, getShopOrder, listShopOrders, getTodos],
    onDone: () => setAsking(null),
  })
  const decide = (approve: boolean) =>
    void act.run({ shopId, refundId: refund.refundId, approve, ...(approve ? {} : { refusal }) })
  return (
    <div className="buttons">
      <Button size="s" variant="soft" onClick={() => setAsking('approve')}>
        {t('refund.approve')}
      </Button>
      <Button size="s" onClick={() => setAsking('refuse')}>
        {t('refund.refuse')}
      </Button>
      <Dialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(asking === 'refuse' ? 'refund.refuseTitle' : 'refund.approveTitle')}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button>
            {asking === 'refuse' ? (
              <Button
                variant="danger"
                loading={act.busy}
                disabled={refusal.trim() === ''}
                onClick={() => decide(false)}
              >
                {t('refund.refuse')}
              </Button>
            ) : (
              <Button variant="primary" loading={act.busy} onClick={() => decide(true)}>
                {t('refund.approve')}
              </Button>
            )}
          </>
        }
      >
        {asking === 'refuse' ? (
          <Field
            label={t('refund.refusal')}
            hint={t('refund.refusalHint')}
            error={act.problem?.fieldError('refusal') ?? null}
            required
          >
            <Textarea maxLength={500} value={refusal} onChange={(e) => setRefusal(e.target.value)} />
          </Field>
        ) : (
          <p>
            {t('refund.approveDetail')} <Money minor={refund.amountMinor} currency={refund.currency} />
          </p>
        )}
        <InlineError problem={act.problem} />
      </Dialog>
    </div>
  )
}
