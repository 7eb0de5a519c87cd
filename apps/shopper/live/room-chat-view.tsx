// The chat over the picture (or beside it): the newest line at the bottom, standing still while somebody reads further up. Real
// orders are told between the lines and the card; nothing here is invented.
import { ArrowDown, Pin, ShoppingBag, Volume1, VolumeOff } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, useText } from '#app/ui'
import type { ShownLine } from './room-chat.ts'
import { useLogged, useRoomStore } from './room-context.tsx'
import { useRoom } from './room-hold.ts'

const ORDER_SHOWN_MS = 5_000
const AT_BOTTOM_PX = 40

export function Chat() {
  const { t } = useTranslation()
  const store = useRoomStore()
  const lines = useRoom(store, (s) => s.chat)
  const { pinned } = useLogged()
  const list = useRef<HTMLDivElement>(null)
  const [reading, setReading] = useState(false)
  const [aloud, setAloud] = useState(false)
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight, behavior: 'instant' })
  useLayoutEffect(() => {
    if (!reading) toEnd()
  }, [lines, reading])
  useEffect(() => {
    if (!list.current) return
    const watch = new ResizeObserver(() => !reading && toEnd())
    watch.observe(list.current)
    return () => watch.disconnect()
  }, [reading])

  return (
    <section className="chat" aria-label={t('live.chat')}>
      <IconButton
        className="chat-aloud"
        icon={aloud ? Volume1 : VolumeOff}
        size={18}
        label={t('live.chatAloud')}
        aria-pressed={aloud}
        onClick={() => setAloud(!aloud)}
      />
      {pinned ? (
        <p className="chat-pinned">
          <Pin size={14} aria-hidden /> <b>{t('live.pinned')}</b> <i>{pinned.name}</i> {pinned.text}
        </p>
      ) : null}
      <div
        ref={list}
        className="chat-lines"
        role="log"
        aria-live={aloud ? 'polite' : 'off'}
        aria-label={t('live.chat')}
        tabIndex={0}
        onScroll={(e) => {
          const el = e.currentTarget
          setReading(el.scrollHeight - el.scrollTop - el.clientHeight > AT_BOTTOM_PX)
        }}
      >
        {lines.length === 0 ? <p className="chat-empty">{t('live.chatEmpty')}</p> : null}
        {lines.map((l) => (
          <Line key={l.id} line={l} />
        ))}
      </div>
      {reading ? (
        <button type="button" className="chat-more" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden /> {t('live.chatNew')}
        </button>
      ) : null}
    </section>
  )
}

const Line = memo(function Line({ line }: { line: ShownLine }) {
  const { t } = useTranslation()
  const { role, own = false, waiting = false, more } = line
  return (
    <p className={`chat-line is-${role} ${own ? 'is-own' : ''} ${waiting ? 'is-waiting' : ''}`}>
      {role === 'viewer' ? null : <em>{t(`live.role.${role}`)}</em>}
      {own ? <em className="chat-me">{t('live.mine')}</em> : null}
      <b>{line.name}</b> <span>{line.text}</span>
      {more ? <small className="num"> {t('live.more', { n: more })}</small> : null}
      {waiting ? <small> {t('live.waiting')}</small> : null}
    </p>
  )
})

/** The last real order, for a moment. */
export function OrderBubbles() {
  const { t } = useTranslation()
  const text = useText()
  const store = useRoomStore()
  const orders = useRoom(store, (s) => s.orders)
  const { room } = useLogged()
  const last = orders.at(-1)
  const [gone, setGone] = useState(0)
  useEffect(() => {
    if (!last) return
    const timer = setTimeout(
      () => setGone(last.key),
      Math.max(0, ORDER_SHOWN_MS - (performance.now() - last.at)),
    )
    return () => clearTimeout(timer)
  }, [last])
  const item = last && room.bag.find((i) => i.productId === last.productId)
  if (!last || !item || last.key <= gone) return null
  const what = text(item.card.title)
  return (
    <p className="order-bubble" key={last.key}>
      <ShoppingBag size={14} aria-hidden />
      <span>
        {last.qty > 1
          ? t('live.orderedMany', { name: last.name, n: last.qty, what })
          : t('live.ordered', { name: last.name, what })}
      </span>
    </p>
  )
}
