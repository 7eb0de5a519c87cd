// A flash sale (限时秒杀): so many units at this price for so long, with what it means before it is started.
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Dialog,
  Field,
  formatMoney,
  InlineError,
  Input,
  MoneyInput,
  Select,
  Sheet,
  useLocale,
  useText,
} from '#app/ui'
import { cancelSale, createSale } from '#modules/live/contract'
import type { SaleDraft } from './prepared-sale.ts'
import { useRoomAct } from './room-act.ts'
import type { BagItem, Room } from './room-patch.ts'

type SaleSheetProps = {
  room: Room
  item: BagItem
  draft: SaleDraft | null
  viewers: number | null
  onPrepare: (draft: SaleDraft) => void
  onStarted: () => void
  onClose: () => void
}

const whole = (text: string, max: number): number | null =>
  /^[1-9]\d{0,6}$/.test(text) && Number(text) <= max ? Number(text) : null

export function SaleSheet({ room, item, draft, viewers, onPrepare, onStarted, onClose }: SaleSheetProps) {
  const { t } = useTranslation()
  const text = useText()
  const mine = draft?.productId === item.productId ? draft : null
  const [skuId, setSkuId] = useState<string>(mine?.skuId ?? item.skus[0]?.skuId ?? '')
  const [price, setPrice] = useState<string | null>(mine?.priceMinor ?? null)
  const [units, setUnits] = useState(String(mine?.units ?? 100))
  const [limit, setLimit] = useState(String(mine?.limitPerPerson ?? 1))
  const [seconds, setSeconds] = useState(String(mine?.seconds ?? 180))
  const { creatorId, roomId } = room
  const start = useRoomAct(createSale, { inline: true, says: t('live.sale.started'), onDone: onStarted })
  const sku = item.skus.find((s) => s.skuId === skuId)
  const n = { units: whole(units, 1_000_000), limit: whole(limit, 200), seconds: whole(seconds, 86_400) }
  const above =
    sku !== undefined && price !== null && (price === '0' || BigInt(price) > BigInt(sku.priceMinor))
  const short = n.seconds !== null && n.seconds < 10
  const ready = Boolean(sku && price !== null && !above && !short && n.units && n.limit && n.seconds)
  const asDraft = (): SaleDraft => ({
    productId: item.productId,
    skuId,
    priceMinor: price!,
    units: n.units!,
    limitPerPerson: n.limit!,
    seconds: n.seconds!,
  })
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('live.bag.open.sale')}
      footer={
        <span className="buttons">
          <Button
            disabled={!ready}
            onClick={() => {
              onPrepare(asDraft())
              onClose()
            }}
          >
            {t('live.sale.prepare')}
          </Button>
          <Button
            variant="primary"
            disabled={!ready || !item.priceable}
            loading={start.busy}
            onClick={() => void start.run({ creatorId, roomId, ...startOf(asDraft()) })}
          >
            {t('live.sale.startNow')}
          </Button>
        </span>
      }
    >
      <div className="stack" data-write>
        <p className="muted">{text(item.card.title)}</p>
        {item.priceable ? null : <p className="notice notice-amber">{t('live.price.notYours')}</p>}
        <Field label={t('live.sale.sku')}>
          <Select value={skuId} onChange={(e) => setSkuId(e.target.value)}>
            {item.skus.map((s) => (
              <option key={s.skuId} value={s.skuId}>
                {text(s.name)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('live.sale.price')} error={above ? t('live.price.above') : null}>
          <MoneyInput minor={price} onChange={setPrice} />
        </Field>
        <div className="live-fields">
          <Field label={t('live.sale.units')}>
            <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
          </Field>
          <Field label={t('live.sale.limit')}>
            <Input inputMode="numeric" value={limit} onChange={(e) => setLimit(e.target.value)} />
          </Field>
          <Field label={t('live.sale.seconds')} error={short ? t('live.sale.tooShort') : null}>
            <Input inputMode="numeric" value={seconds} onChange={(e) => setSeconds(e.target.value)} />
          </Field>
        </div>
        {ready && sku ? <Meaning draft={asDraft()} sku={sku} item={item} viewers={viewers} /> : null}
        <InlineError problem={start.problem} />
      </div>
    </Sheet>
  )
}

export const startOf = (d: SaleDraft) => ({
  productId: d.productId as `prd_${string}`,
  skuId: d.skuId as `sku_${string}`,
  priceMinor: d.priceMinor,
  units: d.units,
  limitPerPerson: d.limitPerPerson,
  seconds: d.seconds,
})

/** Who may buy, how many at least can, and what the shop gives away. */
export function Meaning({
  draft,
  sku,
  item,
  viewers,
}: {
  draft: SaleDraft
  sku: BagItem['skus'][number]
  item: BagItem
  viewers: number | null
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { currency } = item.card
  const off = BigInt(sku.priceMinor) - BigInt(draft.priceMinor)
  return (
    <ul className="live-meaning">
      <li>{t('live.sale.who', { limit: draft.limitPerPerson })}</li>
      <li>
        {t('live.sale.people', {
          people: Math.ceil(draft.units / draft.limitPerPerson),
          viewers: viewers ?? '—',
        })}
      </li>
      <li>
        {t('live.sale.off', {
          off: formatMoney(off, currency, locale),
          all: formatMoney(off * BigInt(draft.units), currency, locale),
        })}
      </li>
      <li>{t('live.sale.leaves', { units: draft.units, available: sku.available })}</li>
    </ul>
  )
}

/** The prepared one, one look before it begins. */
export function StartDialog({
  room,
  draft,
  viewers,
  onClose,
  onStarted,
}: {
  room: Room
  draft: SaleDraft
  viewers: number | null
  onClose: () => void
  onStarted: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const item = room.bag.find((b) => b.productId === draft.productId)
  const sku = item?.skus.find((s) => s.skuId === draft.skuId)
  const start = useRoomAct(createSale, { inline: true, says: t('live.sale.started'), onDone: onStarted })
  const { creatorId, roomId } = room
  const go = useRef<HTMLButtonElement>(null)
  // F and Enter: the key that opened it is followed by the one that confirms.
  useEffect(() => {
    const frame = requestAnimationFrame(() => go.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.sale.startTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="primary"
            ref={go}
            loading={start.busy}
            disabled={!item || !sku}
            onClick={() => void start.run({ creatorId, roomId, ...startOf(draft) })}
          >
            {t('live.sale.startNow')}
          </Button>
        </>
      }
    >
      {item && sku ? (
        <>
          <p>
            <b>{text(item.card.title)}</b> · {text(sku.name)} ·{' '}
            {formatMoney(draft.priceMinor, item.card.currency, locale)} ·{' '}
            {t('live.sale.short', { units: draft.units, seconds: draft.seconds })}
          </p>
          <Meaning draft={draft} sku={sku} item={item} viewers={viewers} />
        </>
      ) : (
        <p>{t('live.sale.gone')}</p>
      )}
      <InlineError problem={start.problem} />
    </Dialog>
  )
}

export function CancelSaleDialog({
  room,
  sale,
  onClose,
}: {
  room: Room
  sale: Room['sales'][number]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const cancel = useRoomAct(cancelSale, { inline: true, onDone: onClose })
  const { creatorId, roomId } = room
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.sale.cancelTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('live.sale.keep')}</Button>
          <Button
            variant="danger"
            loading={cancel.busy}
            onClick={() => void cancel.run({ creatorId, roomId, saleId: sale.saleId })}
          >
            {t('live.sale.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('live.sale.cancelDetail', { left: sale.left, sold: sale.units - sale.left })}</p>
      <InlineError problem={cancel.problem} />
    </Dialog>
  )
}
