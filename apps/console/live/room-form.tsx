// Making a room, or changing what it is called, shows and when it is planned for.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, Segmented, Sheet } from '#app/ui'
import { createRoom, editRoom, getDeskRoom, listRooms } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { Both } from '../app/both.tsx'
import { CoverField } from './cover-field.tsx'
import { keepKey } from './fresh-keys.ts'
import type { Room } from './room-patch.ts'

type RoomFormProps = {
  creatorId: string
  /** Absent: a new one. */
  room?: Room
  onClose: () => void
  onMade?: (roomId: string) => void
}
const MAX_TITLE = 40

export function RoomForm({ creatorId, room, onClose, onMade }: RoomFormProps) {
  const { t } = useTranslation()
  const [title, setTitle] = useState(room?.title ?? { zh: '', en: '' })
  const [coverUrl, setCoverUrl] = useState(room?.coverUrl ?? null)
  const [planned, setPlanned] = useState(room?.plannedAt ? toLocal(room.plannedAt) : '')
  const [orientation, setOrientation] = useState<Room['orientation']>(room?.orientation ?? 'portrait')
  const make = useAct(createRoom, { refreshes: [listRooms], inline: true })
  const edit = useAct(editRoom, { refreshes: [listRooms, getDeskRoom], inline: true })
  const problem = make.problem ?? edit.problem
  const ready = title.zh.trim() !== '' && title.en.trim() !== ''

  async function save(): Promise<void> {
    const fields = {
      title,
      coverUrl,
      plannedAt: planned === '' ? null : new Date(planned).toISOString(),
      orientation,
    }
    if (room) {
      const { roomId } = room
      if (await edit.run({ creatorId, roomId, ...fields }, { ifMatch: room.version })) onClose()
      return
    }
    const made = await make.run({ creatorId, ...fields })
    if (!made) return
    keepKey(made.room.roomId, made.publish)
    onMade?.(made.room.roomId)
  }

  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      className="sheet-wide"
      title={t(room ? 'live.form.edit' : 'live.form.make')}
      footer={
        <Button
          variant="primary"
          block
          disabled={!ready}
          loading={make.busy || edit.busy}
          onClick={() => void save()}
        >
          {t(room ? 'app.save' : 'live.form.make')}
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
          max={MAX_TITLE}
          required
        />
        <CoverField url={coverUrl} onChange={setCoverUrl} />
        <Field label={t('live.form.planned')} hint={t('live.form.plannedHint')}>
          <Input type="datetime-local" value={planned} onChange={(e) => setPlanned(e.target.value)} />
        </Field>
        <Segmented
          label={t('live.form.orientation')}
          value={orientation}
          onChange={setOrientation}
          options={(['portrait', 'landscape'] as const).map((value) => ({
            value,
            label: t(`live.form.orientations.${value}`),
          }))}
        />
        {problem && problem.errors.length === 0 ? <InlineError problem={problem} /> : null}
      </div>
    </Sheet>
  )
}

/** As `datetime-local` wants it, in this machine's zone. */
function toLocal(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
