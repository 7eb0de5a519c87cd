// A recorded room as it is watched again: the picture, and under it a line of time with a mark where something was shown. Space plays
// and stops, ← → go five seconds, [ ] go from mark to mark, < > change the speed. HLS by script, or by the browser where it can.
import { Pause, Play } from 'lucide-react'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { openHls } from '../hls.ts'
import { Button } from './button.tsx'
import { Spinner } from './spinner.tsx'
import '../styles/replay.css'

export type ReplayMark = { atMs: number; label: string }
export type ReplayControl = { seek(ms: number): void; atMs(): number }

type ReplayWords = {
  play: string
  pause: string
  speed: string
  timeline: string
  failed: string
  retry: string
  /** `0:12 of 3:40, 陶壶` for a screen reader. */
  place: (atMs: number) => string
}

type ReplayPlayerProps = {
  src: string
  poster?: string | null | undefined
  durationMs: number
  marks: readonly ReplayMark[]
  /** A stretch that is chosen, drawn on the line. */
  range?: { fromMs: number; toMs: number } | null
  words: ReplayWords
  clock: (ms: number) => string
  onTime?: (ms: number) => void
  control?: RefObject<ReplayControl | null>
  startMs?: number
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const
const STEP_MS = 5_000

export function ReplayPlayer(props: ReplayPlayerProps) {
  const { src, poster, durationMs, marks, range, words, clock, onTime, control, startMs = 0 } = props
  const video = useRef<HTMLVideoElement>(null)
  const [atMs, setAtMs] = useState(startMs)
  const [playing, setPlaying] = useState(false)
  const [waiting, setWaiting] = useState(false)
  const [speed, setSpeed] = useState(1)
  const { failed, retry } = useHls(video, src)

  const seek = useCallback(
    (ms: number) => {
      const to = Math.max(0, Math.min(durationMs, ms))
      if (video.current) video.current.currentTime = to / 1000
      setAtMs(to)
      onTime?.(to)
    },
    [durationMs, onTime],
  )
  const toggle = () => {
    const v = video.current
    if (!v) return
    if (v.paused) void v.play().catch(() => setPlaying(false))
    else v.pause()
  }
  useEffect(() => {
    if (control) control.current = { seek, atMs: () => Math.round((video.current?.currentTime ?? 0) * 1000) }
  }, [control, seek])
  useEffect(() => {
    if (video.current) video.current.playbackRate = speed
  }, [speed, src])
  useEffect(() => {
    const v = video.current
    if (!v || startMs === 0) return
    const onReady = () => (v.currentTime = startMs / 1000)
    v.addEventListener('loadedmetadata', onReady, { once: true })
    return () => v.removeEventListener('loadedmetadata', onReady)
  }, [startMs, src])

  const faster = (by: 1 | -1) =>
    setSpeed((s) => SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(s as 1) + by))]!)
  const onKey = (event: KeyboardEvent) => {
    const isSlider = (event.target as HTMLElement).tagName === 'INPUT'
    const act = {
      ' ': (event.target as HTMLElement).tagName === 'BUTTON' ? undefined : toggle,
      ArrowLeft: () => seek(atMs - STEP_MS),
      ArrowRight: () => seek(atMs + STEP_MS),
      '[': () => seek(marks.findLast((m) => m.atMs < atMs - 1_500)?.atMs ?? 0),
      ']': () => seek(marks.find((m) => m.atMs > atMs + 200)?.atMs ?? durationMs),
      '<': () => faster(-1),
      '>': () => faster(1),
    }[event.key]
    if (!act || (isSlider && event.key === ' ')) return
    event.preventDefault()
    act()
  }

  return (
    <div className="replay-player" role="group" aria-label={words.timeline} onKeyDown={onKey}>
      <div className="replay-picture">
        {/* The recording has no captions; what was shown is told by the marks. */}
        <video
          ref={video}
          poster={poster ?? undefined}
          playsInline
          preload="metadata"
          onClick={toggle}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onWaiting={() => setWaiting(true)}
          onPlaying={() => setWaiting(false)}
          onTimeUpdate={(e) => {
            const ms = Math.round(e.currentTarget.currentTime * 1000)
            setAtMs(ms)
            onTime?.(ms)
          }}
        >
          <track kind="captions" />
        </video>
        {waiting && !failed ? <Spinner /> : null}
        {failed ? (
          <div className="replay-failed" role="alert">
            <p>{words.failed}</p>
            <Button onClick={retry}>{words.retry}</Button>
          </div>
        ) : null}
      </div>
      <div className="replay-line">
        <div className="replay-marks" aria-hidden>
          {range ? (
            <span
              className="replay-range"
              style={{
                insetInlineStart: percent(range.fromMs, durationMs),
                width: percent(range.toMs - range.fromMs, durationMs),
              }}
            />
          ) : null}
          {marks.map((m) => (
            <span
              key={`${m.atMs} ${m.label}`}
              className="replay-mark"
              title={m.label}
              style={{ insetInlineStart: percent(m.atMs, durationMs) }}
            />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={durationMs}
          step={100}
          value={Math.min(atMs, durationMs)}
          aria-label={words.timeline}
          aria-valuetext={words.place(atMs)}
          onChange={(e) => seek(Number(e.target.value))}
        />
      </div>
      <div className="replay-buttons">
        <Button icon={playing ? Pause : Play} onClick={toggle}>
          {playing ? words.pause : words.play}
        </Button>
        <span className="num">
          {clock(atMs)} / {clock(durationMs)}
        </span>
        <label className="replay-speed">
          <span className="muted">{words.speed}</span>
          <select value={speed} onChange={(e) => setSpeed(Number(e.target.value))}>
            {SPEEDS.map((s) => (
              <option key={s} value={s}>
                {s}×
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  )
}

const percent = (ms: number, of: number) => `${of > 0 ? Math.min(100, (ms / of) * 100) : 0}%`

function useHls(video: RefObject<HTMLVideoElement | null>, src: string) {
  const [failed, setFailed] = useState(false)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const element = video.current
    if (!element) return
    let isGone = false
    let close = () => {}
    setFailed(false)
    openHls(element, src, () => setFailed(true)).then(
      (stop) => (isGone ? stop() : (close = stop)),
      () => !isGone && setFailed(true),
    )
    return () => {
      isGone = true
      close()
    }
  }, [video, src, turn])
  return { failed, retry: () => setTurn((n) => n + 1) }
}
