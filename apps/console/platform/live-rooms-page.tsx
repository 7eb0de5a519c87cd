// Rooms that are on air, for operators: look in, put a violation on record with its rule and second, or end the room with a reason.
import { useQuery } from '@tanstack/react-query'
import { Radio } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  Field,
  InlineError,
  Input,
  Panel,
  Select,
  Tag,
  Textarea,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { cutRoom, listLive, listRoomViolations, raiseViolation } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { RuleName, useRules } from '../app/names.tsx'
import { List, Page, Read } from '../app/page.tsx'
import { clockText, ROOM_TONE } from '../live/live-words.ts'
import { useTick } from '../live/use-tick.ts'

type Room = OutputOf<typeof listLive>['items'][number]
type Open = { kind: 'raise' | 'cut'; room: Room } | null

export function LiveRoomsPage() {
  const { t } = useTranslation()
  const text = useText()
  const nowMs = useTick()
  const query = useList(listLive, { limit: '50' })
  const [open, setOpen] = useState<Open>(null)
  const columns: Column<Room>[] = [
    {
      key: 'title',
      head: t('live.rooms.room'),
      rowHeader: true,
      cell: (r) => (
        <span className="goods-cell">
          {r.coverUrl ? (
            <img src={r.coverUrl} alt="" width={32} height={32} loading="lazy" />
          ) : (
            <span className="goods-blank" />
          )}
          <span className="two-lines">
            <span className="clip">{text(r.title)}</span>
            <small className="muted">{text(r.author.name)}</small>
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (r) => <Tag tone={ROOM_TONE[r.state]}>{t(`live.state.${r.state}`)}</Tag>,
    },
    {
      key: 'time',
      head: t('live.rooms.onAir'),
      numeric: true,
      cell: (r) => (r.startedAt ? clockText(nowMs - Date.parse(r.startedAt)) : '—'),
    },
    { key: 'goods', head: t('publish.goodsCount'), numeric: true, cell: (r) => r.products },
    {
      key: 'now',
      head: t('live.explain.explaining'),
      cell: (r) => (r.explaining ? <span className="clip">{text(r.explaining.title)}</span> : '—'),
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      action: true,
      cell: (room) => (
        <span className="buttons">
          <a className="link" href={`/live/${room.roomId}`} target="_blank" rel="noreferrer">
            {t('live.police.watch')}
          </a>
          <Button size="s" onClick={() => setOpen({ kind: 'raise', room })}>
            {t('live.police.raise')}
          </Button>
          <Button size="s" variant="danger" onClick={() => setOpen({ kind: 'cut', room })}>
            {t('live.police.cut')}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Page title={t('nav.liveRooms')} scope="review.decide">
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState icon={Radio} title={t('live.police.none')} detail={t('live.police.noneDetail')} />
          }
        >
          {(items) => (
            <DataTable label={t('nav.liveRooms')} columns={columns} rows={items} rowKey={(r) => r.roomId} />
          )}
        </List>
      </Panel>
      {open ? (
        <RuleDialog key={`${open.kind}${open.room.roomId}`} open={open} onClose={() => setOpen(null)} />
      ) : null}
    </Page>
  )
}

function RuleDialog({ open: { kind, room }, onClose }: { open: NonNullable<Open>; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const rules = useRules()
  const [ruleId, setRuleId] = useState('')
  const [seconds, setSeconds] = useState('')
  const [note, setNote] = useState('')
  const raise = useAct(raiseViolation, {
    inline: true,
    says: t('live.police.raised'),
    refreshes: [listRoomViolations],
    onDone: onClose,
  })
  const cut = useAct(cutRoom, {
    inline: true,
    says: t('live.police.done'),
    refreshes: [listLive],
    onDone: onClose,
  })
  const act = kind === 'raise' ? raise : cut
  const at = readSeconds(seconds)
  const { roomId } = room
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`live.police.${kind}Title`, { name: text(room.title) })}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant={kind === 'cut' ? 'danger' : 'primary'}
            disabled={ruleId === '' || note.trim() === '' || at === null}
            loading={act.busy}
            onClick={() =>
              void (kind === 'raise'
                ? raise.run({ roomId, ruleId, note, ...(at === undefined ? {} : { atSeconds: at ?? 0 }) })
                : cut.run({ roomId, ruleId, note }))
            }
          >
            {t(`live.police.${kind}`)}
          </Button>
        </>
      }
    >
      <div className="stack">
        {kind === 'cut' ? <p>{t('live.police.cutDetail')}</p> : null}
        <Field label={t('live.police.rule')}>
          <Select value={ruleId} onChange={(e) => setRuleId(e.target.value)}>
            <option value="">{t('app.choose')}</option>
            {rules.map((r) => (
              <option key={r.ruleId} value={r.ruleId}>
                {r.ruleId} {text(r.title)}
              </option>
            ))}
          </Select>
        </Field>
        {kind === 'raise' ? (
          <Field
            label={t('live.police.second')}
            hint={t('live.police.secondHint')}
            error={at === null ? t('live.police.secondWrong') : null}
          >
            <Input value={seconds} placeholder="12:34" onChange={(e) => setSeconds(e.target.value)} />
          </Field>
        ) : null}
        <Field label={t('live.police.note')}>
          <Textarea rows={2} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <Earlier roomId={roomId} />
        <InlineError problem={act.problem} />
      </div>
    </Dialog>
  )
}

function Earlier({ roomId }: { roomId: Room['roomId'] }) {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(listRoomViolations, { roomId }), staleTime: 0 })
  return (
    <Read query={query}>
      {({ items }) =>
        items.length === 0 ? null : (
          <div>
            <p className="muted">{t('live.police.earlier')}</p>
            <ol className="live-violations">
              {items.map((v) => (
                <li key={v.violationId}>
                  <b className="num">{clockText(v.atSeconds * 1000)}</b>
                  <span>
                    <RuleName id={v.ruleId} /> {v.note} <DateTime at={v.raisedAt} as="ago" />
                  </span>
                </li>
              ))}
            </ol>
          </div>
        )
      }
    </Read>
  )
}

/** 12:34, 1:02:03 or seconds; undefined for now, null for none of these. */
function readSeconds(text: string): number | null | undefined {
  if (text.trim() === '') return undefined
  if (!/^\d{1,6}(:[0-5]?\d){0,2}$/.test(text.trim())) return null
  return text
    .trim()
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0)
}
