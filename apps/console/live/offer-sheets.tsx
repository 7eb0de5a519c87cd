// What the host hands out beside prices: a coupon, a lucky bag, the line at the top of the room.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Field,
  formatMoney,
  InlineError,
  Input,
  MoneyInput,
  Select,
  Sheet,
  useLocale,
  useText,
} from '#app/ui'
import { announce, closeCoupon, openCoupon, openLuckyBag } from '#modules/live/contract'
import { Both } from '../app/both.tsx'
import { useRoomAct } from './room-act.ts'
import type { Room } from './room-patch.ts'

type SheetProps = { room: Room; onClose: () => void }
const whole = (text: string, min: number, max: number): number | null =>
  /^\d{1,7}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null

export function CouponSheet({ room, onClose }: SheetProps) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const { creatorId, roomId, coupon } = room
  const shops = [
    ...new Map(room.bag.filter((b) => b.priceable).map((b) => [b.shopId, b.card.shopName])).entries(),
  ]
  const [shopId, setShopId] = useState<string>(shops[0]?.[0] ?? '')
  const [off, setOff] = useState<string | null>('500')
  const [over, setOver] = useState<string | null>('5000')
  const [units, setUnits] = useState('100')
  const [minutes, setMinutes] = useState('10')
  const open = useRoomAct(openCoupon, { inline: true, says: t('live.coupon.opened'), onDone: onClose })
  const close = useRoomAct(closeCoupon, { inline: true, says: t('live.coupon.closed'), onDone: onClose })
  const n = { units: whole(units, 1, 1_000_000), minutes: whole(minutes, 1, 20) }
  const wrong = off !== null && over !== null && BigInt(off) > BigInt(over)
  const ready =
    shopId !== '' && off !== null && off !== '0' && over !== null && !wrong && n.units && n.minutes
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('live.offers.coupon')}
      footer={
        coupon ? (
          <Button
            variant="danger"
            block
            loading={close.busy}
            onClick={() => void close.run({ creatorId, roomId, couponId: coupon.couponId })}
          >
            {t('live.coupon.close')}
          </Button>
        ) : (
          <Button
            variant="primary"
            block
            disabled={!ready}
            loading={open.busy}
            onClick={() =>
              void open.run({
                creatorId,
                roomId,
                shopId: shopId as `shp_${string}`,
                offMinor: off!,
                overMinor: over!,
                units: n.units!,
                minutes: n.minutes!,
              })
            }
          >
            {t('live.coupon.open')}
          </Button>
        )
      }
    >
      {coupon ? (
        <div className="stack">
          <p>
            {t('live.coupon.running', {
              off: formatMoney(coupon.offMinor, coupon.currency, locale),
              over: formatMoney(coupon.overMinor, coupon.currency, locale),
              left: coupon.left,
            })}
          </p>
          <p className="muted">{t('live.coupon.closeDetail')}</p>
          <InlineError problem={close.problem} />
        </div>
      ) : (
        <div className="stack">
          {shops.length === 0 ? <p className="notice notice-amber">{t('live.price.notYours')}</p> : null}
          <Field label={t('live.coupon.shop')}>
            <Select value={shopId} onChange={(e) => setShopId(e.target.value)}>
              {shops.map(([id, name]) => (
                <option key={id} value={id}>
                  {text(name)}
                </option>
              ))}
            </Select>
          </Field>
          <div className="live-fields">
            <Field label={t('live.coupon.over')}>
              <MoneyInput minor={over} onChange={setOver} />
            </Field>
            <Field label={t('live.coupon.off')} error={wrong ? t('live.coupon.wrong') : null}>
              <MoneyInput minor={off} onChange={setOff} />
            </Field>
          </div>
          <div className="live-fields">
            <Field label={t('live.coupon.units')}>
              <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
            </Field>
            <Field label={t('live.coupon.minutes')} hint={t('live.coupon.minutesHint')}>
              <Input inputMode="numeric" value={minutes} onChange={(e) => setMinutes(e.target.value)} />
            </Field>
          </div>
          {ready ? (
            <p className="muted">
              {t('live.coupon.cost', {
                all: formatMoney(BigInt(off!) * BigInt(n.units!), 'CNY', locale),
                left: room.couponsLeft,
              })}
            </p>
          ) : null}
          <InlineError problem={open.problem} />
        </div>
      )}
    </Sheet>
  )
}

export function LuckyBagSheet({ room, onClose }: SheetProps) {
  const { t } = useTranslation()
  const text = useText()
  const { creatorId, roomId, luckyBag } = room
  const [title, setTitle] = useState({ zh: '', en: '' })
  const [winners, setWinners] = useState('3')
  const [task, setTask] = useState<'watch' | 'comment' | 'follow'>('comment')
  const [seconds, setSeconds] = useState('180')
  const open = useRoomAct(openLuckyBag, { inline: true, says: t('live.lucky.opened'), onDone: onClose })
  const n = { winners: whole(winners, 1, 100), seconds: whole(seconds, 30, 3600) }
  const ready = title.zh.trim() && title.en.trim() && n.winners && n.seconds
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('live.offers.lucky')}
      footer={
        luckyBag ? null : (
          <Button
            variant="primary"
            block
            disabled={!ready}
            loading={open.busy}
            onClick={() =>
              void open.run({ creatorId, roomId, title, winners: n.winners!, task, seconds: n.seconds! })
            }
          >
            {t('live.lucky.open')}
          </Button>
        )
      }
    >
      {luckyBag ? (
        <p>
          {t('live.lucky.running', {
            title: text(luckyBag.title),
            winners: luckyBag.winners,
            joined: luckyBag.joined,
          })}
        </p>
      ) : (
        <div className="stack" data-write>
          <Both
            label={t('live.lucky.title')}
            name="title"
            value={title}
            onChange={setTitle}
            problem={open.problem}
            max={40}
            required
          />
          <Field label={t('live.lucky.task')}>
            <Select value={task} onChange={(e) => setTask(e.target.value as typeof task)}>
              {(['watch', 'comment', 'follow'] as const).map((v) => (
                <option key={v} value={v}>
                  {t(`live.lucky.tasks.${v}`)}
                </option>
              ))}
            </Select>
          </Field>
          <div className="live-fields">
            <Field label={t('live.lucky.winners')}>
              <Input inputMode="numeric" value={winners} onChange={(e) => setWinners(e.target.value)} />
            </Field>
            <Field label={t('live.lucky.seconds')}>
              <Input inputMode="numeric" value={seconds} onChange={(e) => setSeconds(e.target.value)} />
            </Field>
          </div>
          <p className="muted">{t('live.lucky.fair')}</p>
          {open.problem && open.problem.errors.length === 0 ? <InlineError problem={open.problem} /> : null}
        </div>
      )}
    </Sheet>
  )
}

export function AnnounceSheet({ room, onClose }: SheetProps) {
  const { t } = useTranslation()
  const { creatorId, roomId, announcement } = room
  const [text, setText] = useState(announcement ?? { zh: '', en: '' })
  const say = useRoomAct(announce, { inline: true, says: t('live.announce.said'), onDone: onClose })
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('live.offers.announce')}
      footer={
        <span className="buttons">
          {announcement ? (
            <Button loading={say.busy} onClick={() => void say.run({ creatorId, roomId, text: null })}>
              {t('live.announce.clear')}
            </Button>
          ) : null}
          <Button
            variant="primary"
            disabled={!text.zh.trim() || !text.en.trim()}
            loading={say.busy}
            onClick={() => void say.run({ creatorId, roomId, text })}
          >
            {t('live.announce.say')}
          </Button>
        </span>
      }
    >
      <div className="stack" data-write>
        <Both
          label={t('live.announce.text')}
          name="text"
          value={text}
          onChange={setText}
          problem={say.problem}
          max={100}
          required
          hint={t('live.announce.hint')}
        />
        {say.problem && say.problem.errors.length === 0 ? <InlineError problem={say.problem} /> : null}
      </div>
    </Sheet>
  )
}
