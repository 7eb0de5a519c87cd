// What the shop can do with a case now: a button for each move the server allows, and a form for what the move needs to know.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Checkbox,
  Dialog,
  Field,
  InlineError,
  Input,
  Money,
  Select,
  Textarea,
  useText,
} from '#app/ui'
import { CARRIERS } from '#kernel/carriers'
import {
  getShopAfterSale,
  getShopOrder,
  getTodos,
  listShopAfterSales,
  listShopOrders,
  MERCHANT_MOVES,
  moveShopAfterSale,
} from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { firstCarrier } from '../shop/ship/rows.ts'
import type { Case } from './case-view.tsx'
import { EvidenceField } from './evidence-field.tsx'

type Move = (typeof MERCHANT_MOVES)[number]
export const CASE_READS = [listShopAfterSales, getShopAfterSale, getShopOrder, listShopOrders, getTodos]

/** What the other side reads must be said; so must what proves it. */
const NEEDS_WORDS: readonly Move[] = ['refuse', 'refuse-return', 'give-evidence']
const TAKES_PICTURES: readonly Move[] = ['refuse', 'refuse-return', 'give-evidence']
const LOOKS: Partial<Record<Move, 'primary' | 'danger'>> = {
  approve: 'primary',
  concede: 'primary',
  'accept-return': 'primary',
  send: 'primary',
  'give-evidence': 'primary',
  refuse: 'danger',
  'refuse-return': 'danger',
}

export function ShopMoves({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<Move | null>(null)
  const moves = MERCHANT_MOVES.filter((m) => c.moves.includes(m))
  if (moves.length === 0) return null
  return (
    <div className="buttons case-moves">
      {moves.map((m) => (
        <Button key={m} variant={LOOKS[m] === 'primary' ? 'primary' : 'soft'} onClick={() => setAsking(m)}>
          {t(`afterSale.do.${m}`)}
        </Button>
      ))}
      {asking ? <MoveDialog key={asking} of={c} move={asking} onClose={() => setAsking(null)} /> : null}
    </div>
  )
}

function MoveDialog({ of: c, move, onClose }: { of: Case; move: Move; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const [note, setNote] = useState('')
  const [media, setMedia] = useState<string[]>([])
  const [carrier, setCarrier] = useState(firstCarrier)
  const [trackingNo, setTrackingNo] = useState('')
  const [serials, setSerials] = useState('')
  const [restock, setRestock] = useState(true)
  const act = useAct(moveShopAfterSale, {
    inline: true,
    refreshes: CASE_READS,
    says: t('afterSale.moved'),
    onDone: onClose,
  })
  const sends = move === 'send'
  const looksAt = move === 'accept-return'
  const numbers = serials.split(/[\s,，;；]+/).filter(Boolean)
  const go = () =>
    void act.run({
      shopId: c.shopId,
      afterSaleId: c.afterSaleId,
      move,
      expectedVersion: c.version,
      ...(note.trim() ? { note } : {}),
      ...(media.length > 0 ? { media } : {}),
      ...(sends ? { carrier, trackingNo: trackingNo.trim() } : {}),
      ...(looksAt ? { restock, ...(numbers.length > 0 ? { serials: numbers } : {}) } : {}),
    })
  const short = (NEEDS_WORDS.includes(move) && note.trim() === '') || (sends && trackingNo.trim() === '')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`afterSale.do.${move}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant={LOOKS[move] === 'danger' ? 'danger' : 'primary'}
            loading={act.busy}
            disabled={short}
            onClick={go}
          >
            {t(`afterSale.do.${move}`)}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          {t(`afterSale.means.${move}`)}{' '}
          {c.asksMoney && ['approve', 'concede', 'accept-return'].includes(move) ? (
            <Money minor={BigInt(c.amountMinor) + BigInt(c.freightMinor)} currency={c.currency} />
          ) : null}
        </p>
        {sends ? (
          <>
            <Field label={t('ship.carrier')}>
              <Select value={carrier} onChange={(e) => setCarrier(e.target.value)}>
                {CARRIERS.map((x) => (
                  <option key={x.zh} value={x.zh}>
                    {text(x)}
                  </option>
                ))}
              </Select>
            </Field>
            <Field
              label={t('afterSale.trackingNo')}
              error={act.problem?.fieldError('trackingNo') ?? null}
              required
            >
              <Input value={trackingNo} maxLength={40} onChange={(e) => setTrackingNo(e.target.value)} />
            </Field>
          </>
        ) : null}
        {looksAt ? (
          <>
            <Field label={t('afterSale.serials')} hint={t('afterSale.serialsHint')}>
              <Textarea rows={2} value={serials} onChange={(e) => setSerials(e.target.value)} />
            </Field>
            <Checkbox
              label={t('afterSale.restock')}
              checked={restock}
              onChange={(e) => setRestock(e.target.checked)}
            />
          </>
        ) : null}
        {move === 'extend' || looksAt || sends ? null : (
          <Field
            label={t('afterSale.words')}
            hint={t('refund.refusalHint')}
            required={NEEDS_WORDS.includes(move)}
            error={act.problem?.fieldError('note') ?? null}
          >
            <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
          </Field>
        )}
        {TAKES_PICTURES.includes(move) ? <EvidenceField media={media} onChange={setMedia} /> : null}
        <InlineError problem={act.problem} />
      </div>
    </Dialog>
  )
}
