// Programmes and the calendar they make with planned rooms: by week or month, in this machine's zone; a date is opened, left out or
// taken back in where it stands.
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { CalendarDays, Plus, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, DateTime, EmptyState, Panel, Tag, useLocale, useText } from '#app/ui'
import {
  getCalendar,
  listProgrammes,
  listRooms,
  moveProgramme,
  openProgrammeDate,
  skipProgrammeDate,
} from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { keepKey } from './fresh-keys.ts'
import { ProgrammeCalendar, type Entry } from './programme-calendar.tsx'
import { ProgrammeForm, type Programme } from './programme-form.tsx'

const READ = [listProgrammes, getCalendar, listRooms]

export function ProgrammesPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const may = useMay()
  const navigate = useNavigate()
  const [form, setForm] = useState<Programme | 'new' | null>(null)
  const query = useQuery(queryOf(listProgrammes, { creatorId }))
  const open = useAct(openProgrammeDate, { refreshes: READ })
  const skip = useAct(skipProgrammeDate, { refreshes: READ })
  const mayRun = may('live.run')
  const add = mayRun ? (
    <Button variant="primary" icon={Plus} onClick={() => setForm('new')}>
      {t('live.programme.make')}
    </Button>
  ) : null

  async function enter(programmeId: string, day: string): Promise<void> {
    const opened = await open.run({ creatorId, programmeId, day })
    if (!opened) return
    const { roomId } = opened.room
    if (opened.publish) keepKey(roomId, opened.publish)
    void navigate({ to: '/creator/$creatorId/rooms/$roomId', params: { creatorId, roomId } })
  }
  const leaveOut = (entry: Entry) =>
    void skip.run({ creatorId, programmeId: entry.programmeId!, day: entry.day!, skipped: !entry.skipped })

  return (
    <Page title={t('nav.programmes')} scope="live.read" actions={query.data?.items.length ? add : null}>
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <EmptyState
                icon={CalendarDays}
                title={t('live.programme.none')}
                detail={t('live.programme.noneDetail')}
                action={add}
              />
            </Panel>
          ) : (
            <Panel title={t('live.programme.all')} flush>
              <ul className="programmes">
                {items.map((p) => (
                  <ProgrammeRow
                    key={p.programmeId}
                    programme={p}
                    nameOf={(id) => items.find((i) => i.programmeId === id)?.title ?? null}
                    mayRun={mayRun}
                    busy={open.busy}
                    onEdit={() => setForm(p)}
                    onOpen={(day) => void enter(p.programmeId, day)}
                  />
                ))}
              </ul>
            </Panel>
          )
        }
      </Read>
      <ProgrammeCalendar
        creatorId={creatorId}
        mayRun={mayRun}
        busy={open.busy || skip.busy}
        onOpen={(entry) => void enter(entry.programmeId!, entry.day!)}
        onSkip={leaveOut}
      />
      {form ? (
        <ProgrammeForm
          creatorId={creatorId}
          {...(form === 'new' ? {} : { programme: form })}
          onClose={() => setForm(null)}
        />
      ) : null}
    </Page>
  )
}

type RowProps = {
  programme: Programme
  nameOf: (programmeId: string) => { zh: string; en: string } | null
  mayRun: boolean
  busy: boolean
  onEdit: () => void
  onOpen: (day: string) => void
}

function ProgrammeRow({ programme: p, nameOf, mayRun, busy, onEdit, onOpen }: RowProps) {
  const { t } = useTranslation()
  const text = useText()
  const move = useAct(moveProgramme, { refreshes: READ })
  const clashes = p.overlaps.flatMap((id) => nameOf(id) ?? [])
  const { creatorId, programmeId, next } = p
  return (
    <li className="programme">
      {p.coverUrl ? (
        <img src={p.coverUrl} alt="" width={48} height={64} loading="lazy" />
      ) : (
        <span className="programme-blank">
          <CalendarDays size={20} aria-hidden />
        </span>
      )}
      <div className="programme-body">
        <p>
          <b>{text(p.title)}</b>{' '}
          {p.state === 'active' ? null : <Tag>{t(`live.programme.states.${p.state}`)}</Tag>}
        </p>
        <p className="muted">
          <Recurrence programme={p} />
        </p>
        {next ? (
          <p>
            {t('live.programme.next')} <DateTime at={next.at} />
          </p>
        ) : null}
        {clashes.length > 0 ? (
          <p className="programme-warning">
            <TriangleAlert size={14} aria-hidden />{' '}
            {t('live.programme.overlaps', { names: clashes.map(text).join(t('live.programme.and')) })}
          </p>
        ) : null}
      </div>
      <span className="buttons">
        {next?.roomId ? (
          <Link
            to="/creator/$creatorId/rooms/$roomId"
            params={{ creatorId, roomId: next.roomId }}
            className={buttonClass({ size: 's', variant: 'soft' })}
          >
            {t('live.rooms.prepare')}
          </Link>
        ) : next && mayRun ? (
          <Button size="s" variant="soft" loading={busy} onClick={() => onOpen(next.day)}>
            {t('live.programme.open')}
          </Button>
        ) : null}
        {mayRun ? (
          <Button size="s" onClick={onEdit}>
            {t('live.form.edit')}
          </Button>
        ) : null}
        {mayRun
          ? p.actions.map((action) => (
              <Button
                key={action}
                size="s"
                variant="ghost"
                loading={move.busy}
                onClick={() => void move.run({ creatorId, programmeId, action })}
              >
                {t(`live.programme.actions.${action}`)}
              </Button>
            ))
          : null}
      </span>
    </li>
  )
}

function Recurrence({ programme: p }: { programme: Programme }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const hour = `${String(Math.floor(p.minute / 60)).padStart(2, '0')}:${String(p.minute % 60).padStart(2, '0')}`
  const days =
    p.weekdays.length === 7
      ? t('live.programme.daily')
      : p.weekdays.map((d) => t(`live.programme.weekdays.${d as 1}`)).join(locale === 'zh' ? '、' : ', ')
  return (
    <>
      {days} {hour} · {p.zone}
    </>
  )
}
