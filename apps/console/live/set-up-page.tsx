// Before the doors open: key and encoder, a picture to look at, the bag, the rundown, and a list that says what is still in the way.
import { Pencil, Plus, Radio, ShoppingBag } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, EmptyState, Panel, Tag, useText } from '#app/ui'
import { getDeskRoom, goLive, listRooms, startTest, stopTest } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { BackLink, Page } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { ArchiveButton } from './archive-button.tsx'
import { BagTable, type BagDialog } from './bag-table.tsx'
import { CameraPanel } from './camera-panel.tsx'
import { CheckList } from './check-list-view.tsx'
import { checkRoom, mayGoLive } from './check-list.ts'
import { keyOf } from './fresh-keys.ts'
import { GoodsSheet } from './goods-sheet.tsx'
import { HealthStrip, useHealth } from './health-strip.tsx'
import { ROOM_TONE } from './live-words.ts'
import { Picture } from './picture.tsx'
import { usePreparedSale } from './prepared-sale.ts'
import { PriceSheet } from './price-sheet.tsx'
import { RoomForm } from './room-form.tsx'
import type { Room } from './room-patch.ts'
import { RundownSheet } from './rundown-sheet.tsx'
import { RundownStrip, useRundown } from './rundown-strip.tsx'
import { SaleSheet } from './sale-sheet.tsx'
import { ShiftsPanel, useShifts } from './shifts-panel.tsx'
import { StockSheet } from './stock-sheet.tsx'
import { StreamKeyPanel } from './stream-key-panel.tsx'
import type { BrowserCamera } from './use-browser-camera.ts'

type Open = BagDialog | { kind: 'edit' | 'goods' | 'rundown' } | null

export function SetUpPage({ room, camera }: { room: Room; camera: BrowserCamera }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const { creatorId, roomId } = room
  const [open, setOpen] = useState<Open>(null)
  const [publish, setPublish] = useState(() => keyOf(roomId))
  const [prepared, prepare] = usePreparedSale(roomId)
  const testing = room.state === 'testing'
  const health = useHealth(creatorId, roomId, testing || room.hasPicture)
  const rundown = useRundown(creatorId, roomId)
  const shifts = useShifts(creatorId, roomId)
  const others = shifts.data?.people.filter((p) => p.role !== null).length
  const checks = checkRoom({
    room,
    health: health.data,
    rundownRows: rundown.data?.rows.length,
    moderators: others === undefined ? undefined : others - 1,
  })
  const runs = may('live.run')
  const close = () => setOpen(null)
  const fresh = open && 'item' in open ? room.bag.find((b) => b.productId === open.item.productId) : undefined
  return (
    <Page
      title={text(room.title)}
      scope="live.read"
      back={
        <BackLink to="/creator/$creatorId/rooms" params={{ creatorId }}>
          {t('nav.rooms')}
        </BackLink>
      }
      detail={
        <span className="tags">
          <Tag tone={ROOM_TONE[room.state]}>{t(`live.state.${room.state}`)}</Tag>
          {room.plannedAt ? (
            <span className="muted">
              {t('live.rooms.planned')} <DateTime at={room.plannedAt} />
            </span>
          ) : null}
        </span>
      }
      actions={
        runs ? (
          <Button size="s" icon={Pencil} onClick={() => setOpen({ kind: 'edit' })}>
            {t('live.form.edit')}
          </Button>
        ) : null
      }
    >
      <div className="live-set-up">
        <div className="live-set-up-side">
          <Panel title={t('live.test.title')}>
            <Picture room={room} meter />
            <HealthStrip query={health} />
            {runs ? <TestButtons room={room} /> : null}
          </Panel>
        </div>
        <div className="live-set-up-main">
          <Panel title={t('live.check.title')}>
            <CheckList checks={checks} />
            {runs ? <GoLive room={room} ready={testing && mayGoLive(checks)} /> : null}
          </Panel>
          {runs ? (
            <>
              <StreamKeyPanel
                room={room}
                publish={publish}
                viewers={health.data?.health?.viewers ?? 0}
                onFresh={setPublish}
              />
              <CameraPanel publish={publish} camera={camera} />
            </>
          ) : null}
        </div>
      </div>
      <Panel
        flush
        title={
          <>
            {t('live.bag.title')} <span className="muted num">{room.bag.length}</span>
          </>
        }
        action={
          runs ? (
            <Button size="s" icon={Plus} onClick={() => setOpen({ kind: 'goods' })}>
              {t('live.goods.title')}
            </Button>
          ) : null
        }
      >
        {room.bag.length === 0 ? (
          <EmptyState
            icon={ShoppingBag}
            title={t('live.bag.none')}
            detail={t('live.bag.noneDetail')}
            action={
              runs ? (
                <Button variant="soft" icon={Plus} onClick={() => setOpen({ kind: 'goods' })}>
                  {t('live.goods.title')}
                </Button>
              ) : null
            }
          />
        ) : (
          <BagTable room={room} onOpen={setOpen} />
        )}
      </Panel>
      <RundownStrip room={room} onEdit={() => setOpen({ kind: 'rundown' })} />
      <ShiftsPanel room={room} />
      {open?.kind === 'edit' ? <RoomForm creatorId={creatorId} room={room} onClose={close} /> : null}
      {open?.kind === 'goods' ? <GoodsSheet room={room} onClose={close} /> : null}
      {open?.kind === 'rundown' ? <RundownSheet room={room} onClose={close} /> : null}
      {open?.kind === 'price' && fresh ? <PriceSheet room={room} item={fresh} onClose={close} /> : null}
      {open?.kind === 'stock' && fresh ? <StockSheet room={room} item={fresh} onClose={close} /> : null}
      {open?.kind === 'sale' && fresh ? (
        <SaleSheet
          room={room}
          item={fresh}
          draft={prepared}
          viewers={null}
          onPrepare={prepare}
          onStarted={close}
          onClose={close}
        />
      ) : null}
    </Page>
  )
}

const AFTER = [getDeskRoom, listRooms] as const

function TestButtons({ room }: { room: Room }) {
  const { t } = useTranslation()
  const start = useAct(startTest, { refreshes: AFTER })
  const stop = useAct(stopTest, { refreshes: AFTER })
  const at = { creatorId: room.creatorId, roomId: room.roomId }
  const isPreview = room.state === 'preview'
  return (
    <div className="buttons">
      {/* One button through both states, so that the keyboard stays where it was. */}
      <Button
        variant={isPreview ? 'primary' : 'secondary'}
        loading={start.busy || stop.busy}
        onClick={() => void (isPreview ? start : stop).run(at)}
      >
        {t(isPreview ? 'live.test.start' : 'live.test.stop')}
      </Button>
      {isPreview ? <ArchiveButton room={room} /> : null}
    </div>
  )
}

function GoLive({ room, ready }: { room: Room; ready: boolean }) {
  const { t } = useTranslation()
  const go = useAct(goLive, { refreshes: AFTER })
  return (
    <div className="live-go">
      <Button
        variant={ready ? 'primary' : 'secondary'}
        size="l"
        block
        icon={Radio}
        disabled={!ready}
        loading={go.busy}
        onClick={() => void go.run({ creatorId: room.creatorId, roomId: room.roomId })}
      >
        {t('live.go.title')}
      </Button>
      <p className="muted">
        {t(ready ? 'live.go.means' : room.state === 'preview' ? 'live.go.testFirst' : 'live.go.notYet')}
      </p>
    </div>
  )
}
