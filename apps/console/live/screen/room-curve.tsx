// The room minute by minute: viewers as an area, money paid and given back as bars below, and under them what was done, in three lanes.
// One minute is looked at: pointing or the arrow keys move it. To a screen reader it is one slider.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney, formatWhole, useLocale } from '#app/ui'
import type { RoomScreen } from '#modules/live/contract'
import { eventWords, laneOf, LANES } from './event-words.ts'
import { isRunning } from './use-screen.ts'

const WIDTH = 1000
const ONLINE = 150
const GAP = 14
const MONEY = 74
const HEIGHT = ONLINE + GAP + MONEY
const MINUTE = 60_000
/** A young room is drawn to the left, not stretched over everything. */
const LEAST = 15
const slotsOf = (screen: RoomScreen) => Math.max(screen.minutes.length, isRunning(screen) ? LEAST : 1)

const clock = (at: string, locale: string) =>
  new Date(at).toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240]

/** Whole minutes people count in, no more than seven of them. */
function ticksOf(fromMs: number, slots: number): { at: string; share: number }[] {
  const stepMs = (STEPS.find((s) => slots / s <= 6) ?? STEPS.at(-1)!) * MINUTE
  const ticks: { at: string; share: number }[] = []
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= fromMs + slots * MINUTE; ms += stepMs)
    ticks.push({ at: new Date(ms).toISOString(), share: (ms - fromMs) / (slots * MINUTE) })
  return ticks
}

const mostOnline = (minutes: RoomScreen['minutes']) => Math.max(1, ...minutes.map((m) => m.online ?? 0))
const mostMoney = (minutes: RoomScreen['minutes']) =>
  Math.max(1, ...minutes.map((m) => Math.max(Number(m.paidMinor), Number(m.refundedMinor))))

type CurveProps = { screen: RoomScreen; onMinute?: (index: number) => void }

export function RoomCurve({ screen, onMinute }: CurveProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const box = useRef<HTMLDivElement>(null)
  const [picked, setPicked] = useState<number | null>(null)
  const { minutes } = screen
  const last = minutes.length - 1
  const at = Math.min(picked ?? last, last)
  const row = minutes[at]
  if (!row) return <p className="muted">{t('screen.noCurve')}</p>
  const move = (to: number) => {
    const next = Math.max(0, Math.min(last, to))
    setPicked(next === last ? null : next)
    onMinute?.(next)
  }
  const pointAt = (e: PointerEvent) => {
    const { left, width } = box.current!.getBoundingClientRect()
    move(Math.floor(((e.clientX - left) / width) * slotsOf(screen)))
  }
  const onKey = (e: KeyboardEvent) => {
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: last,
      PageUp: at + 10,
      PageDown: at - 10,
    }[e.key]
    if (to === undefined) return
    e.preventDefault()
    move(to)
  }
  const from = Date.parse(minutes[0]!.at)
  const money = (minor: string) => formatMoney(minor, screen.currency, locale)
  const reading = [
    ['online', row.online === null ? '—' : formatWhole(row.online, locale)],
    ['entries', formatWhole(row.entries, locale)],
    ['chats', formatWhole(row.chats, locale)],
    ['likes', formatWhole(row.likes, locale)],
    ['orders', formatWhole(row.orders, locale)],
    ['paid', money(row.paidMinor)],
    ['refunded', money(row.refundedMinor)],
  ] as const
  return (
    <div className="room-curve">
      <dl className="curve-reading">
        <div>
          <dt>{t('screen.minute.at')}</dt>
          <dd className="num">{clock(row.at, locale)}</dd>
        </div>
        {reading.map(([key, value]) => (
          <div key={key} data-key={key}>
            <dt>{t(`screen.minute.${key}`)}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <div
        ref={box}
        className="curve-box"
        role="slider"
        tabIndex={0}
        aria-label={t('screen.curve')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={`${clock(row.at, locale)} · ${reading.map(([k, v]) => `${t(`screen.minute.${k}`)} ${v}`).join(' · ')}`}
        onPointerMove={(e) => (e.pointerType === 'mouse' || e.buttons > 0) && pointAt(e)}
        onPointerDown={pointAt}
        onPointerLeave={() => setPicked(null)}
        onKeyDown={onKey}
      >
        <div className="curve-picture">
          <Plot screen={screen} at={at} />
          <small className="curve-most num" style={{ top: 0 }} aria-hidden>
            {t('screen.minute.online')} {formatWhole(mostOnline(minutes), locale)}
          </small>
          {mostMoney(minutes) > 1 ? (
            <small
              className="curve-most num"
              style={{ top: `${((ONLINE + GAP - 6) / HEIGHT) * 100}%` }}
              aria-hidden
            >
              {t('screen.minute.paid')} {money(String(mostMoney(minutes)))}
            </small>
          ) : null}
        </div>
        <Lanes screen={screen} />
      </div>
      <div className="curve-ticks num" aria-hidden>
        {ticksOf(from, slotsOf(screen)).map(({ at: time, share }) => (
          <span
            key={time}
            style={{ left: `${share * 100}%` }}
            data-edge={share < 0.03 ? 'start' : share > 0.97 ? 'end' : undefined}
          >
            {clock(time, locale)}
          </span>
        ))}
      </div>
    </div>
  )
}

function Plot({ screen, at }: { screen: RoomScreen; at: number }) {
  const { minutes } = screen
  const step = WIDTH / slotsOf(screen)
  const most = mostOnline(minutes)
  const mostPaid = mostMoney(minutes)
  const y = (online: number) => ONLINE - (online / most) * (ONLINE - 10)
  const bar = (minor: string) => (Number(minor) / mostPaid) * MONEY
  // Runs of minutes that were counted: a gap is a gap, never a nought.
  const runs: { from: number; values: number[] }[] = []
  minutes.forEach((m, i) => {
    if (m.online === null) return
    const run = runs.at(-1)
    if (run && run.from + run.values.length === i) run.values.push(m.online)
    else runs.push({ from: i, values: [m.online] })
  })
  const middle = (at + 0.5) * step
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="curve-plot" aria-hidden>
      <line className="curve-grid" x1={0} x2={WIDTH} y1={y(most)} y2={y(most)} />
      <line className="curve-grid" x1={0} x2={WIDTH} y1={y(most / 2)} y2={y(most / 2)} />
      {runs.map(({ from, values }) => {
        const line = values
          .map(
            (v, i) =>
              `${i === 0 ? `M${(from * step).toFixed(1)}` : `L${((from + i) * step).toFixed(1)}`} ${y(v).toFixed(1)}H${((from + i + 1) * step).toFixed(1)}`,
          )
          .join('')
        return (
          <g key={from}>
            <path className="curve-area" d={`${line}V${ONLINE}H${(from * step).toFixed(1)}Z`} />
            <path className="curve-line" d={line} />
          </g>
        )
      })}
      <line className="curve-base" x1={0} x2={WIDTH} y1={ONLINE} y2={ONLINE} />
      {minutes.map((m, i) => (
        <g key={m.at}>
          <rect
            className="curve-paid"
            x={i * step + step * 0.15}
            width={step * 0.7}
            y={HEIGHT - bar(m.paidMinor)}
            height={bar(m.paidMinor)}
          />
          <rect
            className="curve-refunded"
            x={i * step + step * 0.4}
            width={step * 0.2}
            y={HEIGHT - bar(m.refundedMinor)}
            height={bar(m.refundedMinor)}
          />
        </g>
      ))}
      <line className="curve-at" x1={middle} x2={middle} y1={0} y2={HEIGHT} />
    </svg>
  )
}

/** Explaining as stretches, the rest as marks; the words of each on hover, and in the review's table. */
function Lanes({ screen }: { screen: RoomScreen }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const from = Date.parse(screen.minutes[0]!.at)
  const span = slotsOf(screen) * MINUTE
  const end = screen.endedAt ?? screen.asOf
  const share = (at: string) => Math.max(0, Math.min(100, ((Date.parse(at) - from) / span) * 100))
  return (
    <div className="curve-lanes">
      {LANES.map((lane) => {
        const events = screen.events.filter(
          (e) => laneOf(e.event) === lane && Date.parse(e.at) >= Date.parse(screen.startedAt ?? e.at),
        )
        return (
          <div key={lane} className="curve-lane" data-lane={lane}>
            {events.map((e, i) => {
              if (e.event.kind === 'explain' && e.event.productId === null) return null
              const left = share(e.at)
              const width = lane === 'explain' ? share(events[i + 1]?.at ?? end) - left : 0
              return (
                <span
                  key={e.seq}
                  title={`${clock(e.at, locale)} ${eventWords(e.event, screen, locale, t)}`}
                  style={{
                    left: `${left}%`,
                    ...(lane === 'explain' ? { width: `max(2px, calc(${width}% - 1px))` } : {}),
                  }}
                />
              )
            })}
            <small>{t(`screen.lane.${lane}`)}</small>
          </div>
        )
      })}
    </div>
  )
}
