// What the room gives away: its coupon, its lucky bag, its announcement. Small, at the top, out of the picture's middle.
import { Gift, Megaphone, TicketPercent } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import {
  Button,
  Dialog,
  formatCountdown,
  formatMoney,
  InlineError,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import { claimCoupon, joinLuckyBag } from '#modules/live/contract'
import { api } from '../app/api.ts'
import { useAccount } from '../app/session.tsx'
import { useSheets } from '../app/sheets.ts'
import { setFollow, useFollowed } from '../feed/social.ts'
import { useLogged, useRoomNow, useRoomStore } from './room-context.tsx'
import type { Room } from './room-events.ts'
import { useServerNow } from './use-server-now.ts'

export function Extras() {
  const { room, winners } = useLogged()
  const text = useText()
  const store = useRoomStore()
  const { t } = useTranslation()
  const nowMs = useServerNow(store, room.coupon !== null || room.luckyBag !== null)
  return (
    <div className="room-extras">
      {room.announcement ? (
        <p className="room-announcement">
          <Megaphone size={14} aria-hidden />
          <span className="visually-hidden">{t('live.announcement')}: </span>
          <span>{text(room.announcement)}</span>
        </p>
      ) : null}
      <div className="room-gifts">
        {room.luckyBag ? <LuckyBag bag={room.luckyBag} nowMs={nowMs} /> : null}
        {room.coupon && Date.parse(room.coupon.endsAt) > nowMs ? (
          <Coupon coupon={room.coupon} nowMs={nowMs} />
        ) : null}
      </div>
      {winners ? <Winners names={winners.names} key={winners.luckyBagId} /> : null}
    </div>
  )
}

/** Only an account takes part: a guest logs in over the picture and presses again. */
function useAsAccount(): (run: () => Promise<void>) => Promise<void> {
  const account = useAccount()
  const { open } = useSheets()
  const { roomId } = useRoomNow()
  return async (run) => (account.guest ? open({ sheet: 'enter', room: roomId }) : run())
}

function Coupon({ coupon, nowMs }: { coupon: NonNullable<Room['coupon']>; nowMs: number }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const store = useRoomStore()
  const { roomId } = useRoomNow()
  const asAccount = useAsAccount()
  const [busy, setBusy] = useState(false)
  const money = (minor: string) => formatMoney(minor, coupon.currency, locale).replace(/\.00$/, '')
  const what =
    coupon.overMinor === '0'
      ? t('live.couponAny', { off: money(coupon.offMinor) })
      : t('live.coupon', { over: money(coupon.overMinor), off: money(coupon.offMinor) })
  const state = coupon.usedByViewer
    ? 'live.couponUsed'
    : coupon.claimedByViewer
      ? 'live.couponTaken'
      : coupon.left === 0
        ? 'live.couponGone'
        : 'live.couponTake'

  const take = () =>
    asAccount(async () => {
      setBusy(true)
      try {
        await api.call(claimCoupon, { roomId, couponId: coupon.couponId })
        store.patch((room) => ({ coupon: room.coupon && { ...room.coupon, claimedByViewer: true } }))
        toast({ text: t('live.couponDone'), tone: 'good' })
      } catch (error) {
        toast({ text: problemOf(error, locale).title, tone: 'bad' })
        if (error instanceof ApiProblem && error.code === 'COUPON_GONE')
          store.patch((room) => ({ coupon: room.coupon && { ...room.coupon, left: 0 } }))
      } finally {
        setBusy(false)
      }
    })

  return (
    <button
      type="button"
      className="gift gift-coupon"
      disabled={busy || state !== 'live.couponTake'}
      onClick={() => void take()}
    >
      <TicketPercent size={18} aria-hidden />
      <span className="visually-hidden">{t('live.couponLabel')}</span>
      <span>
        <b>{what}</b>
        <small className="num">
          {t('live.couponEnds', { time: formatCountdown(Date.parse(coupon.endsAt) - nowMs) })}
        </small>
      </span>
      <em>{t(state)}</em>
    </button>
  )
}

function LuckyBag({ bag, nowMs }: { bag: NonNullable<Room['luckyBag']>; nowMs: number }) {
  const { t } = useTranslation()
  const text = useText()
  const [open, setOpen] = useState(false)
  const leftMs = Date.parse(bag.drawsAt) - nowMs
  const clock = leftMs > 0 ? t('live.luckyDraws', { time: formatCountdown(leftMs) }) : t('live.luckyDrawing')
  return (
    <>
      <button type="button" className="gift gift-lucky" onClick={() => setOpen(true)}>
        <Gift size={18} aria-hidden />
        <span>
          <b>{t('live.luckyBag')}</b>
          <small className="num">{leftMs > 0 ? formatCountdown(leftMs) : t('live.luckyDrawing')}</small>
        </span>
        {bag.joinedByViewer ? <em>{t('live.luckyDone')}</em> : null}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={text(bag.title)}
        actions={<JoinButton bag={bag} over={leftMs <= 0} onDone={() => setOpen(false)} />}
      >
        <ul className="lucky-facts num">
          <li>{clock}</li>
          <li>{t('live.luckyWinners', { n: bag.winners })}</li>
          <li>{t('live.luckyJoined', { n: bag.joined })}</li>
        </ul>
        <p>{bag.joinedByViewer ? t('live.luckyIn') : t(`live.luckyTask.${bag.task}`)}</p>
      </Dialog>
    </>
  )
}

function JoinButton({
  bag,
  over,
  onDone,
}: {
  bag: NonNullable<Room['luckyBag']>
  over: boolean
  onDone: () => void
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const store = useRoomStore()
  const { roomId, author } = useRoomNow()
  const followed = useFollowed(author)
  const asAccount = useAsAccount()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const join = () =>
    asAccount(async () => {
      setBusy(true)
      setProblem(null)
      try {
        if (bag.task === 'follow' && !followed) await setFollow(author.creatorId, true, null)
        const { joined } = await api.call(joinLuckyBag, { roomId, luckyBagId: bag.luckyBagId })
        store.patch((room) => ({
          luckyBag: room.luckyBag && { ...room.luckyBag, joined, joinedByViewer: true },
        }))
        toast({ text: t('live.luckyIn'), tone: 'good' })
        onDone()
      } catch (error) {
        setProblem(problemOf(error, locale))
      } finally {
        setBusy(false)
      }
    })
  return (
    <>
      <InlineError problem={problem} />
      <Button
        block
        variant="primary"
        loading={busy}
        disabled={bag.joinedByViewer || over}
        onClick={() => void join()}
      >
        {t(bag.joinedByViewer ? 'live.luckyDone' : 'live.luckyJoin')}
      </Button>
    </>
  )
}

function Winners({ names }: { names: readonly string[] }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [shut, setShut] = useState(false)
  if (shut) return null
  const list = new Intl.ListFormat(locale === 'zh' ? 'zh-CN' : 'en', { type: 'conjunction' }).format(names)
  return (
    <button type="button" className="gift gift-winners" onClick={() => setShut(true)}>
      <Gift size={18} aria-hidden />
      <span>
        <b>{t('live.luckyWon')}</b>
        <small>{t('live.luckyWonNames', { names: list })}</small>
      </span>
    </button>
  )
}
