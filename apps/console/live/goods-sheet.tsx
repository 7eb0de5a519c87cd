// Goods for the bag, out of the creator's showcase.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, Checkbox, EmptyState, InlineError, Money, Sheet, useText } from '#app/ui'
import { listShowcase } from '#modules/alliance/contract'
import { addToBag } from '#modules/live/contract'
import { useList } from '../app/list.ts'
import { List } from '../app/page.tsx'
import { useRoomAct } from './room-act.ts'
import type { Room } from './room-patch.ts'

export function GoodsSheet({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const { creatorId, roomId } = room
  const query = useList(listShowcase, { creatorId, limit: '50' })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const add = useRoomAct(addToBag, { inline: true, onDone: onClose })
  const inBag = new Set<string>(room.bag.map((b) => b.productId))
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      tall
      title={t('live.goods.title')}
      footer={
        <Button
          variant="primary"
          block
          disabled={chosen.length === 0}
          loading={add.busy}
          onClick={() => void add.run({ creatorId, roomId, productIds: [...chosen] as `prd_${string}`[] })}
        >
          {chosen.length === 0 ? t('live.goods.title') : t('live.goods.add', { n: chosen.length })}
        </Button>
      }
    >
      <InlineError problem={add.problem} />
      <List
        query={query}
        empty={
          <EmptyState
            title={t('live.goods.none')}
            detail={t('live.goods.noneDetail')}
            action={
              <Link to="/creator/$creatorId/square" params={{ creatorId }} className={buttonClass()}>
                {t('nav.square')}
              </Link>
            }
          />
        }
      >
        {(items) => (
          <ul className="live-goods">
            {items.map(({ card }) => {
              const there = inBag.has(card.productId)
              return (
                <li key={card.productId}>
                  <Checkbox
                    checked={there || chosen.includes(card.productId)}
                    disabled={there || card.availability === 'offShelf'}
                    onChange={(e) =>
                      setChosen((c) =>
                        e.target.checked ? [...c, card.productId] : c.filter((id) => id !== card.productId),
                      )
                    }
                    label={
                      <span className="goods-cell">
                        <img src={card.imageUrl} alt="" width={32} height={32} loading="lazy" />
                        <span className="two-lines">
                          <span>{text(card.title)}</span>
                          <small className="muted">
                            {there ? (
                              t('live.goods.there')
                            ) : card.availability === 'offShelf' ? (
                              t('live.bag.offShelf')
                            ) : (
                              <Money minor={card.minPriceMinor} currency={card.currency} />
                            )}
                          </small>
                        </span>
                      </span>
                    }
                  />
                </li>
              )
            })}
          </ul>
        )}
      </List>
    </Sheet>
  )
}
