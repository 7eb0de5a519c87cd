// A clip second by second: who is still there as an area, who leaves as bars below, and one second that is looked at. Pointing or
// the arrow keys move it, and whoever shows the clip beside it follows. It is one slider to a screen reader; `describe` says the rest.
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'

export type CurvePoint = { second: number; staying: number; leaving: number; acts: number }

type SecondCurveProps = {
  label: string
  points: readonly CurvePoint[]
  at: number
  onMove: (second: number) => void
  describe: (second: number) => string
  /** Names of the two plots. */
  stayingLabel: string
  leavingLabel: string
}

const WIDTH = 600
const STAYING = 180
const GAP = 28
const LEAVING = 56
const HEIGHT = STAYING + GAP + LEAVING

export function SecondCurve({
  label,
  points,
  at,
  onMove,
  describe,
  stayingLabel,
  leavingLabel,
}: SecondCurveProps) {
  const box = useRef<HTMLDivElement>(null)
  const last = points.length - 1
  const step = WIDTH / Math.max(1, points.length)
  const most = Math.max(1, points[0]?.staying ?? 0)
  const mostLeaving = Math.max(1, ...points.map((p) => p.leaving))
  const y = (staying: number) => STAYING - (staying / most) * (STAYING - 8)
  // A step for each second: what is read off a second is what is drawn over all of it.
  const curve = points
    .map(
      (p, i) =>
        `${i === 0 ? 'M0' : 'L' + (i * step).toFixed(1)} ${y(p.staying).toFixed(1)}H${((i + 1) * step).toFixed(1)}`,
    )
    .join('')
  const ticks = ticksOf(points.length)
  const middle = (at + 0.5) * step

  const pointAt = (event: PointerEvent) => {
    const { left, width } = box.current!.getBoundingClientRect()
    onMove(clamp(Math.floor(((event.clientX - left) / width) * points.length), last))
  }
  const onKey = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
      PageUp: at + 5,
      PageDown: at - 5,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onMove(clamp(to, last))
  }
  return (
    <div
      ref={box}
      className="second-curve"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={describe(at)}
      onPointerMove={(e) => (e.pointerType === 'mouse' || e.buttons > 0) && pointAt(e)}
      onPointerDown={pointAt}
      onKeyDown={onKey}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <line className="second-curve-grid" x1={0} x2={WIDTH} y1={y(most / 2)} y2={y(most / 2)} />
        <path className="second-curve-area" d={`${curve}V${STAYING}H0Z`} />
        <path className="second-curve-line" d={curve} />
        <line className="second-curve-base" x1={0} x2={WIDTH} y1={STAYING} y2={STAYING} />
        {points.map((p, i) => {
          const height = (p.leaving / mostLeaving) * LEAVING
          return (
            <rect
              key={p.second}
              className="second-curve-bar"
              x={i * step + step * 0.12}
              width={step * 0.76}
              y={HEIGHT - height}
              height={height}
            />
          )
        })}
        <line className="second-curve-at" x1={middle} x2={middle} y1={0} y2={HEIGHT} />
      </svg>
      {points.map((p, i) =>
        p.acts > 0 ? (
          <span
            key={p.second}
            className="second-curve-act"
            style={{
              left: `${((i + 0.5) / points.length) * 100}%`,
              top: `${(y(p.staying) / HEIGHT) * 100}%`,
            }}
            aria-hidden
          />
        ) : null,
      )}
      {points[at] ? (
        <span
          className="second-curve-dot"
          style={{
            left: `${((at + 0.5) / points.length) * 100}%`,
            top: `${(y(points[at].staying) / HEIGHT) * 100}%`,
          }}
          aria-hidden
        />
      ) : null}
      <span className="second-curve-name" aria-hidden>
        {stayingLabel}
      </span>
      <span className="second-curve-name second-curve-name-low" aria-hidden>
        {leavingLabel}
      </span>
      {ticks.map((second) => (
        <span
          key={second}
          className="second-curve-tick num"
          style={{ left: `${(second / points.length) * 100}%` }}
          aria-hidden
        >
          {clockOf(second)}
        </span>
      ))}
    </div>
  )
}

const TICK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120]
const TICKS_MAX = 8

/** Whole seconds at even distances, the last never beside the end. */
function ticksOf(length: number): number[] {
  const step = TICK_STEPS.find((s) => length / s <= TICKS_MAX) ?? TICK_STEPS.at(-1)!
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step)
}

/** 75 → 1:15 */
export const clockOf = (second: number): string =>
  `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`

const clamp = (second: number, last: number): number => Math.max(0, Math.min(last, second))
