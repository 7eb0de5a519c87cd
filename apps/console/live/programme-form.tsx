// Making a programme, or changing it: what it is called, on which weekdays and at which local hour of which zone it is on.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Checkbox, Field, InlineError, Input, Select, Sheet } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { createProgramme, editProgramme, getCalendar, listProgrammes } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { Both } from '../app/both.tsx'
import { CoverField } from './cover-field.tsx'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const ZONES = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Tokyo',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
]
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const two = (n: number) => String(n).padStart(2, '0')

export type Programme = OutputOf<typeof listProgrammes>['items'][number]
type ProgrammeFormProps = { creatorId: string; programme?: Programme; onClose: () => void }

export function ProgrammeForm({ creatorId, programme: p, onClose }: ProgrammeFormProps) {
  const { t } = useTranslation()
  const [title, setTitle] = useState(p?.title ?? { zh: '', en: '' })
  const [description, setDescription] = useState(p?.description ?? { zh: '', en: '' })
  const [coverUrl, setCoverUrl] = useState(p?.coverUrl ?? null)
  const [weekdays, setWeekdays] = useState<readonly number[]>(p?.weekdays ?? [5])
  const [time, setTime] = useState(p ? `${two(Math.floor(p.minute / 60))}:${two(p.minute % 60)}` : '20:00')
  const [zone, setZone] = useState(p?.zone ?? here())
  const [minutes, setMinutes] = useState(String(p?.durationMinutes ?? 120))
  const make = useAct(createProgramme, { refreshes: [listProgrammes, getCalendar], inline: true })
  const edit = useAct(editProgramme, { refreshes: [listProgrammes, getCalendar], inline: true })
  const problem = make.problem ?? edit.problem
  const isWhole = [title.zh, title.en, description.zh, description.en].every((w) => w.trim() !== '')
  const zones = [...new Set([zone, here(), ...ZONES])]

  async function save(): Promise<void> {
    const [hour, minute] = time.split(':').map(Number)
    const fields = {
      title,
      description,
      coverUrl,
      weekdays: [...weekdays],
      minute: hour! * 60 + minute!,
      zone,
      durationMinutes: Number(minutes),
    }
    const saved = p
      ? await edit.run({ creatorId, programmeId: p.programmeId, ...fields }, { ifMatch: p.version })
      : await make.run({ creatorId, ...fields })
    if (saved) onClose()
  }

  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      className="sheet-wide"
      title={t(p ? 'live.programme.edit' : 'live.programme.make')}
      footer={
        <Button
          variant="primary"
          block
          disabled={!isWhole || weekdays.length === 0 || time === ''}
          loading={make.busy || edit.busy}
          onClick={() => void save()}
        >
          {t('app.save')}
        </Button>
      }
    >
      <div className="stack">
        <Both
          label={t('live.form.title')}
          name="title"
          value={title}
          onChange={setTitle}
          problem={problem}
          max={40}
          required
        />
        <Both
          label={t('live.programme.description')}
          name="description"
          value={description}
          onChange={setDescription}
          problem={problem}
          max={300}
          area
          required
        />
        <CoverField url={coverUrl} onChange={setCoverUrl} />
        <fieldset className="programme-days">
          <legend>{t('live.programme.days')}</legend>
          {WEEKDAYS.map((d) => (
            <Checkbox
              key={d}
              label={t(`live.programme.weekdays.${d}`)}
              checked={weekdays.includes(d)}
              onChange={() => setWeekdays((w) => (w.includes(d) ? w.filter((x) => x !== d) : [...w, d]))}
            />
          ))}
        </fieldset>
        <Field label={t('live.programme.time')}>
          <Input type="time" value={time} onChange={(e) => setTime(e.target.value)} />
        </Field>
        <Field label={t('live.programme.zone')} hint={t('live.programme.zoneHint')}>
          <Select value={zone} onChange={(e) => setZone(e.target.value)}>
            {zones.map((z) => (
              <option key={z}>{z}</option>
            ))}
          </Select>
        </Field>
        <Field label={t('live.programme.minutes')}>
          <Input
            type="number"
            min={15}
            max={1440}
            value={minutes}
            onChange={(e) => setMinutes(e.target.value)}
          />
        </Field>
        {problem ? <InlineError problem={problem} /> : null}
      </div>
    </Sheet>
  )
}
