// Planning the evening: which product in which order, to what end, for how many minutes, with which words. What was done stays as it
// was; what is planned can be changed at any time.
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, IconButton, InlineError, Input, Select, Sheet, Tag, Textarea, useText } from '#app/ui'
import { getRundown, saveRundown } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { clockText } from './live-words.ts'
import { moved } from './move.ts'
import type { Room } from './room-patch.ts'
import { tookMs, type Row } from './rundown-clock.ts'
import { useNext, useRundown } from './rundown-strip.tsx'
import { useTick } from './use-tick.ts'

type Draft = Pick<Row, 'productId' | 'role' | 'minutes' | 'points'> & {
  rowId?: Row['rowId']
  key: string
  row?: Row
}
const ROLES = ['traffic', 'main', 'margin'] as const

const draftOf = (row: Row): Draft => ({ ...row, key: row.rowId, row })
let fresh = 0

export function RundownSheet({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useRundown(room.creatorId, room.roomId)
  return (
    <Sheet open onClose={onClose} side="right" tall className="sheet-wide" title={t('live.rundown.title')}>
      <Read query={query}>
        {(plan) => <Editor key={plan.version} room={room} version={plan.version} rows={plan.rows} />}
      </Read>
    </Sheet>
  )
}

function Editor({ room, version, rows }: { room: Room; version: number; rows: readonly Row[] }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const nowMs = useTick()
  const { creatorId, roomId } = room
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => rows.map(draftOf))
  const save = useAct(saveRundown, { refreshes: [getRundown], inline: true, says: t('live.rundown.saved') })
  const next = useNext(room, rows)
  const planned = new Set<string>(drafts.map((d) => d.productId))
  const left = room.bag.filter((b) => !planned.has(b.productId))
  const writes = may('live.run')
  const change = (key: string, to: Partial<Draft>) =>
    setDrafts((all) => all.map((d) => (d.key === key ? { ...d, ...to } : d)))
  const add = (productIds: readonly Draft['productId'][]) =>
    setDrafts((all) => [
      ...all,
      ...productIds.map((productId) => ({
        productId,
        role: 'main' as const,
        minutes: 5,
        points: '',
        key: `new${(fresh += 1)}`,
      })),
    ])
  const minutes = drafts.reduce((sum, d) => sum + d.minutes, 0)
  const dirty =
    drafts.length !== rows.length ||
    drafts.some((d, i) => {
      const row = rows[i]
      return (
        d.rowId !== row?.rowId || d.role !== row?.role || d.minutes !== row.minutes || d.points !== row.points
      )
    })
  const firstPlanned = drafts.findIndex((d) => (d.row?.state ?? 'planned') === 'planned')
  return (
    <div className="stack">
      <p className="muted">{t('live.rundown.what', { minutes })}</p>
      {drafts.length === 0 ? <p>{t('live.rundown.empty')}</p> : null}
      <ol className="live-plan">
        {drafts.map((d, i) => {
          const item = room.bag.find((b) => b.productId === d.productId)
          const state = d.row?.state ?? 'planned'
          const took = d.row ? tookMs(d.row, nowMs) : null
          return (
            <li key={d.key} data-state={state}>
              <div className="live-plan-head">
                <span className="num muted">{i + 1}</span>
                {item ? <img src={item.card.imageUrl} alt="" width={32} height={32} /> : null}
                <b className="live-rundown-name">{item ? text(item.card.title) : t('live.rundown.gone')}</b>
                {state === 'planned' ? null : (
                  <Tag tone={state === 'now' ? 'rose' : 'jade'}>
                    {t(`live.rundown.state.${state}`)} <span className="num">{clockText(took ?? 0)}</span>
                  </Tag>
                )}
                {writes && state === 'planned' ? (
                  <span className="live-plan-moves">
                    {d.rowId && !dirty ? (
                      <Button
                        size="s"
                        variant="ghost"
                        loading={next.busy}
                        onClick={() => void next.run(d.rowId)}
                      >
                        {t('live.rundown.start')}
                      </Button>
                    ) : null}
                    <IconButton
                      icon={ArrowUp}
                      size={16}
                      label={t('live.rundown.up')}
                      disabled={i <= firstPlanned}
                      onClick={() => setDrafts((all) => moved(all, i, i - 1))}
                    />
                    <IconButton
                      icon={ArrowDown}
                      size={16}
                      label={t('live.rundown.down')}
                      disabled={i === drafts.length - 1}
                      onClick={() => setDrafts((all) => moved(all, i, i + 1))}
                    />
                    <IconButton
                      icon={X}
                      size={16}
                      label={t('live.rundown.remove')}
                      onClick={() => setDrafts((all) => all.filter((o) => o.key !== d.key))}
                    />
                  </span>
                ) : null}
              </div>
              <div className="live-plan-fields">
                <Field label={t('live.rundown.roleOf')}>
                  <Select
                    value={d.role}
                    disabled={!writes}
                    onChange={(e) => change(d.key, { role: e.target.value as Draft['role'] })}
                  >
                    {ROLES.map((r) => (
                      <option key={r} value={r}>
                        {t(`live.rundown.role.${r}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field label={t('live.rundown.minutes')}>
                  <Input
                    type="number"
                    min={1}
                    max={240}
                    value={d.minutes}
                    disabled={!writes}
                    onChange={(e) =>
                      change(d.key, { minutes: Math.max(1, Math.min(240, Number(e.target.value) || 1)) })
                    }
                  />
                </Field>
                <Field label={t('live.rundown.points')}>
                  <Textarea
                    rows={2}
                    maxLength={1000}
                    value={d.points}
                    disabled={!writes}
                    placeholder={t('live.rundown.pointsHint')}
                    onChange={(e) => change(d.key, { points: e.target.value })}
                  />
                </Field>
              </div>
            </li>
          )
        })}
      </ol>
      {writes && left.length > 0 ? (
        <div className="buttons">
          <Button size="s" icon={Plus} onClick={() => add(left.map((b) => b.productId))}>
            {t('live.rundown.addAll', { n: left.length })}
          </Button>
          {left.slice(0, 8).map((b) => (
            <Button key={b.productId} size="s" variant="ghost" onClick={() => add([b.productId])}>
              {text(b.card.title)}
            </Button>
          ))}
        </div>
      ) : null}
      <InlineError problem={save.problem} />
      {writes ? (
        <div className="live-plan-foot">
          <Button
            variant="primary"
            disabled={!dirty}
            loading={save.busy}
            onClick={() =>
              void save.run({
                creatorId,
                roomId,
                version,
                rows: drafts.map(({ rowId, productId, role, minutes: m, points }) => ({
                  ...(rowId ? { rowId } : {}),
                  productId,
                  role,
                  minutes: m,
                  points,
                })),
              })
            }
          >
            {t('app.save')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
