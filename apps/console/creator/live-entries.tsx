// 引流率: who came into live rooms by this content, and into which.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  DataTable,
  DateTime,
  formatBps,
  formatWhole,
  Panel,
  Tile,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getLiveEntries } from '#modules/content/contract'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'

type Row = OutputOf<typeof getLiveEntries>['rooms'][number]

export function LiveEntries({ creatorId, contentId }: { creatorId: string; contentId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const query = useQuery(queryOf(getLiveEntries, { creatorId, contentId }))
  return (
    <Panel title={t('watch.live.title')}>
      <Read query={query}>
        {({ views, entries, rateBps, rooms }) => (
          <>
            <div className="tiles">
              <Tile
                label={t('watch.live.rate')}
                hint={<p>{t('watch.live.means')}</p>}
                value={rateBps === null ? '—' : formatBps(rateBps, locale)}
                note={
                  <span className="muted num">
                    {t('watch.live.of', {
                      entries: formatWhole(entries, locale),
                      views: formatWhole(views, locale),
                    })}
                  </span>
                }
              />
            </div>
            {rooms.length === 0 ? (
              <p className="muted">{t('watch.live.none')}</p>
            ) : (
              <Rooms rooms={rooms} creatorId={creatorId} />
            )}
          </>
        )}
      </Read>
    </Panel>
  )
}

function Rooms({ rooms, creatorId }: { rooms: Row[]; creatorId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const columns: Column<Row>[] = [
    {
      key: 'room',
      head: t('live.rooms.room'),
      rowHeader: true,
      cell: (r) => (
        <Link
          to="/creator/$creatorId/rooms/$roomId"
          params={{ creatorId, roomId: r.roomId }}
          className="link"
        >
          {text(r.title)}
        </Link>
      ),
    },
    {
      key: 'at',
      head: t('live.rooms.started'),
      numeric: true,
      cell: (r) => (r.startedAt ? <DateTime at={r.startedAt} /> : '—'),
    },
    { key: 'entries', head: t('watch.live.entries'), numeric: true, cell: (r) => r.entries },
    { key: 'payers', head: t('watch.live.payers'), numeric: true, cell: (r) => r.payers },
  ]
  return <DataTable label={t('watch.live.title')} columns={columns} rows={rooms} rowKey={(r) => r.roomId} />
}
