// Prices of the room, variant by variant: never above the shop's; empty is the shop's own again.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, formatMoney, InlineError, MoneyInput, Sheet, useLocale, useText } from '#app/ui'
import { setRoomPrices } from '#modules/live/contract'
import { useRoomAct } from './room-act.ts'
import type { BagItem, Room } from './room-patch.ts'

export function PriceSheet({ room, item, onClose }: { room: Room; item: BagItem; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const [prices, setPrices] = useState<Record<string, string | null>>(() =>
    Object.fromEntries(item.skus.map((s) => [s.skuId, s.roomPriceMinor])),
  )
  const save = useRoomAct(setRoomPrices, { inline: true, says: t('live.price.saved'), onDone: onClose })
  const { creatorId, roomId } = room
  const changed = item.skus.filter((s) => (prices[s.skuId] ?? null) !== s.roomPriceMinor)
  const above = (s: BagItem['skus'][number]) => {
    const price = prices[s.skuId]
    return price != null && (BigInt(price) > BigInt(s.priceMinor) || price === '0')
  }
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('live.bag.open.price')}
      footer={
        <Button
          variant="primary"
          block
          disabled={!item.priceable || changed.length === 0 || item.skus.some(above)}
          loading={save.busy}
          onClick={() =>
            void save.run({
              creatorId,
              roomId,
              productId: item.productId,
              prices: changed.map((s) => ({ skuId: s.skuId, priceMinor: prices[s.skuId] ?? null })),
            })
          }
        >
          {t('app.save')}
        </Button>
      }
    >
      <div className="stack">
        <p className="muted">{text(item.card.title)}</p>
        {item.priceable ? null : <p className="notice notice-amber">{t('live.price.notYours')}</p>}
        {item.skus.map((s) => (
          <Field
            key={s.skuId}
            label={text(s.name)}
            hint={t('live.price.shop', { price: formatMoney(s.priceMinor, item.card.currency, locale) })}
            error={above(s) ? t('live.price.above') : null}
          >
            <MoneyInput
              minor={prices[s.skuId] ?? null}
              disabled={!item.priceable}
              onChange={(minor) => setPrices((p) => ({ ...p, [s.skuId]: minor }))}
            />
          </Field>
        ))}
        <InlineError problem={save.problem} />
      </div>
    </Sheet>
  )
}
