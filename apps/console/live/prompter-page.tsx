// The teleprompter (提词器): big type for the anchor's second screen. The product that is on, its words, its price, what is left, how much
// time, and what comes next; nothing to touch but one key.
import { useQuery } from '@tanstack/react-query'
import { Maximize } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState, formatCountdown, formatMoney, IconButton, Tag, useLocale, useText } from '#app/ui'
import { getRundown } from '#modules/live/contract'
import { useCreatorId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Read, useTitle } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { useHotKeys } from './hot-keys.ts'
import { clockText, RUNDOWN_TONE } from './live-words.ts'
import { useRoomId, useRoomQuery } from './room-page.tsx'
import { useLine, useRoomLine, type RoomLine } from './room-line.ts'
import { isOpenSale, priceOf, stockOf, type Room } from './room-patch.ts'
import { clockOf, leftMs } from './rundown-clock.ts'
import { useNext } from './rundown-strip.tsx'
import { useTick } from './use-tick.ts'

export function PrompterPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const query = useRoomQuery(creatorId, useRoomId())
  useTitle(t('live.prompter.title'))
  useAwake()
  return (
    <div className="live-prompter">
      <Read query={query}>{(room) => <Prompter room={room} />}</Read>
    </div>
  )
}

function Prompter({ room }: { room: Room }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const { creatorId, roomId } = room
  const onAir = room.state === 'live' || room.state === 'interrupted'
  const line = useRoomLine(creatorId, roomId, onAir, room.seq)
  const plan = useQuery({
    ...queryOf(getRundown, { creatorId, roomId }),
    staleTime: 0,
    refetchInterval: 5_000,
  })
  const nowMs = useTick()
  const rows = plan.data?.rows ?? []
  const next = useNext(room, rows)
  const clock = clockOf(rows, nowMs)
  useHotKeys([
    {
      key: 'n',
      label: t('live.keys.next'),
      off: !may('live.run') || next.busy || (!clock.next && !clock.on),
      run: () => void next.run(),
    },
  ])
  const productId = room.explainingProductId ?? clock.on?.productId ?? null
  const item = room.bag.find((b) => b.productId === productId) ?? null
  const row =
    clock.on && clock.on.productId === productId
      ? clock.on
      : (rows.find((r) => r.productId === productId) ?? null)
  const after = clock.next ? room.bag.find((b) => b.productId === clock.next!.productId) : undefined
  const left = clock.on ? leftMs(clock.on, nowMs) : null
  return (
    <>
      <div className="live-prompter-head">
        <Tag tone={onAir ? 'rose' : 'neutral'}>{t(`live.state.${room.state}`)}</Tag>
        <span className="num">
          {room.startedAt ? clockText(nowMs - Date.parse(room.startedAt)) : text(room.title)}
        </span>
        <Watching line={line} />
        <IconButton
          icon={Maximize}
          label={t('live.prompter.full')}
          onClick={() => void document.documentElement.requestFullscreen?.()}
        />
      </div>
      {item ? (
        <article className="live-prompter-now">
          <div className="live-prompter-title">
            {row ? <Tag tone={RUNDOWN_TONE[row.role]}>{t(`live.rundown.role.${row.role}`)}</Tag> : null}
            <h1>{text(item.card.title)}</h1>
          </div>
          <Facts room={room} item={item} nowMs={nowMs} left={left} />
          <div className="live-prompter-points">
            {row && row.points.trim() !== '' ? (
              <ul>
                {row.points
                  .split('\n')
                  .filter((p) => p.trim() !== '')
                  .map((p, i) => (
                    <li key={i}>{p}</li>
                  ))}
              </ul>
            ) : (
              <p className="muted">{t('live.prompter.noPoints')}</p>
            )}
          </div>
        </article>
      ) : (
        <EmptyState title={t('live.prompter.nothing')} detail={t('live.prompter.nothingDetail')} />
      )}
      <div className="live-prompter-next">
        <span className="muted">{t('live.prompter.next')}</span>
        <b>{after ? text(after.card.title) : t('live.prompter.last')}</b>
        {clock.next ? (
          <span className="num muted">{t('live.prompter.minutes', { n: clock.next.minutes })}</span>
        ) : null}
      </div>
    </>
  )
}

function Watching({ line }: { line: RoomLine }) {
  const { t } = useTranslation()
  const viewers = useLine(line, (s) => s.viewers)
  return viewers === null ? null : <span className="num">{t('live.prompter.watching', { n: viewers })}</span>
}

function Facts({
  room,
  item,
  nowMs,
  left,
}: {
  room: Room
  item: Room['bag'][number]
  nowMs: number
  left: number | null
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const sale = room.sales.find((s) => s.productId === item.productId && isOpenSale(s))
  const { shopMinor, roomMinor } = priceOf(item)
  const { currency } = item.card
  const price = sale?.priceMinor ?? roomMinor ?? shopMinor
  const stock = sale ? sale.left : stockOf(item).available
  return (
    <dl className="live-prompter-facts">
      <div>
        <dt>{t(sale ? 'live.prompter.flash' : 'live.prompter.price')}</dt>
        <dd className="num">
          {formatMoney(price, currency, locale).replace(/\.00$/, '')}
          {price === shopMinor ? null : (
            <s>{formatMoney(shopMinor, currency, locale).replace(/\.00$/, '')}</s>
          )}
        </dd>
      </div>
      <div data-low={stock < 10 || undefined}>
        <dt>{t('live.prompter.stock')}</dt>
        <dd className="num">{stock.toLocaleString()}</dd>
      </div>
      {sale ? (
        <div>
          <dt>{t(`live.sale.state.${sale.state}`)}</dt>
          <dd className="num">
            {formatCountdown(Date.parse(sale.state === 'scheduled' ? sale.startsAt : sale.endsAt) - nowMs)}
          </dd>
        </div>
      ) : null}
      {left === null ? null : (
        <div data-low={left < 0 || undefined}>
          <dt>{t(left >= 0 ? 'live.prompter.left' : 'live.prompter.over')}</dt>
          <dd className="num">{clockText(Math.abs(left))}</dd>
        </div>
      )}
    </dl>
  )
}

/** A second screen that goes dark in the middle of a sentence is none. */
function useAwake(): void {
  useEffect(() => {
    let lock: { release: () => Promise<void> } | null = null
    const hold = () => {
      const { wakeLock } = navigator as unknown as {
        wakeLock?: { request: (kind: 'screen') => Promise<{ release: () => Promise<void> }> }
      }
      if (document.visibilityState === 'visible')
        void wakeLock?.request('screen').then(
          (held) => (lock = held),
          () => {},
        )
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [])
}
