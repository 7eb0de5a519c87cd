// Units for the room: put aside from the shop's stock, released in portions while one talks, or given back.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, Sheet, useText } from '#app/ui'
import { moveRoomStock } from '#modules/live/contract'
import { useRoomAct } from './room-act.ts'
import type { BagItem, Room } from './room-patch.ts'

export function StockSheet({ room, item, onClose }: { room: Room; item: BagItem; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <Sheet open onClose={onClose} side="right" title={t('live.bag.open.stock')}>
      <div className="stack">
        <p className="muted">{text(item.card.title)}</p>
        <p>{t('live.stock.what')}</p>
        {item.priceable ? null : <p className="notice notice-amber">{t('live.price.notYours')}</p>}
        {item.skus.map((sku) => (
          <SkuStock key={sku.skuId} room={room} item={item} sku={sku} />
        ))}
      </div>
    </Sheet>
  )
}

function SkuStock({ room, item, sku }: { room: Room; item: BagItem; sku: BagItem['skus'][number] }) {
  const { t } = useTranslation()
  const text = useText()
  const [units, setUnits] = useState('10')
  const move = useRoomAct(moveRoomStock, { inline: true, says: t('live.stock.moved') })
  const n = /^[1-9]\d{0,5}$/.test(units) ? Number(units) : null
  const { creatorId, roomId } = room
  const run = (by: number) =>
    void move.run({ creatorId, roomId, productId: item.productId, skuId: sku.skuId, units: by })
  return (
    <fieldset className="sku-form" disabled={!item.priceable}>
      <legend>
        <b>{text(sku.name)}</b>{' '}
        <span className="muted num">
          {t(sku.reserved ? 'live.stock.apart' : 'live.stock.shop', { n: sku.available })}
        </span>
      </legend>
      <div className="row-form">
        <Field label={t('live.stock.units')}>
          <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
        </Field>
        <Button variant="soft" loading={move.busy} disabled={n === null} onClick={() => run(n!)}>
          {t(sku.reserved ? 'live.stock.more' : 'live.stock.aside')}
        </Button>
        <Button
          loading={move.busy}
          disabled={n === null || !sku.reserved || sku.available < n}
          onClick={() => run(-n!)}
        >
          {t('live.stock.back')}
        </Button>
      </div>
      <InlineError problem={move.problem} />
    </fieldset>
  )
}
