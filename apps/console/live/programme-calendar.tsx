// The calendar: seven columns from Monday, or on a narrow screen the days that hold something, one under another. Days are those of
// this machine's zone.
import { Link } from '@tanstack/react-router'
import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Button, IconButton, Panel, Segmented, Tag, useLocale, useNow, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { Localized } from '#kernel/text'
import { getCalendar } from '#modules/live/contract'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { ROOM_TONE } from './live-words.ts'

export type Entry = OutputOf<typeof getCalendar>['entries'][number]
/** Of several accounts: whose each is. */
type Shown = Entry & { name?: Localized }
type Span = { from: string; to: string }
type Acts = {
  mayRun: boolean
  busy: boolean
  onOpen: (entry: Entry) => void
  onSkip: (entry: Entry) => void
}

/** In the month: the week of a date, where it can be opened or left out. */
type Looks = { acts: Acts | null; onWeek: ((at: string) => void) | null }

const dayAfter = (day: Date, days: number) =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
const mondayOf = (day: Date) => dayAfter(day, -((day.getDay() + 6) % 7))

/** The days shown: whole weeks, around `day`. */
function daysOf(view: 'week' | 'month', day: Date): Date[] {
  const first = mondayOf(view === 'week' ? day : new Date(day.getFullYear(), day.getMonth(), 1))
  const last = view === 'week' ? first : new Date(day.getFullYear(), day.getMonth() + 1, 0)
  const weeks = Math.max(1, Math.ceil((Math.round((last.getTime() - first.getTime()) / 86_400_000) + 1) / 7))
  return Array.from({ length: weeks * 7 }, (_, i) => dayAfter(first, i))
}

/** One creator's, to act on. */
export function ProgrammeCalendar({ creatorId, ...acts }: Acts & { creatorId: string }) {
  return <Calendar read={(span) => queryOf(getCalendar, { creatorId, ...span })} acts={acts} />
}

type CalendarProps<E extends Shown> = {
  read: (span: Span) => UseQueryOptions<{ entries: E[] }, ApiProblem>
  /** Null: only to look at. */
  acts: Acts | null
}

export function Calendar<E extends Shown>({ read, acts }: CalendarProps<E>) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const [view, setView] = useState<'week' | 'month'>('month')
  const [chosen, setChosen] = useState<Date | null>(null)
  const day = chosen ?? now
  const days = daysOf(view, day)
  const query = useQuery(read({ from: days[0]!.toISOString(), to: dayAfter(days.at(-1)!, 1).toISOString() }))
  const step = (by: -1 | 1) =>
    setChosen(view === 'week' ? dayAfter(day, by * 7) : new Date(day.getFullYear(), day.getMonth() + by, 1))
  const toWeek = (at: string) => (setChosen(new Date(at)), setView('week'))
  const name = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }).format(
    view === 'week' ? days[0]! : day,
  )
  return (
    <Panel
      title={name}
      action={
        <span className="buttons">
          <Segmented
            label={t('live.calendar.view')}
            value={view}
            onChange={setView}
            options={(['week', 'month'] as const).map((value) => ({
              value,
              label: t(`live.calendar.${value}`),
            }))}
          />
          <IconButton icon={ChevronLeft} label={t('live.calendar.before')} onClick={() => step(-1)} />
          <Button size="s" onClick={() => setChosen(null)}>
            {t('live.calendar.today')}
          </Button>
          <IconButton icon={ChevronRight} label={t('live.calendar.after')} onClick={() => step(1)} />
        </span>
      }
    >
      <Read query={query}>
        {({ entries }) => (
          <>
            <ol className="calendar">
              {days.map((d) => (
                <Day
                  key={d.toISOString()}
                  day={d}
                  isToday={d.toDateString() === now.toDateString()}
                  isOut={view === 'month' && d.getMonth() !== day.getMonth()}
                  entries={entries.filter((e) => new Date(e.at).toDateString() === d.toDateString())}
                  acts={acts}
                  onWeek={acts && view === 'month' ? toWeek : null}
                />
              ))}
            </ol>
            {entries.length === 0 ? <p className="muted">{t('live.calendar.none')}</p> : null}
          </>
        )}
      </Read>
    </Panel>
  )
}

type DayProps = Looks & { day: Date; isToday: boolean; isOut: boolean; entries: Shown[] }

function Day({ day, isToday, isOut, entries, ...looks }: DayProps) {
  const locale = useLocale()
  const name = new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'numeric', day: 'numeric' }).format(
    day,
  )
  const look = [
    'calendar-day',
    isToday ? 'is-today' : '',
    isOut ? 'is-out' : '',
    entries.length === 0 ? 'is-empty' : '',
  ]
  return (
    <li className={look.join(' ')}>
      <h3>{name}</h3>
      {entries.map((e) => (
        <EntryCard key={`${e.roomId ?? e.programmeId} ${e.at}`} entry={e} {...looks} />
      ))}
    </li>
  )
}

function EntryCard({ entry: e, acts, onWeek }: Looks & { entry: Shown }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(e.at))
  const { creatorId, roomId } = e
  return (
    <div className={`calendar-entry ${e.skipped ? 'is-skipped' : ''}`}>
      <span className="num">{time}</span>
      {e.name ? <small className="muted clip">{text(e.name)}</small> : null}
      {roomId && !acts ? (
        <a href={`/live/${roomId}`}>{text(e.title)}</a>
      ) : roomId ? (
        <Link to="/creator/$creatorId/rooms/$roomId" params={{ creatorId, roomId }}>
          {text(e.title)}
        </Link>
      ) : (
        <CalendarName title={text(e.title)} onWeek={onWeek && (() => onWeek(e.at))} />
      )}
      {e.roomState ? <Tag tone={ROOM_TONE[e.roomState]}>{t(`live.state.${e.roomState}`)}</Tag> : null}
      {e.skipped ? <Tag>{t('live.calendar.skipped')}</Tag> : null}
      {e.kind === 'date' && acts?.mayRun && !onWeek ? (
        <span className="buttons">
          {e.skipped ? null : (
            <Button size="s" variant="soft" disabled={acts.busy} onClick={() => acts.onOpen(e)}>
              {t('live.programme.open')}
            </Button>
          )}
          <Button size="s" variant="ghost" disabled={acts.busy} onClick={() => acts.onSkip(e)}>
            {t(e.skipped ? 'live.calendar.unskip' : 'live.calendar.skip')}
          </Button>
        </span>
      ) : null}
    </div>
  )
}

function CalendarName({ title, onWeek }: { title: string; onWeek: (() => void) | null }) {
  const { t } = useTranslation()
  return onWeek ? (
    <button
      type="button"
      className="calendar-name"
      aria-label={t('live.calendar.openWeek', { name: title })}
      onClick={onWeek}
    >
      <b>{title}</b>
    </button>
  ) : (
    <b>{title}</b>
  )
}
