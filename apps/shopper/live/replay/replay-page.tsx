// A live room that is over, watched again: the recording, what was explained when, and the goods as they are sold today. Prices of the
// room are over with the room, and the page says so. A room that still runs leads into it; one that was removed says that.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Film, Radio } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText, explainedIn, type Explained } from '#app/client'
import { Button, buttonClass, DateTime, EmptyState, ErrorState, Price, Skeleton, useText } from '#app/ui'
import { ReplayPlayer, type ReplayControl } from '#app/ui/replay-player'
import type { OutputOf } from '#kernel/contract'
import type { ProductCard } from '#kernel/product-card'
import { getReplay, getRoom } from '#modules/live/contract'
import { queryOf } from '../../app/api.ts'
import { Page } from '../../app/page.tsx'
import { useSheets } from '../../app/sheets.ts'
import { useReplayWords } from './words.ts'
import './replay.css'

type Replay = OutputOf<typeof getReplay>

export function ReplayPage() {
  const w = useReplayWords()
  const text = useText()
  const { roomId = '' } = useParams({ strict: false }) as { roomId?: string }
  const replay = useQuery(queryOf(getReplay, { roomId }))
  return (
    <Page title={replay.data ? text(replay.data.title) : w('replay.title')} back>
      {replay.data ? (
        <Shown replay={replay.data} />
      ) : replay.error?.code === 'NOT_FOUND' ? (
        <NotOver roomId={roomId} />
      ) : replay.error ? (
        <ErrorState problem={replay.error} onRetry={() => void replay.refetch()} />
      ) : (
        <Skeleton className="replay-skeleton" />
      )}
    </Page>
  )
}

/** No replay: it may be running still, or not have begun; otherwise it is gone. */
function NotOver({ roomId }: { roomId: string }) {
  const { t } = useTranslation()
  const w = useReplayWords()
  const room = useQuery(queryOf(getRoom, { roomId }))
  if (room.isPending) return <Skeleton className="replay-skeleton" />
  const state = room.data?.state
  if (state === 'live' || state === 'interrupted')
    return (
      <EmptyState
        icon={Radio}
        title={w('replay.stillLive')}
        detail={w('replay.stillLiveDetail')}
        action={
          <a href={`/live/${roomId}`} className={buttonClass({ variant: 'primary' })}>
            {w('replay.goIn')}
          </a>
        }
      />
    )
  return (
    <EmptyState
      icon={Film}
      title={w('replay.removed')}
      detail={w('replay.removedDetail')}
      action={
        <Link to="/" className={buttonClass({ variant: 'primary' })}>
          {t('cart.toFeed')}
        </Link>
      }
    />
  )
}

function Shown({ replay }: { replay: Replay }) {
  const w = useReplayWords()
  const text = useText()
  const { at } = useSearch({ strict: false }) as { at?: number }
  const control = useRef<ReplayControl>(null)
  const [nowMs, setNowMs] = useState(0)
  const { timeline, durationMs, products } = replay
  const explained = useMemo(() => explainedIn(timeline, durationMs), [timeline, durationMs])
  const titles = useMemo(
    () => new Map(products.map((p) => [p.productId as string, text(p.title)])),
    [products, text],
  )
  const marks = useMemo(
    () => explained.map((e) => ({ atMs: e.fromMs, label: titles.get(e.productId) ?? w('replay.notSold') })),
    [explained, titles, w],
  )
  const shownNow = explained.find((e) => nowMs >= e.fromMs && nowMs < e.toMs)?.productId
  return (
    <div className="replay">
      <div className="replay-main">
        {replay.playlistUrl ? (
          <ReplayPlayer
            src={replay.playlistUrl}
            poster={replay.coverUrl}
            durationMs={durationMs}
            marks={marks}
            clock={clockText}
            control={control}
            onTime={setNowMs}
            startMs={at ?? 0}
            words={{
              play: w('replay.play'),
              pause: w('replay.pause'),
              speed: w('replay.speed'),
              timeline: w('replay.timeline'),
              failed: w('replay.failed'),
              retry: w('replay.retry'),
              place: (ms) => w('replay.place', { at: clockText(ms), of: clockText(durationMs) }),
            }}
          />
        ) : (
          <EmptyState icon={Film} title={w('replay.nothing')} detail={w('replay.nothingDetail')} />
        )}
        <p className="muted replay-facts">
          <Link to="/author/$authorId" params={{ authorId: replay.author.creatorId }}>
            {text(replay.author.name)}
          </Link>
          <span>
            <DateTime at={replay.startedAt} />
          </span>
        </p>
        <p className="muted replay-keys">{w('replay.keys')}</p>
      </div>
      <section className="replay-goods" aria-label={w('replay.goods')}>
        <h2>{w('replay.goods')}</h2>
        <p className="replay-note">{w('replay.pricesOver')}</p>
        {products.length === 0 ? <p className="muted">{w('replay.noGoods')}</p> : null}
        <ul>
          {products.map((p) => (
            <Good
              key={p.productId}
              product={p}
              moments={explained.filter((e) => e.productId === p.productId)}
              isNow={p.productId === shownNow}
              onJump={(ms) => control.current?.seek(ms)}
            />
          ))}
        </ul>
      </section>
    </div>
  )
}

function Good({
  product,
  moments,
  isNow,
  onJump,
}: {
  product: ProductCard
  moments: readonly Explained[]
  isNow: boolean
  onJump: (ms: number) => void
}) {
  const { t } = useTranslation()
  const w = useReplayWords()
  const text = useText()
  const sheets = useSheets()
  return (
    <li className={`card replay-good ${isNow ? 'replay-good-now' : ''}`} aria-current={isNow || undefined}>
      <img src={product.imageUrl} alt="" width={72} height={72} loading="lazy" decoding="async" />
      <div className="replay-good-words">
        <strong>{text(product.title)}</strong>
        <Price
          size="s"
          minor={product.minPriceMinor}
          listMinor={product.listPriceMinor}
          currency={product.currency}
          from={product.minPriceMinor !== product.maxPriceMinor}
        />
        <span className="replay-moments">
          {moments.length === 0 ? <small className="muted">{w('replay.notExplained')}</small> : null}
          {moments.map((m) => (
            <Button
              key={m.fromMs}
              size="s"
              variant="soft"
              aria-label={w('replay.jump', { at: clockText(m.fromMs), name: text(product.title) })}
              onClick={() => onJump(m.fromMs)}
            >
              {clockText(m.fromMs)}
            </Button>
          ))}
        </span>
      </div>
      <Button
        variant="primary"
        size="s"
        disabled={product.availability !== 'onSale'}
        onClick={() => sheets.open({ sheet: 'product', product: product.productId })}
      >
        {product.availability === 'onSale' ? w('replay.buy') : t('product.soldOut')}
      </Button>
    </li>
  )
}
