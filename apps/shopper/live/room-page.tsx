// A live room on the whole screen: the picture, what is said, what is sold. On a wide screen the picture stands in the middle and
// chat and goods beside it.
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { Forward, ShoppingBag, Volume2, VolumeX } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Tabs, useText, useToast } from '#app/ui'
import { rememberPlace } from '../app/last-place.ts'
import { useOnline } from '../app/online.tsx'
import { useTitle } from '../app/page.tsx'
import { useAccount } from '../app/session.tsx'
import { useSheets } from '../app/sheets.ts'
import { toggleSound, usePlayback } from '../feed/playback.ts'
import { BagList } from './bag-list.tsx'
import { Extras } from './extras.tsx'
import { LikeButton } from './hearts.tsx'
import { LivePicture } from './live-picture-view.tsx'
import { Offers } from './offer-card.tsx'
import { Chat, OrderBubbles } from './room-chat-view.tsx'
import { RoomProvider, useRoomNow, useRoomStore } from './room-context.tsx'
import { hasPicture } from './room-events.ts'
import { reconnectRooms, useHeldRoom, useRoom } from './room-hold.ts'
import { Blocked, Curtain, NotOpen, RoomLoading } from './room-states.tsx'
import { RoomTop } from './room-top.tsx'
import { SayBox } from './say-box.tsx'
import { useRoomKeys } from './use-room-keys.ts'

const CoHostPicture = lazy(() => import('./co-host-picture.tsx'))
const WIDE = '(min-width: 1024px)'
const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(WIDE)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(WIDE).matches,
  )

export function RoomPage() {
  const { roomId } = useParams({ from: '/live/$roomId' })
  return <RoomById key={roomId} roomId={roomId} />
}

function RoomById({ roomId }: { roomId: string }) {
  const { from, by } = useSearch({ from: '/live/$roomId' })
  const store = useHeldRoom(roomId, from ?? 'other', by)
  const status = useRoom(store, (s) => s.status)
  const problem = useRoom(store, (s) => s.problem)
  const isBlocked = useRoom(store, (s) => s.line.is === 'closed' && s.line.why === 'forbidden')
  const online = useOnline()
  useEffect(() => {
    if (online) reconnectRooms(false)
  }, [online])
  const { id, guest } = useAccount()
  const known = useRef({ id, guest })
  useEffect(() => {
    // Who signed up while buying writes under the new name.
    if (known.current.id !== id || known.current.guest !== guest) reconnectRooms(true)
    known.current = { id, guest }
  }, [id, guest])
  useEffect(() => rememberPlace(`/live/${roomId}`), [roomId])
  if (!store || status === 'loading') return <RoomLoading />
  if (status === 'failed') return <NotOpen problem={problem!} onRetry={() => void store.load()} />
  if (isBlocked) return <Blocked />
  return (
    <RoomProvider value={store}>
      <Room />
    </RoomProvider>
  )
}

function Room() {
  const { t } = useTranslation()
  const text = useText()
  const room = useRoomNow()
  const store = useRoomStore()
  const wide = useWide()
  const sheets = useSheets()
  const leave = useLeave()
  const [side, setSide] = useState('chat')
  const page = useRef<HTMLDivElement>(null)
  const title = text(room.title)
  useTitle(title)
  const onAir = room.state === 'live' || room.state === 'interrupted'
  const openBag = () => (wide ? setSide('bag') : sheets.open({ sheet: 'bag', room: room.roomId }))
  useRoomKeys({
    say() {
      setSide('chat')
      requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('[data-say]')?.focus())
    },
    bag: openBag,
    like: store.like,
    mute: toggleSound,
  })
  return (
    <div ref={page} className={`room is-${room.state}`}>
      <h1 className="visually-hidden">{title}</h1>
      <div className="room-stage">
        <LivePicture
          roomId={room.roomId}
          play={onAir && hasPicture(room) ? room.play : null}
          posterUrl={room.coverUrl}
          landscape={room.orientation === 'landscape'}
          entered
        />
        {onAir && room.coHost ? (
          <Suspense fallback={null}>
            <CoHostPicture key={room.coHost.stream} />
          </Suspense>
        ) : null}
        <DoubleTap />
        <div className="room-scrim" aria-hidden />
        <RoomTop onLeave={leave} />
        {room.state === 'ended' || room.state === 'archived' ? null : <Extras />}
        <Curtain />
        <div className="room-below">
          {onAir && !wide ? <Chat /> : null}
          {onAir ? <OrderBubbles /> : null}
          {onAir ? <Offers /> : null}
          <div className="room-bar">
            {onAir && !wide ? <SayBox roomId={room.roomId} /> : <span className="room-bar-space" />}
            {wide || (!onAir && room.bag.length === 0) ? null : <BagButton onOpen={openBag} />}
            <SoundButton />
            <ShareButton />
            {onAir ? <LikeButton /> : null}
          </div>
        </div>
      </div>
      {wide ? (
        <aside className="room-side" aria-label={title}>
          <Tabs
            value={onAir ? side : 'bag'}
            onChange={setSide}
            label={title}
            tabs={[
              ...(onAir
                ? [
                    {
                      value: 'chat',
                      label: t('live.chat'),
                      content: (
                        <div className="room-side-chat">
                          <Chat />
                          <SayBox roomId={room.roomId} />
                        </div>
                      ),
                    },
                  ]
                : []),
              { value: 'bag', label: t('live.bagTitle', { n: room.bag.length }), content: <BagList /> },
            ]}
          />
        </aside>
      ) : null}
    </div>
  )
}

function useLeave(): () => void {
  const router = useRouter()
  const navigate = useNavigate()
  return () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/' }))
}

const DOUBLE_TAP_MS = 280

/** Two taps on the picture are a heart; the button below does the same. */
function DoubleTap() {
  const store = useRoomStore()
  const lastAt = useRef(0)
  return (
    <div
      className="room-tap"
      aria-hidden
      onPointerUp={(e) => {
        if (e.timeStamp - lastAt.current < DOUBLE_TAP_MS) store.like()
        lastAt.current = e.timeStamp
      }}
    />
  )
}

function BagButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation()
  const { bag } = useRoomNow()
  return (
    <button
      type="button"
      className="room-button room-bag"
      aria-label={t('live.bagOpen', { n: bag.length })}
      onClick={onOpen}
    >
      <ShoppingBag size={24} aria-hidden />
      {bag.length > 0 ? (
        <span className="room-bag-count num" aria-hidden>
          {bag.length}
        </span>
      ) : null}
    </button>
  )
}

function SoundButton() {
  const { t } = useTranslation()
  const { muted } = usePlayback()
  return (
    <IconButton
      className="room-button"
      icon={muted ? VolumeX : Volume2}
      label={t(muted ? 'feed.unmute' : 'feed.mute')}
      onClick={toggleSound}
    />
  )
}

function ShareButton() {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  const room = useRoomNow()
  async function share(): Promise<void> {
    const url = `${location.origin}/live/${room.roomId}?from=share`
    try {
      if (navigator.share) return await navigator.share({ title: text(room.title), url })
      await navigator.clipboard.writeText(url)
      toast({ text: t('feed.linkCopied'), tone: 'good' })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return
      toast({ text: t('feed.linkIs', { url }) })
    }
  }
  return (
    <IconButton className="room-button" icon={Forward} label={t('live.share')} onClick={() => void share()} />
  )
}
