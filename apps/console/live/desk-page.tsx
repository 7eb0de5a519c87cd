// The control desk (中控台) while a room is on: picture and its health, bag and offers, chat, rundown, numbers, and the people who do it.
import { Link } from '@tanstack/react-router'
import { Gift, Keyboard, Megaphone, MonitorPlay, Plus, Smartphone, Ticket, Zap } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, Dialog, InlineError, Panel, Tag, useText } from '#app/ui'
import { endRoom, explain, getDeskRoom, getRoomTotals, listRooms, setChatRules } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { useMay } from '../app/session.tsx'
import { BackLink, Page } from '../app/page.tsx'
import { BagTable, type BagDialog } from './bag-table.tsx'
import { CameraPanel } from './camera-panel.tsx'
import { CoHostPanel } from './co-host-panel.tsx'
import { ChatPanel } from './chat-panel.tsx'
import { keyOf } from './fresh-keys.ts'
import { GoodsSheet } from './goods-sheet.tsx'
import { HealthStrip, useHealth } from './health-strip.tsx'
import { useHotKeys, type HotKey } from './hot-keys.ts'
import { HotKeyDialog } from './hot-key-dialog.tsx'
import { clockText, ROOM_TONE } from './live-words.ts'
import { Numbers } from './numbers.tsx'
import { AnnounceSheet, CouponSheet, LuckyBagSheet } from './offer-sheets.tsx'
import { Picture } from './picture.tsx'
import { usePreparedSale } from './prepared-sale.ts'
import { PriceSheet } from './price-sheet.tsx'
import { RoomLinks } from './room-links.tsx'
import { useRoomAct } from './room-act.ts'
import { useLine, useRoomLine } from './room-line.ts'
import { isOpenSale, type Room } from './room-patch.ts'
import { RundownSheet } from './rundown-sheet.tsx'
import { RundownStrip, useNext, useRundown } from './rundown-strip.tsx'
import { CancelSaleDialog, SaleSheet, StartDialog } from './sale-sheet.tsx'
import { ShiftsPanel } from './shifts-panel.tsx'
import { StockSheet } from './stock-sheet.tsx'
import type { BrowserCamera } from './use-browser-camera.ts'
import { useTick } from './use-tick.ts'
import { ViolationAlert, ViolationsPanel } from './violations-panel.tsx'

type Open =
  | BagDialog
  | { kind: 'goods' | 'coupon' | 'lucky' | 'announce' | 'rundown' | 'keys' | 'end' | 'start' }
  | { kind: 'cancel'; sale: Room['sales'][number] }
  | null

export function DeskPage({ room, camera }: { room: Room; camera: BrowserCamera }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const { creatorId, roomId } = room
  const [open, setOpen] = useState<Open>(null)
  const [prepared, prepare] = usePreparedSale(roomId)
  const line = useRoomLine(creatorId, roomId, true, room.seq)
  const health = useHealth(creatorId, roomId, true)
  const close = () => setOpen(null)
  const runs = may('live.run')
  const keys = useKeys(room, line, { runs, prepared: prepared !== null, onOpen: setOpen })
  useHotKeys(keys)
  const at = { creatorId, roomId }
  return (
    <Page
      title={text(room.title)}
      scope="live.read"
      back={
        <BackLink to="/creator/$creatorId/rooms" params={{ creatorId }}>
          {t('nav.rooms')}
        </BackLink>
      }
      detail={<OnAir room={room} />}
      actions={
        <>
          <Button size="s" icon={Keyboard} className="only-keys" onClick={() => setOpen({ kind: 'keys' })}>
            {t('live.keys.title')} <kbd>?</kbd>
          </Button>
          <Link
            to="/creator/$creatorId/rooms/$roomId/prompter"
            params={at}
            target="_blank"
            className={buttonClass({ size: 's' })}
          >
            <MonitorPlay size={16} aria-hidden /> {t('live.prompter.title')}
          </Link>
          <Link
            to="/creator/$creatorId/rooms/$roomId/moderate"
            params={at}
            target="_blank"
            className={buttonClass({ size: 's' })}
          >
            <Smartphone size={16} aria-hidden /> {t('live.moderate.title')}
          </Link>
          <RoomLinks creatorId={creatorId} roomId={roomId} over={false} />
          {runs ? (
            <Button size="s" variant="danger" onClick={() => setOpen({ kind: 'end' })}>
              {t('live.end.title')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="live-desk">
        <div className="live-desk-top">
          <ViolationAlert room={room} />
          {room.state === 'interrupted' ? (
            <p className="notice notice-stack notice-amber" role="alert">
              <b>{t('live.away.title')}</b> {t('live.away.detail')}
            </p>
          ) : null}
          <Numbers room={room} line={line} />
          <RundownStrip room={room} onEdit={() => setOpen({ kind: 'rundown' })} />
        </div>
        <div className="live-desk-left">
          <Picture room={room} meter />
          <HealthStrip query={health} away={room.state === 'interrupted'} />
          <CoHostPanel room={room} />
        </div>
        <div className="live-desk-middle">
          <Panel
            flush
            title={
              <>
                {t('live.bag.title')} <span className="muted num">{room.bag.length}</span>
              </>
            }
            action={
              runs ? (
                <span className="buttons">
                  <Button size="s" icon={Ticket} onClick={() => setOpen({ kind: 'coupon' })}>
                    {t('live.offers.coupon')}
                  </Button>
                  <Button size="s" icon={Gift} onClick={() => setOpen({ kind: 'lucky' })}>
                    {t('live.offers.lucky')}
                  </Button>
                  <Button size="s" icon={Megaphone} onClick={() => setOpen({ kind: 'announce' })}>
                    {t('live.offers.announce')}
                  </Button>
                  <Button size="s" icon={Plus} onClick={() => setOpen({ kind: 'goods' })}>
                    {t('live.goods.title')}
                  </Button>
                </span>
              ) : null
            }
          >
            <Running
              room={room}
              prepared={prepared !== null}
              onOpen={setOpen}
              onForget={() => prepare(null)}
            />
            <BagTable room={room} onOpen={setOpen} />
          </Panel>
        </div>
        <div className="live-desk-under">
          {camera.sent || keyOf(roomId) ? <CameraPanel publish={keyOf(roomId)} camera={camera} /> : null}
          <ShiftsPanel room={room} />
          <ViolationsPanel room={room} />
        </div>
        <ChatPanel room={room} line={line} />
      </div>
      <Dialogs
        room={room}
        open={open}
        line={line}
        prepared={prepared}
        onPrepare={prepare}
        onClose={close}
        keys={keys}
      />
    </Page>
  )
}

function OnAir({ room }: { room: Room }) {
  const { t } = useTranslation()
  const nowMs = useTick()
  return (
    <span className="tags">
      <Tag tone={ROOM_TONE[room.state]}>{t(`live.state.${room.state}`)}</Tag>
      <span className="muted num">
        {room.startedAt ? t('live.onAir', { time: clockText(nowMs - Date.parse(room.startedAt)) }) : null}
      </span>
    </span>
  )
}

/** What is going on beside the bag: coupon, lucky bag, announcement, sales, and the sale that waits. */
function Running({
  room,
  prepared,
  onOpen,
  onForget,
}: {
  room: Room
  prepared: boolean
  onOpen: (open: Open) => void
  onForget: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const sales = room.sales.filter(isOpenSale)
  if (!prepared && sales.length === 0 && !room.coupon && !room.luckyBag && !room.announcement) return null
  const nameOf = (productId: string) => {
    const item = room.bag.find((b) => b.productId === productId)
    return item ? text(item.card.title) : productId
  }
  return (
    <ul className="live-running">
      {prepared && may('live.run') ? (
        <li>
          <Zap size={16} aria-hidden /> <span>{t('live.sale.ready')}</span>
          <span className="buttons">
            <Button size="s" variant="soft" onClick={() => onOpen({ kind: 'start' })}>
              {t('live.sale.startNow')} <kbd>F</kbd>
            </Button>
            <Button size="s" variant="ghost" onClick={onForget}>
              {t('live.sale.forget')}
            </Button>
          </span>
        </li>
      ) : null}
      {sales.map((s) => (
        <li key={s.saleId}>
          <Zap size={16} aria-hidden />
          <span className="num">
            {nameOf(s.productId)} · {t(`live.sale.state.${s.state}`)} ·{' '}
            {t('live.sale.soldOf', { sold: s.units - s.left, units: s.units })}
          </span>
          {may('live.run') ? (
            <Button size="s" variant="ghost" onClick={() => onOpen({ kind: 'cancel', sale: s })}>
              {t('live.sale.cancel')}
            </Button>
          ) : null}
        </li>
      ))}
      {room.coupon ? (
        <li>
          <Ticket size={16} aria-hidden />
          <button type="button" className="link num" onClick={() => onOpen({ kind: 'coupon' })}>
            {t('live.coupon.left', { left: room.coupon.left })}
          </button>
        </li>
      ) : null}
      {room.luckyBag ? (
        <li>
          <Gift size={16} aria-hidden />
          <span className="num">{t('live.lucky.joined', { n: room.luckyBag.joined })}</span>
        </li>
      ) : null}
      {room.announcement ? (
        <li>
          <Megaphone size={16} aria-hidden />
          <button type="button" className="link" onClick={() => onOpen({ kind: 'announce' })}>
            {text(room.announcement)}
          </button>
        </li>
      ) : null}
    </ul>
  )
}

function useKeys(
  room: Room,
  line: ReturnType<typeof useRoomLine>,
  { runs, prepared, onOpen }: { runs: boolean; prepared: boolean; onOpen: (open: Open) => void },
): HotKey[] {
  const { t } = useTranslation()
  const may = useMay()
  const { creatorId, roomId } = room
  const pin = useRoomAct(explain)
  const rules = useAct(setChatRules)
  const rundown = useRundown(creatorId, roomId)
  const next = useNext(room, rundown.data?.rows ?? [])
  const paused = useLine(line, (s) => s.paused)
  const slowSeconds = useLine(line, (s) => s.slowSeconds)
  const moderates = may('live.moderate')
  return useMemo(() => {
    const planned = rundown.data?.rows.some((r) => r.state !== 'done') ?? false
    const ids = room.bag.map((b) => b.productId)
    const here = ids.indexOf(room.explainingProductId as (typeof ids)[number])
    const explainAt = (i: number) => {
      const productId = ids[i]
      if (productId) void pin.run({ creatorId, roomId, productId })
    }
    return [
      {
        key: 'n',
        label: t('live.keys.next'),
        off: !runs || next.busy || pin.busy,
        run: () => (planned ? void next.run() : explainAt(here + 1)),
      },
      {
        key: 's',
        label: t('live.keys.stop'),
        off: !runs || room.explainingProductId === null,
        run: () => void pin.run({ creatorId, roomId, productId: null }),
      },
      {
        key: 'f',
        label: t('live.keys.flash'),
        off: !runs || !prepared,
        run: () => onOpen({ kind: 'start' }),
      },
      { key: 'a', label: t('live.keys.announce'), off: !moderates, run: () => onOpen({ kind: 'announce' }) },
      { key: 'r', label: t('live.keys.rundown'), run: () => onOpen({ kind: 'rundown' }) },
      {
        key: 'm',
        label: t('live.keys.mute'),
        off: !moderates,
        run: () => document.querySelector<HTMLElement>('.live-lines li:last-child [data-line]')?.focus(),
      },
      {
        key: 'p',
        label: t('live.keys.pause'),
        off: !moderates || rules.busy,
        run: () => void rules.run({ creatorId, roomId, slowSeconds, paused: !paused }),
      },
      {
        key: 'c',
        label: t('live.keys.chat'),
        run: () => document.querySelector<HTMLElement>('.live-say input')?.focus(),
      },
      { key: '?', label: t('live.keys.show'), run: () => onOpen({ kind: 'keys' }) },
    ]
  }, [
    t,
    room,
    rundown.data,
    runs,
    prepared,
    moderates,
    paused,
    slowSeconds,
    pin,
    rules,
    next,
    onOpen,
    creatorId,
    roomId,
  ])
}

function Dialogs({
  room,
  open,
  line,
  prepared,
  onPrepare,
  onClose,
  keys,
}: {
  room: Room
  open: Open
  line: ReturnType<typeof useRoomLine>
  prepared: ReturnType<typeof usePreparedSale>[0]
  onPrepare: ReturnType<typeof usePreparedSale>[1]
  onClose: () => void
  keys: readonly HotKey[]
}) {
  const viewers = useLine(line, (s) => s.viewers)
  const fresh = open && 'item' in open ? room.bag.find((b) => b.productId === open.item.productId) : undefined
  const started = () => {
    onPrepare(null)
    onClose()
  }
  switch (open?.kind) {
    case 'price':
      return fresh ? <PriceSheet room={room} item={fresh} onClose={onClose} /> : null
    case 'stock':
      return fresh ? <StockSheet room={room} item={fresh} onClose={onClose} /> : null
    case 'sale':
      return fresh ? (
        <SaleSheet
          room={room}
          item={fresh}
          draft={prepared}
          viewers={viewers}
          onPrepare={onPrepare}
          onStarted={started}
          onClose={onClose}
        />
      ) : null
    case 'start':
      return prepared ? (
        <StartDialog room={room} draft={prepared} viewers={viewers} onClose={onClose} onStarted={started} />
      ) : null
    case 'cancel':
      return <CancelSaleDialog room={room} sale={open.sale} onClose={onClose} />
    case 'goods':
      return <GoodsSheet room={room} onClose={onClose} />
    case 'coupon':
      return <CouponSheet room={room} onClose={onClose} />
    case 'lucky':
      return <LuckyBagSheet room={room} onClose={onClose} />
    case 'announce':
      return <AnnounceSheet room={room} onClose={onClose} />
    case 'rundown':
      return <RundownSheet room={room} onClose={onClose} />
    case 'keys':
      return <HotKeyDialog keys={keys} onClose={onClose} />
    case 'end':
      return <EndDialog room={room} viewers={viewers} onClose={onClose} />
    default:
      return null
  }
}

function EndDialog({ room, viewers, onClose }: { room: Room; viewers: number | null; onClose: () => void }) {
  const { t } = useTranslation()
  const end = useAct(endRoom, {
    inline: true,
    refreshes: [getDeskRoom, listRooms, getRoomTotals],
    onDone: onClose,
  })
  const sales = room.sales.filter(isOpenSale).length
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.end.ask')}
      actions={
        <>
          <Button onClick={onClose}>{t('live.end.goOn')}</Button>
          <Button
            variant="danger"
            loading={end.busy}
            onClick={() => void end.run({ creatorId: room.creatorId, roomId: room.roomId })}
          >
            {t('live.end.title')}
          </Button>
        </>
      }
    >
      <ul className="bullets">
        <li>{t('live.end.viewers', { n: viewers ?? 0 })}</li>
        <li>{t('live.end.final')}</li>
        <li>{t('live.end.stock')}</li>
        {sales > 0 ? <li>{t('live.end.sales', { n: sales })}</li> : null}
        <li>{t('live.end.orders')}</li>
      </ul>
      <InlineError problem={end.problem} />
    </Dialog>
  )
}
