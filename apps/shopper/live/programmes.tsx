// Programmes as a shopper meets them: when each is on next, and a button that asks to be told. On a creator's page, in the list of
// rooms for those one follows, and where a room is over.
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Bell, BellRing } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Button, formatDateTime, useLocale, useNow, useText, useToast } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  listAuthorProgrammes,
  listMyProgrammes,
  listNotices,
  seeNotices,
  subscribeProgramme,
  unsubscribeProgramme,
} from '#modules/live/contract'
import { api, queries, queryOf } from '../app/api.ts'
import { Section } from '../app/page.tsx'

type Programme = OutputOf<typeof listMyProgrammes>['items'][number]

export function AuthorProgrammes({ authorId, only }: { authorId: string; only?: number }) {
  const { t } = useTranslation()
  const { data } = useQuery(queryOf(listAuthorProgrammes, { authorId }))
  const items = data?.items.filter((p) => p.next).slice(0, only) ?? []
  return items.length === 0 ? null : (
    <Section title={t('live.programme.next')}>
      <Programmes items={items} />
    </Section>
  )
}

/** Of those I follow or asked for; and what I was told, which is seen with it. */
export function MyProgrammes() {
  const { t } = useTranslation()
  const mine = useQuery(queryOf(listMyProgrammes, {}))
  const told = useQuery(queryOf(listNotices, {}))
  const items = mine.data?.items.filter((p) => p.next) ?? []
  const fresh = told.data?.items.filter((n) => !n.seen && n.room.state === 'preview').slice(0, 5) ?? []
  return (
    <>
      {fresh.length > 0 ? (
        <Section title={t('live.programme.told')}>
          <ul className="programme-list">
            {fresh.map((n) => (
              <Told key={`${n.room.roomId} ${n.kind}`} notice={n} />
            ))}
          </ul>
          <Button
            block
            onClick={() =>
              void api
                .call(seeNotices, {})
                .then(() => told.refetch())
                .catch(() => {})
            }
          >
            {t('live.programme.seen')}
          </Button>
        </Section>
      ) : null}
      {items.length > 0 ? (
        <Section title={t('live.programme.mine')}>
          <Programmes items={items} />
        </Section>
      ) : null}
    </>
  )
}

function Told({ notice: { kind, room } }: { notice: OutputOf<typeof listNotices>['items'][number] }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const now = useNow()
  return (
    <li className="programme-line">
      <div>
        <Link to="/live/$roomId" params={{ roomId: room.roomId }}>
          <b>{text(room.title)}</b>
        </Link>
        <p>
          {text(room.author.name)} ·{' '}
          {t(kind === 'soon' ? 'live.programme.soon' : 'live.programme.planned', {
            when: room.plannedAt ? formatDateTime(room.plannedAt, locale, now) : '',
          })}
        </p>
      </div>
    </li>
  )
}

const Programmes = ({ items }: { items: readonly Programme[] }) => (
  <ul className="programme-list">
    {items.map((p) => (
      <Line key={p.programmeId} programme={p} />
    ))}
  </ul>
)

function Line({ programme: p }: { programme: Programme }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const now = useNow()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const { programmeId, subscribedByViewer: on, next } = p

  async function turn(): Promise<void> {
    setBusy(true)
    try {
      await api.call(on ? unsubscribeProgramme : subscribeProgramme, { programmeId })
      await Promise.all(
        [listAuthorProgrammes, listMyProgrammes].map((e) => queries.invalidateQueries({ queryKey: [e.id] })),
      )
    } catch (error) {
      const problem = problemOf(error, locale)
      toast({ text: problem.title, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }

  return (
    <li className="programme-line">
      <div>
        {next?.roomId ? (
          <Link to="/live/$roomId" params={{ roomId: next.roomId }}>
            <b>{text(p.title)}</b>
          </Link>
        ) : (
          <b>{text(p.title)}</b>
        )}
        <p>
          {text(p.author.name)} · {next ? formatDateTime(next.at, locale, now) : null}
        </p>
      </div>
      <Button
        size="s"
        variant={on ? 'secondary' : 'soft'}
        icon={on ? BellRing : Bell}
        aria-pressed={on}
        loading={busy}
        onClick={() => void turn()}
      >
        {t(on ? 'live.programme.reserved' : 'live.programme.reserve')}
      </Button>
    </li>
  )
}
