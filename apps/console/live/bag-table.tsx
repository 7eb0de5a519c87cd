// The bag as the control hand sees it: order by dragging or by keys, what is explained, what it costs here, what is left. One line a
// product, one strong act a line; the rest in its menu.
import { Ellipsis, GripVertical } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, DropMenu, formatCountdown, Money, Tag, useText } from '#app/ui'
import { explain, orderBag, removeFromBag } from '#modules/live/contract'
import { useMay } from '../app/session.tsx'
import { useNext, useRundown } from './rundown-strip.tsx'
import { EXPLAIN_TONE, SALE_TONE } from './live-words.ts'
import { moved } from './move.ts'
import { useRoomAct } from './room-act.ts'
import { isOpenSale, priceOf, stockOf, type BagItem, type Room } from './room-patch.ts'
import { useTick } from './use-tick.ts'

export type BagDialog = { kind: 'price' | 'stock' | 'sale'; item: BagItem }

const LOW = 10

export function BagTable({ room, onOpen }: { room: Room; onOpen: (dialog: BagDialog) => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const nowMs = useTick()
  const { creatorId, roomId } = room
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<BagItem | null>(null)
  const order = useRoomAct(orderBag)
  const pin = useRoomAct(explain)
  const remove = useRoomAct(removeFromBag, { onDone: () => setLeaving(null) })
  const runs = may('live.run')
  const onAir = room.state === 'live' || room.state === 'interrupted'
  const plan = useRundown(creatorId, roomId)
  const step = useNext(room, plan.data?.rows ?? [])
  const ids = room.bag.map((b) => b.productId)
  /** What is planned moves the rundown's clock with it; what is not, or was talked about already, is just explained. */
  function toggle(item: BagItem): void {
    const on = item.explainState === 'explaining'
    const row = plan.data?.rows.find((r) => r.state === 'planned' && r.productId === item.productId)
    if (!on && row) void step.run(row.rowId)
    else void pin.run({ creatorId, roomId, productId: on ? null : item.productId })
  }
  const arrange = (productIds: readonly string[]) =>
    void order.run({ creatorId, roomId, productIds: [...productIds] as typeof ids })

  return (
    <>
      <div className="live-bag" role="region" aria-label={t('live.bag.title')} tabIndex={0}>
        <table className="live-bag-table">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('live.bag.order')}</span>
              </th>
              <th scope="col">{t('products.product')}</th>
              <th scope="col" className="table-numeric">
                {t('live.bag.price')}
              </th>
              <th scope="col" className="table-numeric">
                {t('live.bag.stock')}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t('app.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {room.bag.map((item, i) => (
              <tr
                key={item.productId}
                data-now={item.explainState === 'explaining' || undefined}
                data-over={over === item.productId || undefined}
                onDragOver={(e) => {
                  if (dragged === null) return
                  e.preventDefault()
                  setOver(item.productId)
                }}
                onDrop={(e) => {
                  e.preventDefault()
                  if (dragged !== null) arrange(moved(ids, ids.indexOf(dragged as (typeof ids)[number]), i))
                  setDragged(null)
                  setOver(null)
                }}
              >
                <td className="live-bag-place">
                  <button
                    type="button"
                    className="live-grip"
                    disabled={!runs}
                    draggable={runs}
                    aria-label={t('live.bag.move', { n: i + 1 })}
                    onDragStart={(e) => {
                      e.dataTransfer.effectAllowed = 'move'
                      e.dataTransfer.setData('text/plain', item.productId)
                      setDragged(item.productId)
                    }}
                    onDragEnd={() => {
                      setDragged(null)
                      setOver(null)
                    }}
                    onKeyDown={(e) => {
                      const to = e.key === 'ArrowUp' ? i - 1 : e.key === 'ArrowDown' ? i + 1 : -1
                      if (to < 0 || to >= ids.length || order.busy) return
                      e.preventDefault()
                      arrange(moved(ids, i, to))
                    }}
                  >
                    <GripVertical size={16} aria-hidden />
                    <span className="num">{i + 1}</span>
                  </button>
                </td>
                <th scope="row">
                  <Goods item={item} room={room} nowMs={nowMs} />
                </th>
                <PriceCell item={item} />
                <td
                  className="table-numeric num"
                  data-label={t('live.bag.stock')}
                  data-low={stockOf(item).available < LOW || undefined}
                >
                  <StockCell item={item} />
                </td>
                <td className="live-bag-acts">
                  {runs ? (
                    <span className="buttons">
                      {onAir ? (
                        <Button
                          size="s"
                          variant={item.explainState === 'explaining' ? 'secondary' : 'soft'}
                          disabled={pin.busy || step.busy}
                          onClick={() => toggle(item)}
                        >
                          {t(item.explainState === 'explaining' ? 'live.bag.stop' : 'live.bag.explain')}
                        </Button>
                      ) : null}
                      <Menu item={item} onOpen={onOpen} onRemove={() => setLeaving(item)} />
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <RemoveDialog
        item={leaving}
        busy={remove.busy}
        onClose={() => setLeaving(null)}
        onRemove={(item) => void remove.run({ creatorId, roomId, productId: item.productId })}
      />
    </>
  )
}

function Goods({ item, room, nowMs }: { item: BagItem; room: Room; nowMs: number }) {
  const { t } = useTranslation()
  const text = useText()
  const sale = room.sales.find((s) => s.productId === item.productId && isOpenSale(s))
  return (
    <span className="goods-cell">
      <img src={item.card.imageUrl} alt="" width={40} height={40} loading="lazy" />
      <span className="live-bag-name">
        <span title={text(item.card.title)}>{text(item.card.title)}</span>
        <span className="tags">
          <Tag tone={EXPLAIN_TONE[item.explainState]}>{t(`live.explain.${item.explainState}`)}</Tag>
          {sale ? (
            <Tag tone={SALE_TONE[sale.state]}>
              <span className="num">
                {t(`live.sale.state.${sale.state}`)} · {t('live.sale.leftOf', { n: sale.left })} ·{' '}
                {formatCountdown(
                  Date.parse(sale.state === 'scheduled' ? sale.startsAt : sale.endsAt) - nowMs,
                )}
              </span>
            </Tag>
          ) : null}
          {item.card.availability === 'offShelf' ? <Tag tone="amber">{t('live.bag.offShelf')}</Tag> : null}
        </span>
      </span>
    </span>
  )
}

function PriceCell({ item }: { item: BagItem }) {
  const { t } = useTranslation()
  const { shopMinor, roomMinor } = priceOf(item)
  const { currency } = item.card
  return (
    <td className="table-numeric" data-label={t('live.bag.price')}>
      {roomMinor === null ? (
        <Money minor={shopMinor} currency={currency} />
      ) : (
        <span className="live-two">
          <b className="live-room-price">
            <Money minor={roomMinor} currency={currency} />
          </b>
          <s className="muted">
            <Money minor={shopMinor} currency={currency} />
          </s>
        </span>
      )}
    </td>
  )
}

function StockCell({ item }: { item: BagItem }) {
  const { t } = useTranslation()
  const { available, reserved, apart } = stockOf(item)
  return (
    <span className="live-two">
      <b>{available.toLocaleString()}</b>
      <small className="muted">{apart ? t('live.bag.apart', { n: reserved }) : t('live.bag.fromShop')}</small>
    </span>
  )
}

function Menu({
  item,
  onOpen,
  onRemove,
}: {
  item: BagItem
  onOpen: (dialog: BagDialog) => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <DropMenu>
      <DropdownMenu.Trigger
        className="icon-button icon-button-s"
        aria-label={t('live.bag.more', { name: text(item.card.title) })}
      >
        <Ellipsis size={18} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {(['price', 'stock', 'sale'] as const).map((kind) => (
            <DropdownMenu.Item key={kind} className="menu-item" onSelect={() => onOpen({ kind, item })}>
              {t(`live.bag.open.${kind}`)}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={onRemove}>
            {t('live.bag.remove')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropMenu>
  )
}

function RemoveDialog({
  item,
  busy,
  onClose,
  onRemove,
}: {
  item: BagItem | null
  busy: boolean
  onClose: () => void
  onRemove: (item: BagItem) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  if (!item) return null
  const { reserved, apart } = stockOf(item)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.bag.removeTitle', { name: text(item.card.title) })}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button variant="danger" loading={busy} onClick={() => onRemove(item)}>
            {t('live.bag.remove')}
          </Button>
        </>
      }
    >
      <p>{apart ? t('live.bag.removeApart', { n: reserved }) : t('live.bag.removeDetail')}</p>
    </Dialog>
  )
}
